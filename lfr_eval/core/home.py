"""Where the user's data stands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Home:
    """The folder in which `watchlists/`, `datasets/` and `reports/` are found."""

    folder: Path

    @classmethod
    def here(cls) -> Self:
        """The folder that LFR_EVAL_HOME names, else the current one."""
        return cls(Path(os.environ.get("LFR_EVAL_HOME", ".")))

    @property
    def watchlists(self) -> Path:
        """Where watchlists are."""
        return self.folder / "watchlists"

    @property
    def datasets(self) -> Path:
        """Where labelled photographs, footage and truth are."""
        return self.folder / "datasets"

    @property
    def templates(self) -> Path:
        """Where templates of labelled photographs are kept when that is asked for."""
        return self.datasets / ".templates"

    @property
    def runs(self) -> Path:
        """Where runs are recorded."""
        return self.folder / "reports" / "runs"

    @property
    def scores(self) -> Path:
        """Where the scores of runs are kept."""
        return self.folder / "reports" / "scores"

    @property
    def notes(self) -> Path:
        """Where tags and notes on runs are kept."""
        return self.folder / "reports" / "notes"

    @property
    def reviews(self) -> Path:
        """Where reviews and human decisions are kept."""
        return self.folder / "reports" / "reviews"

    def relative(self, path: Path) -> str:
        """A path as seen from the home folder where it lies in it, else in full."""
        full, folder = Path(os.path.realpath(path)), Path(os.path.realpath(self.folder))  # links may go in circles
        return str(full.relative_to(folder) if full.is_relative_to(folder) else full)
