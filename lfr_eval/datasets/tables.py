"""The one strict reader of CSV files: every cell is text, only the empty cell is missing, every problem has a place."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.names import difference, unseen
from lfr_eval.datasets.texts import read_text

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Report = Callable[[InputError], None]
"""What to do with a problem: raise it (`stop`) or keep it (``problems.append``)."""

MOST_COLUMNS, LARGEST = 1_000, 1e15
"""What is wider or larger is a mistake, and no arithmetic is tried on it."""
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def stop(problem: InputError) -> None:
    """Raise the problem: the plain way to read."""
    raise problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. Its methods note what is wrong and return a stand-in, so that it tells all its problems."""

    path: Path
    line: int
    """1-based line on which the row begins."""
    cells: Mapping[str, str | None]
    """Text by column; None where the cell is empty."""
    problems: list[TableError] = field(default_factory=list)

    def refuse(self, column: str | None, *, expected: str, found: str) -> None:
        """Note that this row cannot be used."""
        self.problems.append(TableError(self.path, line=self.line, column=column, expected=expected, found=found))

    def text(self, column: str) -> str | None:
        """The cell as it stands; None where it is empty or the table has no such column."""
        return self.cells.get(column)

    def need(self, column: str) -> str:
        """The cell, which must not be empty."""
        text = self.text(column)
        if text is None:
            self.refuse(column, expected="a value", found="an empty cell")
        return text or ""

    def number(self, column: str, low: float, high: float = math.inf, unit: str = "") -> float | None:
        """The cell as a finite number in [low, high], or None where it is empty."""
        text = self.text(column)
        if text is None:
            return None
        value = float(text) if NUMBER.fullmatch(text) else math.nan
        if not (math.isfinite(value) and low <= value <= high):
            self.refuse(column, expected=f"a number{unit and f' of {unit}'}{_span(low, high)}", found=repr(text))
            return None
        if abs(value) > LARGEST:
            self.refuse(column, expected=f"a number within ±{LARGEST:g}", found=repr(text))
            return None
        return value

    def need_number(self, column: str, low: float, high: float = math.inf, unit: str = "") -> float:
        """The cell as a finite number in [low, high]; it must not be empty. NaN stands in for what is not."""
        self.need(column)
        value = self.number(column, low, high, unit)
        return math.nan if value is None else value

    def choice(self, column: str, vocabulary: type[E]) -> E | None:
        """The cell as one of the words of `vocabulary`, or None where it is empty."""
        text = self.text(column)
        try:
            return None if text is None else vocabulary(text)
        except ValueError:
            self.refuse(column, expected=" or ".join(vocabulary), found=repr(text))
            return None

    def day(self, column: str) -> date | None:
        """The cell as an ISO 8601 date, or None where it is empty."""
        text = self.text(column)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            self.refuse(column, expected="a date such as 2026-01-31", found=repr(text))
            return None


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as rows of text."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def read(self, parse: Callable[[Row], T], report: Report) -> list[T]:
        """Turn rows into values; rows with problems are reported and left out."""
        values = []
        for row in self.rows:
            value = parse(row)
            if not row.problems:
                values.append(value)
            for problem in row.problems:
                report(problem)
        return values


def read_table(
    path: Path,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    further: bool = False,
    key: str | None = None,
    report: Report = stop,
) -> Table:
    """Read a CSV file: UTF-8 with or without a byte order mark, commas, a header row, as many cells in each row.

    Args:
        path: The file.
        required: Columns that must be there; their cells may be empty.
        optional: Columns that may be there.
        further: Whether any other column may be there too.
        key: A required column whose cells must be filled and differ from row to row.
        report: What to do with each problem.

    Returns:
        The rows with the right number of cells; their other problems are reported when the table is `read`.

    Raises:
        TableError: The file or its header cannot be used, or `report` raised a problem.
    """
    lines = list(_lines(path))
    if not lines:
        raise TableError(path, expected="a header row", found="an empty file")
    columns = _header(path, *lines[0], required, optional, further)
    rows = []
    for line, cells in lines[1:]:
        if len(cells) != len(columns):
            report(TableError(path, line=line, expected=f"{len(columns)} cells", found=str(len(cells))))
            continue
        row = Row(path, line, {name: cell or None for name, cell in zip(columns, cells, strict=True)})
        refuse_unseen(row)
        rows.append(row)
    if key is not None:
        _refuse_repeats(rows, key)
    return Table(path, columns, tuple(rows))


