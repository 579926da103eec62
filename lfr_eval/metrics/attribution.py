"""Which pass a hit belongs to, and what truth cannot decide (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from lfr_eval.core.arrays import BoolArray, IntArray, SecondsArray
from lfr_eval.core.events import Hits, Pass, PassKind, Tracks
from lfr_eval.metrics.box_matching import NO_PASS, Detections, nearest_match
from lfr_eval.metrics.truth import Status

_MICROSECOND = 6
BOUNDS = ("t_enter_s", "t_exit_s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where hits went."""

    row: IntArray
    """(n,) index into the passes for each hit: a pass, a crowd row, or NO_PASS where nothing covers it."""
    ambiguous: IntArray
    """(a,) indices of the hits for which several passes were open and truth could not choose, in order of time."""
    rivals: tuple[IntArray, ...]
    """For each ambiguous hit: the passes that it could have belonged to."""


def open_pairs(
    pts_s: SecondsArray, passes: Sequence[Pass], kind: PassKind, collar_s: float
) -> tuple[IntArray, IntArray]:
    """Pair times with the rows of one kind that are open then.

    A row is open at t if t_enter - collar <= t < t_exit + collar; one whose bare interval holds t beats one that only
    its collar opens.

    Returns:
        (m,) indices into `pts_s` and (m,) indices into `passes`, sorted by time index, then by pass.

    Source: METHODOLOGY 2.5.
    """
    order = np.argsort(pts_s, kind="stable")
    sorted_s = pts_s[order]
    index = np.array([place for place, row in enumerate(passes) if row.kind is kind], np.int64)
    enter_s, exit_s = (np.array([getattr(passes[place], name) for place in index], float) for name in BOUNDS)
    low, high = np.searchsorted(sorted_s, enter_s - collar_s), np.searchsorted(sorted_s, exit_s + collar_s)
    inside = high - low
    nth = np.repeat(np.arange(len(index)), inside)
    times = order[np.arange(len(nth)) - np.repeat(np.cumsum(inside) - inside, inside) + low[nth]]
    bare = (pts_s[times] >= enter_s[nth]) & (pts_s[times] < exit_s[nth])
    held = np.zeros(len(pts_s), bool)
    held[times[bare]] = True
    kept = bare | ~held[times]
    times, rows = times[kept], index[nth[kept]]
    by_time = np.lexsort((rows, times))
    return times[by_time], rows[by_time]


def attribute_by_time(
    hits: Hits, tracks: Tracks | None, passes: Sequence[Pass], status: Sequence[Status], collar_s: float
) -> Attribution:
    """Attribute hits where truth knows only when each person was there.

    A hit on P goes to the open pass of P; else to the open pass that overlaps longest with the hit's track (ties:
    non-mated first, then pass_id), and is ambiguous where several were open; else to a crowd row that holds it. A
    crowd row is no pass: it does not make a hit ambiguous.

    Args:
        hits: The hits.
        tracks: Their tracks; None where not known: then every overlap is a tie.
        passes: The rows of truth.
        status: Status of each row.
        collar_s: Tolerance at both ends of a pass.

    Source: METHODOLOGY 2.5 (attribution without boxes).
    """
    found = np.full(len(hits), NO_PASS, np.int64)
    hit, row = open_pairs(hits.pts_s, passes, PassKind.PASS, collar_s)
    subject = np.array([one.subject_id or "" for one in passes], object)
    mated = np.array([one is Status.MATED for one in status], bool)
    non_mated = np.array([one is Status.NON_MATED for one in status], bool)
    by_id = np.argsort(np.argsort(np.array([one.pass_id for one in passes], object)))
    correct = mated[row] & (subject[row] == hits.person[hit])
    overlap_s = _overlap_s(hits.track[hit], row, tracks, passes)
    order = np.lexsort((by_id[row], ~non_mated[row], -overlap_s, ~correct, hit))
    first = order[np.unique(hit[order], return_index=True)[1]]
    found[hit[first]] = row[first]
    undecided = np.bincount(hit, minlength=len(hits)) > 1
    undecided[hit[correct]] = False
    ambiguous = np.flatnonzero(undecided)
    ambiguous = ambiguous[np.argsort(hits.pts_s[ambiguous], kind="stable")]
    rivals = tuple(row[slice(*np.searchsorted(hit, (one, one + 1)))] for one in ambiguous)
    return Attribution(_cover_by_crowd(found, hits, passes), ambiguous, rivals)


