"""What a user submits to a watchlist: a folder of images, a folder per person, one image, or a CSV file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from shlex import quote

from lfr_eval.core.arrays import IMAGE_SUFFIXES
from lfr_eval.core.errors import WatchlistError
from lfr_eval.core.given import open_file
from lfr_eval.core.kinds import ENOUGH_BYTES, kind_of_no_table
from lfr_eval.core.names import of_file, renamed
from lfr_eval.core.photographs import begins_as_image, may_be_photograph
from lfr_eval.core.places import find, why_not
from lfr_eval.core.roles import parts_in, references_in

REQUIRED = ("entry_id", "person_id", "path")
SHOWN = 5
"""Names of folders that a message gives at most."""
OPTIONAL = ("category", "added_at", "expires_at", "provenance")

ReadCells = Callable[[Path, Sequence[str], Sequence[str]], Iterable[Mapping[str, str | None]]]
"""Reads a CSV file that has the first columns and may have the second; raises `TableError`."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One image of one person, put forward for the list."""

    entry_id: str
    person_id: str
    path: Path
    category: str | None = None
    added_at: str | None = None
    """ISO 8601 date or time, as written."""
    expires_at: str | None = None
    """ISO 8601 date (in force until that day ends, UTC) or time (UTC where it names no zone), as written."""
    provenance: str | None = None
    problem: str | None = None
    """Why it cannot be enrolled whatever the image shows; None where nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class Submissions:
    """All that was submitted at once, in the order of the file, or of the names in a folder."""

    rows: tuple[Submission, ...]
    skipped: Mapping[str, int]
    """Files of a folder that are no submission, by reason: hidden, not an image, nested folder."""
    notes: tuple[str, ...] = ()
    """What a user must know of names, a line each."""
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which files were skipped, by reason, as they stand in the folder."""


def read_submissions(path: Path, read_cells: ReadCells) -> Submissions:
    """Read what a user submits.

    In a folder, each file that is not plainly something else is a photograph, which enrols or fails. It shows a person
    named by the file's stem; each sub-folder is a person whose images it holds. Both may stand side by side, and
    ``alice.jpg`` beside ``alice/`` is one person. Entries are named by their path without suffix (with it, where two
    differ in nothing else). Of rows with the same entry id the first counts.

    Args:
        path: A folder, an image, or a CSV file with the columns `REQUIRED` and `OPTIONAL`, its paths relative to it.
        read_cells: The reader of CSV files.

    Raises:
        WatchlistError: There is nothing to enrol at `path`.
        TableError: The CSV file cannot be read.
    """
    if path.is_dir():
        try:
            found = _from_folder(path)
        except OSError as error:
            raise WatchlistError(
                f"{error.filename}: expected a folder that can be read, found {error.strerror}"
            ) from error
    elif path.suffix.lower() == ".csv":
        found = Submissions(
            tuple(_from_cells(cells, path.parent) for cells in read_cells(path, REQUIRED, OPTIONAL)), {}
        )
    elif path.is_file() and (path.suffix.lower() in IMAGE_SUFFIXES or begins_as_image(path)):
        found = Submissions((_from_file(path.stem, path.stem, path),), {}, tuple(renamed([path.stem])))
    else:
        raise WatchlistError(f"{path}: expected a folder of images, an image or a CSV file, found {_kind(path)}")
    if not found.rows:
        raise WatchlistError(f"{path}: expected images to enrol, found none{_list(found.skipped)}")
    return replace(found, rows=_refuse_repeats(found.rows))