def read_cells(path: Path, required: Sequence[str], optional: Sequence[str]) -> list[Mapping[str, str | None]]:
    """The rows of a table as they stand, for a reader in another room that is handed this function.

    Raises:
        TableError: The first problem of the file.
    """
    return read_table(path, required=required, optional=optional).read(lambda row: row.cells, stop)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it begins; a row of empty cells is blank."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(path, line=line, expected="comma-separated cells", found=str(error)) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _header(
    path: Path, line: int, columns: list[str], required: Sequence[str], optional: Sequence[str], further: bool
) -> tuple[str, ...]:
    if len(columns) > MOST_COLUMNS:
        raise TableError(path, line=line, expected=f"at most {MOST_COLUMNS:,} columns", found=f"{len(columns):,}")
    known = (*required, *optional)
    missing = [name for name in required if name not in columns]
    unknown = [] if further else [name for name in columns if name not in known]
    if missing and (found := _other_separator(columns)):
        raise TableError(path, line=line, expected=f"the columns {', '.join(required)}", found=found)
    _refuse_names(path, line, columns)
    if missing:
        wanted = f"the columns {', '.join(required)}"
        raise TableError(path, line=line, column=", ".join(missing), expected=wanted, found=", ".join(columns))
    if unknown:
        raise TableError(path, line=line, expected=f"only the columns {', '.join(known)}", found=", ".join(unknown))
    return tuple(columns)


def _other_separator(columns: Sequence[str]) -> str | None:
    """How cells are separated where it is not by commas alone; None where nothing speaks for it."""
    if columns[0].startswith("sep="):
        return f"{','.join(columns)!r}, the line that Excel puts first; leave it out, and save with commas"
    marks = (name for mark, name in SEPARATORS.items() if len(columns) == 1 and mark in columns[0])
    return next((f"cells separated by {name}; save it with commas" for name in marks), None)


def _refuse_names(path: Path, line: int, columns: Sequence[str]) -> None:
    """Refuse column names that are missing, not what they seem, or stand twice."""
    for place, name in enumerate(columns):
        found, before = repr(name), columns[:place]
        if not name or name != name.strip():
            expected = "a column name without spaces around it"
        elif hidden := unseen(name):
            expected, found = "a column name without invisible characters", f"{name!r} ({hidden})"
        elif name in before:
            expected = "each column once"
        elif twin := next((other for other in before if difference(name, other)), None):
            expected, found = "each column once", f"{name!r} beside {twin!r} ({difference(name, twin)})"
        else:
            continue
        raise TableError(path, line=line, column=str(place + 1), expected=expected, found=found)


def refuse_unseen(row: Row) -> None:
    """Note the cells with space around them, and those with characters that nobody sees or takes for a plain space."""
    for column, cell in row.cells.items():
        if cell is None or (cell == cell.strip() and unseen(cell) is None):
            continue
        hidden = unseen(cell)
        seems = "spaces around it" if cell != cell.strip() else "invisible characters, and with plain spaces"
        row.refuse(column, expected=f"text without {seems}", found=repr(cell) + (f" ({hidden})" if hidden else ""))


def _refuse_repeats(rows: Sequence[Row], key: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        name = row.need(key)
        if name and first.setdefault(name, row.line) != row.line:
            row.refuse(key, expected="an id that is used once", found=f"{name!r}, also in line {first[name]}")


def _span(low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f" from {low:g} to {high:g}"
    return f", {low:g} or more" if math.isfinite(low) else ""