def attribute_by_boxes(hits: Hits, detections: Detections, matched: IntArray, passes: Sequence[Pass]) -> Attribution:
    """Attribute hits by the truth box that their face matched; else to a crowd row that holds them.

    Args:
        hits: The hits.
        detections: The faces of the run.
        matched: (n,) what `match_boxes` returned for them.
        passes: The rows of truth.

    Source: METHODOLOGY 2.5 (attribution with boxes).
    """
    found = nearest_match(detections, matched, hits.frame, hits.track, hits.pts_s)
    return Attribution(_cover_by_crowd(found, hits, passes), np.empty(0, np.int64), ())


def bound_events(rivals: Sequence[IntArray], certain: BoolArray, counted: BoolArray) -> tuple[int, int]:
    """Least and most passes of one kind that can have a hit, however ambiguous hits are given to their rivals.

    The least is exact where open intervals nest as intervals do (no two hits of a chosen set share a rival); the most
    is a maximum matching of hits and passes.

    Args:
        rivals: For each ambiguous hit, in order of time, the passes that it could have belonged to.
        certain: (p,) passes that have an unambiguous hit.
        counted: (p,) passes of the kind that is counted.

    Source: METHODOLOGY 2.5 (bounds of `ambiguous`); Hopcroft and Karp, SIAM J. Comput. 2 (1973) 225-231 (matching).
    """
    sure = int((certain & counted).sum())
    fresh = counted & ~certain
    taken: set[int] = set()
    forced = 0
    for choices in rivals:
        if fresh[choices].all() and taken.isdisjoint(choices.tolist()):
            forced += 1
            taken.update(choices.tolist())
    pairs = [(hit, int(one)) for hit, choices in enumerate(rivals) for one in choices if fresh[one]]
    if not pairs:
        return sure, sure
    hit, row = np.array(pairs).T
    graph = csr_array((np.ones(len(pairs), bool), (hit, row)), shape=(len(rivals), len(counted)))
    return sure + forced, sure + int((maximum_bipartite_matching(graph, perm_type="row") >= 0).sum())


def _overlap_s(track: IntArray, row: IntArray, tracks: Tracks | None, passes: Sequence[Pass]) -> NDArray[np.float64]:
    """(m,) seconds that each track and each pass have in common, to the microsecond; 0 for an unknown track."""
    if tracks is None or not len(tracks):
        return np.zeros(len(track))
    by_number = np.argsort(tracks.track)
    place = by_number[np.minimum(np.searchsorted(tracks.track, track, sorter=by_number), len(tracks) - 1)]
    enter_s, exit_s = (np.array([getattr(one, name) for one in passes], float) for name in BOUNDS)
    common = np.minimum(tracks.last_s[place], exit_s[row]) - np.maximum(tracks.first_s[place], enter_s[row])
    return np.where(tracks.track[place] == track, np.maximum(common, 0), 0.0).round(_MICROSECOND)


def _cover_by_crowd(found: IntArray, hits: Hits, passes: Sequence[Pass]) -> IntArray:
    """Give hits that no pass took to the first crowd row that holds them."""
    hit, row = open_pairs(hits.pts_s, passes, PassKind.UNLISTED_CROWD, 0.0)
    covered = found.copy()
    loose = found[hit] == NO_PASS
    hit, row = hit[loose], row[loose]
    seen = np.unique(hit, return_index=True)[1]
    covered[hit[seen]] = row[seen]
    return covered
