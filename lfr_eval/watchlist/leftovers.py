"""What writers of lists left that were killed: folders and files that no list names. They hold templates."""

from __future__ import annotations

import glob
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lfr_eval.core.claims import LOCK, claimed
from lfr_eval.core.errors import LfrError, StorageError, WatchlistError
from lfr_eval.watchlist.store import (
    DRAFT,
    ENTRIES,
    HEADER,
    IMAGES,
    PARTIAL,
    PASSING,
    REPLACED,
    TEMPLATES,
    list_watchlists,
    read_header,
    read_watchlist,
)

PARTS = (ENTRIES, TEMPLATES, IMAGES)
TABLES = re.compile(r"tables-[0-9a-f]{16}")
WRITTEN = re.compile(r"[0-9]+-[a-z0-9_]{8}|[0-9a-f]{16}")
"""What follows `.partial-` or `.replaced-` in the names that writers give."""
BUSY = WatchlistError("somebody is writing this list")


def leftovers(folder: Path) -> list[Path]:
    """What was left in a folder of lists, in order; what belongs to a list that is being written is none of it."""
    found = []
    for name in _names(folder):
        with suppress(LfrError), claimed(folder / name, BUSY):
            found += _left_of(folder / name)
    return sorted(found)


def sweep(folder: Path) -> None:
    """Delete what was left in a folder of lists; what the disk holds fast stays until the next time."""
    for name in _names(folder):
        with suppress(LfrError), claimed(folder / name, BUSY):
            sweep_list(folder / name)


def sweep_list(path: Path) -> None:
    """Delete what was left of a list, whose name must be claimed; a list that lost its name gets it back.

    Earlier versions moved a list away before its successor took the name.
    """
    with suppress(OSError):
        moved = [left for left in _left_of(path) if REPLACED in left.name and (left / HEADER).is_file()]
        if moved and not path.exists():
            moved[-1].rename(path)
        for left in _left_of(path):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def delete_list(path: Path) -> None:
    """Delete a list: it is gone at once, and what a process that is killed leaves of it is a leftover.

    Raises:
        WatchlistError: Somebody is writing it.
        StorageError: The disk refused.
    """
    doomed = path.with_name(f"{path.name}{PARTIAL}{secrets.token_hex(8)}")
    with claimed(path, BUSY):
        try:
            path.rename(doomed)
            shutil.rmtree(doomed)
        except OSError as error:
            raise StorageError(f"{path}: cannot be deleted ({error.strerror}); try again") from error


def _names(folder: Path) -> list[str]:
    """The names of lists of which something was left, or is being written."""
    if not folder.is_dir():
        return []
    lists = {path.name for path in list_watchlists(folder)}
    locks = {path.name.removeprefix(".").removesuffix(LOCK) for path in folder.glob(f".*{LOCK}")}
    passing = {path.name.partition(mark)[0] for mark in PASSING for path in folder.glob(f"?*{mark}*")}
    return sorted(locks | {name for name in lists | passing if _left_of(folder / name)})


def _left_of(path: Path) -> list[Path]:
    return [*_beside(path), *_inside(path)]


def _beside(path: Path) -> Iterator[Path]:
    """Folders of writers that did not come to their end: named and filled as writers do, or they are somebody's own."""
    for mark in PASSING:
        for left in sorted(path.parent.glob(f"{glob.escape(path.name + mark)}*")):
            if WRITTEN.fullmatch(left.name.removeprefix(path.name + mark)) and _is_ours(left):
                yield left


def _is_ours(folder: Path) -> bool:
    """Whether a folder holds parts of a list and nothing else."""
    known = {*PARTS, HEADER, DRAFT}
    if not folder.is_dir() or folder.is_symlink():
        return False
    return all(one.name in known or TABLES.fullmatch(one.name) for one in folder.iterdir())


def _inside(path: Path) -> Iterator[Path]:
    """Parts of a list that it does not name: of the one that it replaced, or of one that was to replace it.

    While the list that it names is not there and whole, nothing is left over: it may be all that there is.
    """
    try:
        tables = read_header(path).tables
    except WatchlistError:
        return
    others = [one for one in sorted(path.glob("tables-*")) if TABLES.fullmatch(one.name) and one.name != tables]
    found = [*filter(_is_ours, others), *(path / part for part in (DRAFT, *(PARTS if tables else ())))]
    found = [one for one in found if one.exists()]
    if found and _is_whole(path):
        yield from found


def _is_whole(path: Path) -> bool:
    try:
        read_watchlist(path)
    except WatchlistError:
        return False
    return True
