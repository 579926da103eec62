"""Truth about who passed when (passes.csv) and where they were in the picture (boxes.csv)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lfr_eval.core.errors import TableError
from lfr_eval.core.events import OnList, Pass, PassKind, TruthBoxes
from lfr_eval.core.names import Known, alike
from lfr_eval.core.units import SLACK, guess_unit, plain_unit
from lfr_eval.datasets.tables import Report, Row, read_table, stop

REQUIRED = ("pass_id", "source", "subject_id", "t_enter_s", "t_exit_s")
OPTIONAL = ("kind", "on_list", "zone")
TIMES = "t_enter_s, t_exit_s"
NEAR_S = 1.0
"""A box may lie so far outside of its pass, as where the zone of recognition begins later than the view."""
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


def require_seconds(table: PassTable, end_s: float, *, whole: bool, fps: float | None = None) -> str:
    """Make sure that the times of passes are not plainly in another unit than seconds, or from another zero.

    Some passes after the end of the footage are no sign of that: truth may tell of more than was watched. But truth
    most of which lies after the end of all of the footage is not about this footage.

    Args:
        table: The passes of one source.
        end_s: How many seconds there are.
        whole: Whether that is all of the footage, and not only what was watched of it.
        fps: Frames a second, where they are known.

    Returns:
        What to ask about passes after the end that are no reason to refuse; empty where there is nothing to ask.

    Raises:
        TableError: They are.
    """
    passes = [found for found in table.passes if found.kind is PassKind.PASS]
    enter, leave = [found.t_enter_s for found in passes], [found.t_exit_s for found in passes]
    expected = f"seconds from the first frame of the source ({end_s:.12g} s long)"
    if unit := plain_unit(enter, leave, end_s, whole=whole, fps=fps):
        raise TableError(table.path, column=TIMES, expected=expected, found=f"what looks like {unit}")
    after = sum((begins + ends) / 2 > SLACK * end_s + 1 for begins, ends in zip(enter, leave, strict=True))
    if not after:
        return ""
    most, lasts = after > len(passes) / 2, float(np.median(np.subtract(leave, enter)))
    hint = guess_unit([*enter, *leave], end_s, fps, lasts)
    if whole and most:
        found = f"{after:,} of {len(passes):,} passes after its end; {hint and hint + ' Otherwise '}leave out such rows"
        raise TableError(table.path, column=TIMES, expected=expected, found=found)
    return f"the times of {after:,} of {len(passes):,} passes: {hint}" if hint and (whole or most) else ""


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
    kept = sorted((place[name], *row) for row in rows if (name := row[0]) in place)
    numbers = np.array([box for _, _, *box in kept], np.float64).reshape(-1, 5)
    _refuse_other_units(path, passes, [row[0] for row in kept], numbers, report)
    return TruthBoxes(
        pass_id=np.array([name for _, name, *_ in kept], object),
        pts_s=numbers[:, 0],
        boxes_px=numbers[:, 1:].astype(np.float32),
    )


def _refuse_other_units(
    path: Path, passes: PassTable, rows: Sequence[int], boxes: NDArray[np.float64], report: Report
) -> None:
    """Refuse boxes all of which lie outside of the times of their passes, or are smaller than a pixel.

    Args:
        path: The file, for messages.
        passes: The passes.
        rows: The pass of each box.
        boxes: (n, 5) pts_s, x1, y1, x2, y2.
        report: What to do with each problem.
    """
    if not len(boxes):
        return
    enter, leave = (np.array([getattr(passes.passes[row], name) for row in rows]) for name in ("t_enter_s", "t_exit_s"))
    pts_s = boxes[:, 0]
    if ((pts_s < enter - NEAR_S) | (pts_s > leave + NEAR_S)).all():
        hint = guess_unit(pts_s.tolist(), float(leave.max()))
        found = f"{len(boxes):,} of {len(boxes):,} outside of their passes{hint and '; ' + hint}"
        report(TableError(path, column="pts_s", expected="seconds within the pass of each box", found=found))
    if (boxes[:, 3:] - boxes[:, 1:3] < 1).all():
        found = "every box smaller than one; are they shares of the frame? Multiply them by its width and height"
        report(TableError(path, column="x, y, w, h", expected="source pixels", found=found))


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
