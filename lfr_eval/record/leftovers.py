"""What killed processes left in a home: drafts that never got their name, deletions that were not finished."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lfr_eval.core.claims import claimed
from lfr_eval.core.durable import is_left_behind
from lfr_eval.core.errors import LfrError, RecordError
from lfr_eval.core.home import Home
from lfr_eval.record.deleting import DELETING
from lfr_eval.record.header import HEADER
from lfr_eval.record.ledger import PASSING
from lfr_eval.record.sums import SUMS
from lfr_eval.record.writer import LOG

BUSY = RecordError("somebody is deleting this run")
WHERE = ("datasets/*", "datasets/.templates", "reports/*", "reports/runs/*", "reports/scores/*")
"""Folders of a home in which files are written so."""


def leftovers(home: Home) -> list[Path]:
    """What was left, in order; drafts of processes that live are none of it."""
    deleted = filter(_is_run, home.runs.glob(f"{DELETING}*"))
    return sorted({*_drafts(home), *deleted, *home.reviews.glob(f"{PASSING}*/")})


def _is_run(folder: Path) -> bool:
    """Whether a folder holds what a record is made of and nothing else."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    known = {HEADER, SUMS, LOG}
    return all(one.name in known or one.suffix == ".parquet" or one.name[0] == "." for one in folder.iterdir())


def sweep(home: Home) -> None:
    """Delete what was left; what the disk holds fast stays until the next time."""
    for path in leftovers(home):
        with suppress(LfrError, OSError), claimed(path.with_name(path.name.removeprefix(DELETING)), BUSY):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _drafts(home: Home) -> Iterator[Path]:
    for pattern in WHERE:
        for folder in home.folder.glob(pattern):
            for path in folder.glob(".*") if folder.is_dir() else ():
                if is_left_behind(path):
                    yield path
