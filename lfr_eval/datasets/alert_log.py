"""The alert log of a system that cannot be run here: CSV or Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lfr_eval.datasets.system_tables import read_system_table
from lfr_eval.datasets.tables import Report, Row, stop

REQUIRED = ("person_id", "pts_s", "score")
OPTIONAL = ("track", "entry_id", "emitted_s")


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


def read_alert_log(path: Path, *, distances: bool = False, report: Report = stop) -> list[LoggedHit]:
    """Read a log, ordered by time.

    Args:
        path: A CSV file, or a Parquet file by its suffix, with the columns person_id, pts_s, score and, if known, track
            (a whole number), entry_id, emitted_s.
        distances: The scores are distances, lower = more similar: their sign is turned.
        report: What to do with each problem.

    Raises:
        TableError: If the file is not what it must be.
    """
    table = read_system_table(path, REQUIRED, OPTIONAL, report)
    sign = -1.0 if distances else 1.0
    return sorted(table.read(lambda row: _hit(row, sign), report), key=lambda hit: hit.pts_s)


def _hit(row: Row, sign: float) -> LoggedHit:
    pts_s = row.need_number("pts_s", low=0, unit="seconds")
    emitted_s = row.number("emitted_s", low=0, unit="seconds")
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
