"""The alert log of a system that cannot be run here: CSV or Parquet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lfr_eval.core.errors import TableError
from lfr_eval.core.units import guess_unit
from lfr_eval.datasets.system_tables import read_system_table
from lfr_eval.datasets.tables import Report, Row, stop

REQUIRED = ("person_id", "pts_s", "score")
OPTIONAL = ("track", "entry_id", "emitted_s")
ROUNDED_S = 1.0
"""By so much the time at which a system said something may be rounded down."""
LATEST_S = 3_600.0
"""So long after the end of the footage a system may still say something about it."""


@dataclass(frozen=True, slots=True)
class LoggedHit:
    """One row: the system said that it saw a person."""

    person_id: str
    pts_s: float
    """Seconds from the first frame of the source."""
    score: float
    """Higher = more similar."""
    track: int
    entry_id: str
    emitted_s: float
    """When the system said it; the same as `pts_s` where the log does not tell."""


def read_alert_log(
    path: Path, *, distances: bool = False, end_s: float = math.inf, report: Report = stop
) -> list[LoggedHit]:
    """Read a log, ordered by time.

    Args:
        path: A CSV or Parquet file with the columns person_id, pts_s, score and, if known, track (a whole number),
            entry_id, emitted_s.
        distances: The scores are distances, lower = more similar: their sign is turned.
        end_s: How many seconds were watched: no alert can lie beyond.
        report: What to do with each problem.

    Raises:
        TableError: If the file is not what it must be, or a time lies beyond the end; says in which unit it may be.
    """
    table = read_system_table(path, REQUIRED, OPTIONAL, report)
    sign = -1.0 if distances else 1.0
    hits = table.read(lambda row: (row.line, _hit(row, sign)), report)
    _refuse_beyond(path, hits, end_s, report)
    return sorted((hit for _, hit in hits), key=lambda hit: hit.pts_s)


def _hit(row: Row, sign: float) -> LoggedHit:
    pts_s = row.need_number("pts_s", low=0, unit="seconds")
    emitted_s = row.number("emitted_s", low=0, unit="seconds")
    if emitted_s is not None and emitted_s < pts_s - ROUNDED_S:
        row.refuse("emitted_s", expected=f"a time after pts_s {pts_s:g}, from the same zero", found=f"{emitted_s:g}")
    track = row.number("track", low=0)
    if track is not None and track != int(track):
        row.refuse("track", expected="a whole number", found=repr(row.text("track")))
    person = row.need("person_id")
    return LoggedHit(
        person_id=person,
        pts_s=pts_s,
        score=sign * row.need_number("score", low=-1e9, high=1e9),
        track=row.line if track is None else int(track),
        entry_id=row.text("entry_id") or person,
        emitted_s=pts_s if emitted_s is None else emitted_s,
    )


def _refuse_beyond(path: Path, hits: Sequence[tuple[int, LoggedHit]], end_s: float, report: Report) -> None:
    """Refuse alerts that lie beyond the end of what was watched, and what was said of it long after."""
    for column, latest_s in (("pts_s", end_s), ("emitted_s", end_s + LATEST_S)):
        times = [float(getattr(hit, column)) for _, hit in hits]
        wrong = [(line, time) for (line, _), time in zip(hits, times, strict=True) if time > latest_s]
        if wrong:
            line, time = min(wrong)
            hint = guess_unit(times, end_s)
            found = f"{time:.12g}, one of {len(wrong):,} of {len(hits):,} beyond it{hint and '; ' + hint}"
            expected = f"seconds from the first frame, within the {end_s:g} s that were watched"
            report(TableError(path, line=line, column=column, expected=expected, found=found))
