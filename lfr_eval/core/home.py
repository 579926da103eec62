"""Where the user's data stands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lfr_eval.core.names import canonical
from lfr_eval.core.places import find


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

    def find(self, path: str | Path) -> Path:
        """A path as given if it is there, else seen from the home; as the disk spells it (see `core.places.find`)."""
        here = find(Path(), str(path))
        return here if here.exists() or Path(path).is_absolute() else find(self.folder, str(path))

    def list_place(self, to: str | Path) -> Path:
        """Where a list goes: under its canonical name, or as one of that name stands there."""
        there = find(self.folder, str(to))
        return there if there.exists() else there.with_name(canonical(there.name))

    def footage(self, source: str | Path) -> str:
        """Footage that is here or in the home folder, by its path; any other source as given."""
        path = self.find(source)
        return str(path) if path.exists() else str(source)
