"""Which pass a decision belongs to, and which ones it could belong to (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, SecondsArray, TextArray
from lfr_eval.core.events import Hits, Pass, PassKind, Tracks
from lfr_eval.metrics.box_matching import MAX_GAP_S, NO_PASS, Detections, Matches, nearest_match
from lfr_eval.metrics.track_fit import fit_tracks

BOUNDS = ("t_enter_s", "t_exit_s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where n decisions went, and where else they could have gone."""

    row: IntArray
    """(n,) index into the passes: a pass, a crowd row, or NO_PASS where nothing covers the decision or nothing tells
    whose it is."""
    of: IntArray
    """(m,) indices of the decisions that could be of several passes, ascending, once for each of these."""
    rival: IntArray
    """(m,) the pass."""

    @property
    def ambiguous(self) -> BoolArray:
        """(n,) decisions that could be of several passes."""
        several = np.zeros(len(self.row), bool)
        several[self.of] = True
        return several

    def rivals_of(self, decision: int) -> tuple[int, ...]:
        """The passes that an ambiguous decision could be of; none for any other."""
        low, high = np.searchsorted(self.of, (decision, decision + 1))
        return tuple(self.rival[low:high].tolist())


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
    times, rows, bare = _all_open(pts_s, passes, kind, collar_s)
    kept = bare | ~_any(times, bare, len(pts_s))
    return times[kept], rows[kept]


def attribute_by_time(
    decisions: Hits, tracks: Tracks | None, passes: Sequence[Pass], whose: TextArray, collar_s: float
) -> Attribution:
    """Attribute decisions where truth knows only when each person was there; nothing depends on a threshold.

    Identity first: a decision on P goes to the pass of P that is open, by its bare interval or its collar. Else it goes
    to one of the open passes, those in their bare interval before the others; else to a crowd row that holds it. It is
    ambiguous where several passes are open, unless P's own is in its bare interval. Annotators are not exact, and the
    face may be of somebody whom truth has not let in yet: so a pass that is open within 1 s, for as long as a track
    remembers its pass with boxes, is a rival too if it fits the track (`fit_tracks`) or, without tracks, is P's own.
    Among rivals P's own pass comes first, then the one that fits the track; where neither tells, the decision has no
    pass. Without tracks nothing tells.

    A crowd row is no pass: it does not make a decision ambiguous.

    Args:
        decisions: Rank-1 candidates of any score.
        tracks: All tracks of the run; None where not known.
        passes: The rows of truth.
        whose: (p,) the person of each mated pass; None for all others.
        collar_s: Tolerance at both ends of a pass.

    Source: METHODOLOGY 2.5 (attribution without boxes).
    """
    n = len(decisions)
    fit = np.full(n, NO_PASS, np.int64) if tracks is None else _fit_of(decisions, tracks, passes)
    of, row = _rivals(decisions, None if tracks is None else fit, passes, whose, collar_s)
    open_to = np.bincount(of, minlength=n)
    several = open_to[of] > 1
    own = whose[row] == decisions.person[of]
    foremost = own | ~_any(of, own, n)
    alone = np.bincount(of[foremost], minlength=n)[of] == 1
    told = ~several if tracks is None else foremost & (alone | (row == fit[of]))
    found = np.full(n, NO_PASS, np.int64)
    found[of[told]] = row[told]
    return Attribution(_cover_by_crowd(found, open_to == 0, decisions, passes), of[several], row[several])


def _rivals(
    decisions: Hits, fit: IntArray | None, passes: Sequence[Pass], whose: TextArray, collar_s: float
) -> tuple[IntArray, IntArray]:
    """Decisions with the passes that each could be of, sorted; `fit` as of `_fit_of`, None without tracks."""
    n = len(decisions)
    of, row, bare = _all_open(decisions.pts_s, passes, PassKind.PASS, collar_s)
    own = whose[row] == decisions.person[of]
    at_home = np.bincount(of[own & bare], minlength=n) > 0
    kept = np.where(at_home[of], own & bare, own | bare | ~_any(of, bare, n))
    of, row = of[kept], row[kept]
    near, late, _ = _all_open(decisions.pts_s, passes, PassKind.PASS, MAX_GAP_S)
    meant = whose[late] == decisions.person[near] if fit is None else late == fit[near]
    meant &= ~at_home[near] & (np.bincount(of, minlength=n) > 0)[near]
    pairs = np.unique(np.concatenate([of * len(passes) + row, near[meant] * len(passes) + late[meant]]))
    of, row = np.divmod(pairs, max(len(passes), 1))
    return of, row


def attribute_by_boxes(
    decisions: Hits, detections: Detections, matches: Matches, passes: Sequence[Pass]
) -> Attribution:
    """Attribute decisions by the truth box that their face matched; else to a crowd row that holds them.

    Args:
        decisions: Rank-1 candidates of any score.
        detections: The faces of the run.
        matches: What `match_boxes` returned for them.
        passes: The rows of truth.

    Source: METHODOLOGY 2.5 (attribution with boxes).
    """
    found, near_another = nearest_match(detections, matches, decisions.frame, decisions.track, decisions.pts_s)
    loose = (found == NO_PASS) & ~near_another
    none = np.empty(0, np.int64)
    return Attribution(_cover_by_crowd(found, loose, decisions, passes), none, none)


def _all_open(
    pts_s: SecondsArray, passes: Sequence[Pass], kind: PassKind, collar_s: float
) -> tuple[IntArray, IntArray, BoolArray]:
    """Times with the rows of one kind that are open then, sorted, and whether by their bare interval."""
    order = np.argsort(pts_s, kind="stable")
    sorted_s = pts_s[order]
    index = np.array([place for place, row in enumerate(passes) if row.kind is kind], np.int64)
    enter_s, exit_s = (np.array([getattr(passes[place], name) for place in index], float) for name in BOUNDS)
    low, high = np.searchsorted(sorted_s, enter_s - collar_s), np.searchsorted(sorted_s, exit_s + collar_s)
    inside = high - low
    nth = np.repeat(np.arange(len(index)), inside)
    times = order[np.arange(len(nth)) - np.repeat(np.cumsum(inside) - inside, inside) + low[nth]]
    bare = (pts_s[times] >= enter_s[nth]) & (pts_s[times] < exit_s[nth])
    rows = index[nth]
    by_time = np.lexsort((rows, times))
    return times[by_time], rows[by_time], bare[by_time]


def _any(of: IntArray, chosen: BoolArray, n: int) -> BoolArray:
    """(m,) whether any pair of the same one of n decisions is chosen."""
    found: BoolArray = (np.bincount(of[chosen], minlength=n) > 0)[of]
    return found


def _fit_of(decisions: Hits, tracks: Tracks, passes: Sequence[Pass]) -> IntArray:
    """(n,) the pass that fits the track of each decision, or NO_PASS."""
    fit = dict(zip(tracks.track.tolist(), fit_tracks(tracks, passes).tolist(), strict=True))
    return np.array([fit.get(track, NO_PASS) for track in decisions.track.tolist()], np.int64)


def _cover_by_crowd(found: IntArray, loose: BoolArray, decisions: Hits, passes: Sequence[Pass]) -> IntArray:
    """Give loose decisions to the first crowd row that holds them."""
    of, row = open_pairs(decisions.pts_s, passes, PassKind.UNLISTED_CROWD, 0.0)
    of, row = of[loose[of]], row[loose[of]]
    covered = found.copy()
    seen = np.unique(of, return_index=True)[1]
    covered[of[seen]] = row[seen]
    return covered
