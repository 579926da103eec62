"""Truth about who passed when (passes.csv) and where they were in the picture (boxes.csv)."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lfr_eval.core.errors import TableError
from lfr_eval.core.events import OnList, Pass, PassKind, TruthBoxes
from lfr_eval.core.names import Known, alike
from lfr_eval.datasets.tables import Report, Row, read_table, stop

REQUIRED = ("pass_id", "source", "subject_id", "t_enter_s", "t_exit_s")
OPTIONAL = ("kind", "on_list", "zone")
BOX_COLUMNS = ("pass_id", "pts_s", "x", "y", "w", "h")


@dataclass(frozen=True, slots=True)
class PassTable:
    """The passes of one source."""

    path: Path
    passes: tuple[Pass, ...]
    lines: tuple[int, ...]
    """Line of each pass in the file."""
    elsewhere: frozenset[str]
    """Ids of the rows that were skipped because they belong to other sources."""
    notes: tuple[str, ...] = ()
    """Names that look alike and are taken for two, a line each."""

    @property
    def skipped(self) -> int:
        """How many rows belong to other sources."""
        return len(self.elsewhere)


def read_passes(
    path: Path, source_id: str | None, persons: frozenset[str] | None = None, report: Report = stop
) -> PassTable:
    """Read passes.csv; every column that it does not define is an attribute or covariate of the pass.

    Args:
        path: The file.
        source_id: Keep the rows of this source; None = of every source.
        persons: Persons of the list as submitted and in force, to hold `on_list` against; None = no list is known.
        report: What to do with each problem.

    Raises:
        TableError: The file cannot be used, has no row for the source, or `report` raised a problem.
    """
    table = read_table(path, required=REQUIRED, optional=OPTIONAL, further=True, key="pass_id", report=report)
    sources = Counter(row.text("source") or "" for row in table.rows)
    if not (sources if source_id is None else sources[source_id]):
        there = ", ".join(f"{name!r} ({count})" for name, count in sorted(sources.items())) or "no rows"
        expected = "at least one row" if source_id is None else f"rows for source {source_id!r}"
        hint = Known(sources).like(source_id or "")
        found = f"{there}; {hint[0]!r} is another name: {hint[1]}" if hint else there
        report(TableError(path, column="source", expected=expected, found=found))
    listed = None if persons is None else Known(persons)
    rows = table.read(lambda row: (row.line, _pass(row, source_id, listed)), report)
    kept = [(line, found) for line, found in rows if source_id in (None, found.source)]
    return PassTable(
        path,
        passes=tuple(found for _, found in kept),
        lines=tuple(line for line, _ in kept),
        elsewhere=frozenset(row.text("pass_id") or "" for row in table.rows) - {found.pass_id for _, found in kept},
        notes=(*alike(sources), *alike(found.subject_id for _, found in kept if found.subject_id)),
    )


def read_boxes(path: Path, passes: PassTable, report: Report = stop) -> TruthBoxes:
    """Read boxes.csv: where in the frame the person of a pass is at some moments, ordered by pass and time.

    Boxes of passes of other sources are left out.

    Args:
        path: The file; x, y is the upper left corner, w, h the size, all in source pixels.
        passes: The passes that the boxes may name.
        report: What to do with each problem.

    Raises:
        TableError: The file cannot be used, or `report` raised a problem.
    """
    table = read_table(path, required=BOX_COLUMNS, report=report)
    place = {found.pass_id: i for i, found in enumerate(passes.passes)}
    first: dict[tuple[str, float], int] = {}
    rows = table.read(lambda row: _box(row, place, passes.elsewhere, first), report)
    kept = sorted((place[name], name, *box) for name, *box in rows if name in place)
    numbers = np.array([box for _, _, *box in kept], np.float64).reshape(-1, 5)
    return TruthBoxes(
        pass_id=np.array([name for _, name, *_ in kept], object),
        pts_s=numbers[:, 0],
        boxes_px=numbers[:, 1:].astype(np.float32),
    )


def _pass(row: Row, source_id: str | None, listed: Known | None) -> Pass:
    kind = row.choice("kind", PassKind) or PassKind.PASS
    found = Pass(
        pass_id=row.need("pass_id"),
        source=row.need("source"),
        subject_id=row.text("subject_id"),
        t_enter_s=row.need_number("t_enter_s", low=0, unit="seconds"),
        t_exit_s=row.need_number("t_exit_s", low=0, unit="seconds"),
        kind=kind,
        on_list=row.choice("on_list", OnList),
        zone=row.text("zone") or "main",
        attributes={
            column: cell
            for column, cell in row.cells.items()
            if cell is not None and column not in (*REQUIRED, *OPTIONAL)
        },
    )
    if found.t_exit_s <= found.t_enter_s:
        row.refuse(
            "t_exit_s", expected=f"an exit after the entry at {found.t_enter_s:g} s", found=f"{found.t_exit_s:g}"
        )
    if kind is PassKind.UNLISTED_CROWD:
        _refuse_named_crowd(row, found)
    else:
        _refuse_contradiction(row, found, listed if source_id in (None, found.source) else None)
    return found


def _refuse_named_crowd(row: Row, found: Pass) -> None:
    if found.subject_id is not None:
        row.refuse("subject_id", expected="an empty cell in a row about a crowd", found=repr(found.subject_id))
    if found.on_list in (OnList.YES, OnList.UNKNOWN):
        row.refuse(
            "on_list", expected="no or an empty cell in a row about a crowd of unlisted people", found=found.on_list
        )


def _refuse_contradiction(row: Row, found: Pass, known: Known | None) -> None:
    if found.on_list is OnList.YES and found.subject_id is None:
        row.refuse("subject_id", expected="the person, as on_list is yes", found="an empty cell")
    if known is None or found.subject_id is None:
        return
    listed = found.subject_id in known.names
    if found.on_list is None and (other := known.like(found.subject_id)):
        expected = f"{other[0]!r}, as on the list, or on_list no for somebody else"
        row.refuse("subject_id", expected=expected, found=f"{found.subject_id!r} ({other[1]})")
    if found.on_list is OnList.YES and not listed:
        row.refuse("on_list", expected=f"no, as {found.subject_id!r} is not on the list", found="yes")
    if found.on_list is OnList.NO and listed:
        row.refuse("on_list", expected=f"yes, as {found.subject_id!r} is on the list", found="no")


def _box(
    row: Row, place: dict[str, int], elsewhere: frozenset[str], first: dict[tuple[str, float], int]
) -> tuple[str, float, float, float, float, float]:
    name = row.need("pass_id")
    if name and name not in place and name not in elsewhere:
        row.refuse("pass_id", expected="a pass of passes.csv", found=repr(name))
    pts_s = row.need_number("pts_s", low=0, unit="seconds")
    x, y = (row.need_number(column, low=-math.inf, unit="pixels") for column in ("x", "y"))
    w, h = (row.need_number(column, low=0, unit="pixels") for column in ("w", "h"))
    for column, size in (("w", w), ("h", h)):
        if size == 0:
            row.refuse(column, expected="a size above 0 pixels", found="0")
    line = first.setdefault((name, pts_s), row.line)
    if math.isfinite(pts_s) and line != row.line:
        row.refuse("pts_s", expected="one box a moment for each pass", found=f"{pts_s:g}, also in line {line}")
    return name, pts_s, x, y, x + w, y + h
