"""The candidate lists of a system that cannot be run here.

One row per candidate: ``probe_id, rank, person_id, score`` and perhaps ``entry_id``. Ranks count from 1 without gaps,
scores do not rise along them (higher = more similar, unless they are said to be distances). A system that lists images
instead of persons names the image in `entry_id`; a person may then stand at several ranks, and the best counts. A probe
that was searched without any result has one row with its `probe_id` alone. A probe without a row was not acquired, or
was searched without a candidate in a file that was cut at a threshold: the file does not tell which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lfr_eval.datasets.system_tables import read_system_table
from lfr_eval.datasets.tables import Report, Row, stop

REQUIRED = ("probe_id", "rank", "person_id", "score")
OPTIONAL = ("entry_id",)
LARGEST = 1e12
"""Scores beyond this are no similarities but a mistake."""


@dataclass(frozen=True, slots=True)
class ListedCandidate:
    """One row of a candidate list."""

    rank: int
    person_id: str
    entry_id: str | None
    score: float
    """Higher = more similar."""


def read_candidate_lists(
    path: Path, *, distances: bool = False, report: Report = stop
) -> Mapping[str, tuple[ListedCandidate, ...]]:
    """Read candidate lists.

    Args:
        path: A CSV file, or a Parquet file by its suffix.
        distances: The scores are distances, lower = more similar: their sign is turned.
        report: What to do with each problem.

    Returns:
        By probe, in the order of the file, its candidates by rank; an empty list for a search without result.

    Raises:
        TableError: The file is not what it must be.
    """
    table = read_system_table(path, REQUIRED, OPTIONAL, report)
    rows: dict[str, list[tuple[Row, ListedCandidate | None]]] = {}
    for row in table.rows:
        rows.setdefault(row.need("probe_id"), []).append((row, _candidate(row, -1.0 if distances else 1.0)))
    lists = {}
    for probe, listed in rows.items():
        found = sorted(((row, one) for row, one in listed if one is not None), key=lambda pair: pair[1].rank)
        if not any(row.problems for row, _ in listed):
            _check_list(probe, [row for row, one in listed if one is None], found)
        lists[probe] = tuple(one for _, one in found)
    table.read(lambda row: row, report)
    return lists


def _candidate(row: Row, sign: float) -> ListedCandidate | None:
    """The candidate of a row; None where it says that there is none, or says it wrongly."""
    if all(row.text(name) is None for name in (*REQUIRED[1:], *OPTIONAL)):
        return None
    rank, score = row.need_number("rank", low=1), row.need_number("score", low=-LARGEST, high=LARGEST)
    person = row.need("person_id")
    if not row.problems and rank != int(rank):
        row.refuse("rank", expected="a whole number", found=repr(row.text("rank")))
    return None if row.problems else ListedCandidate(int(rank), person, row.text("entry_id"), sign * score)


def _check_list(probe: str, without: list[Row], found: list[tuple[Row, ListedCandidate]]) -> None:
    """Note what is wrong with the list of one probe as a whole."""
    for row in without[0 if found else 1 :]:
        row.refuse("rank", expected=f"a rank, or one row alone for {probe!r}", found="an empty cell beside other rows")
    for place, (row, one) in enumerate(found, start=1):
        if one.rank != place:
            row.refuse("rank", expected=f"rank {place} of {probe!r}", found=str(one.rank))
            return
    seen = set()
    for row, one in found:
        if one.entry_id is None and one.person_id in seen:
            expected = f"{one.person_id!r} once for {probe!r}, or an entry_id in each row"
            row.refuse("person_id", expected=expected, found="the person again")
        seen.add(one.person_id)
    for (_, better), (row, worse) in pairwise(found):
        if worse.score > better.score:
            expected = "a score not more similar than that of the rank before (are they distances?)"
            row.refuse("score", expected=expected, found=repr(row.text("score")))