def last_moment(expires_at: str) -> datetime:
    """The last moment (UTC) at which an entry with this `expires_at` is in force.

    Raises:
        ValueError: `expires_at` is not an ISO 8601 date or time.
    """
    try:
        return datetime.combine(date.fromisoformat(expires_at), time.max, UTC)
    except ValueError:
        moment = datetime.fromisoformat(expires_at)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _from_folder(folder: Path) -> Submissions:
    if (folder / "images.csv").exists():
        raise WatchlistError(
            f"{folder}: expected a folder of images, found a data set with images.csv; submit a CSV file"
        )
    if parts := parts_in(folder, _is_photograph):
        raise WatchlistError(
            f"{folder}: expected a folder of images or a folder per person, found folders that name parts of a data "
            f"set ({', '.join(parts[:SHOWN])}); enrol the one that holds the references, for example "
            f"`lfr-eval enrol {quote(str(folder / references_in(parts)))}`, or submit a CSV file"
        )
    skipped: list[tuple[str, Path]] = []
    images: list[tuple[str, Path]] = []
    for item in sorted(folder.iterdir()):
        if item.is_dir() and not item.name.startswith("."):
            images += [(item.name, path) for path in sorted(item.iterdir()) if _is_wanted(path, skipped)]
        elif _is_wanted(item, skipped):
            images.append((item.stem, item))
    names = [path.relative_to(folder) for _, path in images]
    stems = Counter(name.with_suffix("") for name in names)
    rows = []
    for (person, path), name in zip(images, names, strict=True):
        stem = name.with_suffix("")
        rows.append(_from_file((stem if stems[stem] == 1 else name).as_posix(), person, path))
    counts = Counter(reason for reason, _ in skipped)
    left_out = {
        reason: tuple(path.relative_to(folder).as_posix() for why, path in skipped if why == reason)
        for reason in counts
    }
    return Submissions(tuple(rows), dict(counts), tuple(renamed(person for person, _ in images)), left_out)


def _from_file(entry: str, person: str, path: Path) -> Submission:
    """One image of a folder; the names are those of files."""
    entry_id, named = "/".join(of_file(part) for part in entry.split("/")), of_file(person)
    return Submission(entry_id, named, path, problem=None if named else "empty id")


def _is_photograph(path: Path) -> bool:
    return path.is_file() and may_be_photograph(path)


def _is_wanted(path: Path, skipped: list[tuple[str, Path]]) -> bool:
    if path.name.startswith("."):
        reason = "hidden"
    elif path.is_dir():
        reason = "nested folder"
    elif not may_be_photograph(path):
        reason = "not an image"
    else:
        return True
    skipped.append((reason, path))
    return False


def _kind(path: Path) -> str:
    """What stands at a path that is nothing to enrol."""
    try:
        with open_file(path) as stream:
            found = kind_of_no_table(stream.read(ENOUGH_BYTES))
    except OSError as error:
        return str(error.strerror)
    return "; ".join(found) if found else f"a file {path.suffix or 'without a suffix'} that is none of these"


def _from_cells(cells: Mapping[str, str | None], folder: Path) -> Submission:
    entry_id, person_id, name = (cells[column] or "" for column in REQUIRED)
    rest = {column: cells.get(column) for column in OPTIONAL}
    path = find(folder, name)
    problem = None
    if not entry_id or not person_id:
        problem = "empty id"
    elif not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        problem = "path leaves its folder"
    elif not os.path.isfile(path):
        problem = f"file not found{why_not(folder, name)}"
    elif not all(_is_moment(rest[column]) for column in ("added_at", "expires_at")):
        problem = "bad date"
    return Submission(entry_id, person_id, path, **rest, problem=problem)


def _is_moment(text: str | None) -> bool:
    try:
        return text is None or bool(last_moment(text))
    except (ValueError, OverflowError):
        return False


def _refuse_repeats(rows: Iterable[Submission]) -> tuple[Submission, ...]:
    seen: set[str] = set()
    checked = []
    for row in rows:
        repeated = bool(row.entry_id) and row.entry_id in seen
        seen.add(row.entry_id)
        checked.append(replace(row, problem=row.problem or "duplicate id") if repeated else row)
    return tuple(checked)


def _list(skipped: Mapping[str, int]) -> str:
    return "".join(f", {count} skipped ({reason})" for reason, count in skipped.items())
