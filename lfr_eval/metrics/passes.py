"""Score one watched source against its truth, pass by pass (METHODOLOGY 2.5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, TextArray
from lfr_eval.core.events import Hits, Pass, PassKind
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.metrics.acquisition import acquired_by_boxes, acquired_by_time, tracks_and_switches
from lfr_eval.metrics.alert_truth import AlertRecord, AlertVerdict, already_told, judge_alerts
from lfr_eval.metrics.attribution import Attribution, attribute_by_boxes, attribute_by_time, bound_events
from lfr_eval.metrics.box_matching import NO_PASS, match_boxes
from lfr_eval.metrics.pass_times import cut_off_s, earliest, is_timely
from lfr_eval.metrics.records import Observed, Outcome, PassRecord, ScoredRun
from lfr_eval.metrics.seen_faces import SeenFaces, faces_by_boxes, faces_by_time
from lfr_eval.metrics.truth import Listed, Status, Truth, person_of, status_of


def score_run(observed: Observed, truth: Truth, listed: Listed, settings: ScoringSettings) -> ScoredRun:
    """Hold one watched source against its truth.

    Args:
        observed: Hits, alerts and, where known, tracks and detections. Order does not matter.
        truth: Passes and crowd rows of this source and, where drawn, the boxes of the passes.
        listed: Who was on the list.
        settings: Collar and grace are used here.

    Raises:
        InputError: A pass's `on_list` contradicts the list.
        ValueError: Truth has boxes but the detections are not known, or hits and alerts do not belong together.

    Source: METHODOLOGY 2.5; after NIST FIVE (NISTIR 8173), which scores open-set over sequences.
    """
    held = _hold(observed, truth, listed, settings.collar_s)
    certain = np.zeros(len(truth.passes), bool)
    unambiguous = np.delete(np.arange(len(observed.hits)), held.where.ambiguous)
    wrong = unambiguous[(held.where.row[unambiguous] != NO_PASS) & ~held.correct[unambiguous]]
    certain[held.where.row[wrong]] = True
    return ScoredRun(
        records=_records(held, settings.grace_s),
        alerts=held.alerts,
        attribution="time" if truth.boxes is None else "boxes",
        ambiguous=len(held.where.ambiguous),
        false_positive_bounds=bound_events(held.where.rivals, certain, held.having(Status.NON_MATED)),
        wrong_identity_bounds=bound_events(held.where.rivals, certain, held.having(Status.MATED)),
        id_switches=held.id_switches,
        faces_seen=None if observed.tracks is None else len(observed.tracks),
        unboxed=held.unboxed,
        duration_s=observed.duration_s,
        faces=held.faces,
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """A source of which every hit is attributed and every alert judged."""

    observed: Observed
    truth: Truth
    listed: Listed
    status: tuple[Status, ...]
    where: Attribution
    correct: BoolArray
    """(h,) whether each hit names the person of the mated pass that it belongs to."""
    peak: FloatArray
    """(p,) `PassRecord.peak`; NaN without."""
    alerts: tuple[AlertRecord, ...]
    told: BoolArray
    """(h,) whether the operator knew already of whom each hit names: see `already_told`."""
    acquired: BoolArray | None
    faces: SeenFaces | None
    tracks: IntArray | None
    id_switches: int | None

    @property
    def unboxed(self) -> int | None:
        """Pass rows of which no box is drawn; None without boxes."""
        if self.truth.boxes is None:
            return None
        boxed = set(self.truth.boxes.pass_id)
        return sum(row.kind is PassKind.PASS and row.pass_id not in boxed for row in self.truth.passes)

    def having(self, status: Status) -> BoolArray:
        """(p,) rows of one status."""
        return np.array([one is status for one in self.status], bool)


def _hold(observed: Observed, truth: Truth, listed: Listed, collar_s: float) -> _Held:
    hits, detections, passes = observed.hits, observed.detections, truth.passes
    status = tuple(status_of(row, listed.submitted) for row in passes)
    below = observed.below or Hits.empty()
    acquired, faces, tracks, id_switches = None, None, None, None
    if truth.boxes is None:
        where, lower = (attribute_by_time(one, observed.tracks, passes, status, collar_s) for one in (hits, below))
        if detections is not None:
            acquired = acquired_by_time(detections, hits, where.row, passes, collar_s)
            faces = faces_by_time(detections, passes, collar_s)
    elif detections is None:
        raise ValueError("truth boxes: expected the detections of the run beside them, found none")
    else:
        matched = match_boxes(detections, truth.boxes, passes)
        where, lower = (attribute_by_boxes(one, detections, matched, passes) for one in (hits, below))
        acquired = acquired_by_boxes(detections, matched, where.row, len(passes))
        faces = faces_by_boxes(detections, matched, passes)
        tracks, id_switches = tracks_and_switches(detections, matched, len(passes))
    subject = [row.subject_id if one is Status.MATED else None for row, one in zip(passes, status, strict=True)]
    # One place is appended, so that NO_PASS (-1) finds nobody there.
    whose = np.array([*subject, None], object)
    correct = whose[where.row] == hits.person
    peak = np.fmax(_peaks(hits, where.row, whose), _peaks(below, lower.row, whose))
    alerts = judge_alerts(hits, observed.alerts, where.row, correct, status)
    told = already_told(hits, alerts, where.row)
    return _Held(
        observed, truth, listed, status, where, correct, peak, alerts, told, acquired, faces, tracks, id_switches
    )


def _peaks(some: Hits, row: IntArray, whose: TextArray) -> FloatArray:
    """(p,) the highest score of each row of truth among the decisions that count for it; NaN without."""
    peak = np.full(len(whose), np.nan, np.float32)
    nobody = np.array([one is None for one in whose], bool)
    counts = (whose[row] == some.person) | nobody[row]
    np.fmax.at(peak, row[counts], np.asarray(some.score, np.float32)[counts])
    return peak[:-1]


def _records(held: _Held, grace_s: float) -> tuple[PassRecord, ...]:
    order = np.argsort(held.where.row, kind="stable")
    n = len(held.status)
    hits_of = np.split(order, np.searchsorted(held.where.row[order], np.arange(n + 1)))[1:-1]
    emitted_s: dict[int, float] = {}
    for one in held.alerts:
        covered = one.row != NO_PASS
        if covered and (one.verdict is AlertVerdict.TRUE or held.status[one.row] is not Status.MATED):
            emitted_s[one.row] = min(one.alert.emitted_s, emitted_s.get(one.row, np.inf))
    return tuple(_record(held, index, hits_of[index], emitted_s.get(index), grace_s) for index in range(n))


def _record(held: _Held, index: int, mine: IntArray, emitted_s: float | None, grace_s: float) -> PassRecord:
    row, status = held.truth.passes[index], held.status[index]
    mated = status is Status.MATED
    told = mine[held.correct[mine]] if mated else mine
    correct_hits = int(held.correct[mine].sum())
    acquired = None if held.acquired is None or status is Status.CROWD else bool(held.acquired[index])
    failed_to_enrol = mated and row.subject_id in held.listed.failed_to_enrol
    first_hit_s = float(held.observed.hits.pts_s[told].min()) - row.t_enter_s if len(told) else None
    return PassRecord(
        row=row,
        person=person_of(row),
        status=status,
        outcome=_outcome(status, correct_hits, len(mine) - correct_hits, failed_to_enrol, acquired),
        correct_hits=correct_hits,
        other_hits=len(mine) - correct_hits,
        wrong_persons=frozenset(held.observed.hits.person[mine[~held.correct[mine]]].tolist()),
        failed_to_enrol=failed_to_enrol,
        acquired=acquired,
        first_hit_s=first_hit_s,
        alert_s=None if emitted_s is None else emitted_s - row.t_enter_s,
        timely=is_timely(first_hit_s, grace_s) if mated else None,
        tracks=None if held.tracks is None else int(held.tracks[index]),
        peak=None if np.isnan(held.peak[index]) else float(held.peak[index]),
        told_s=_told_s(held, told, row, emitted_s) if mated else None,
        cut_off_s=cut_off_s(row, held.observed.duration_s),
    )


def _told_s(held: _Held, correct: IntArray, row: Pass, emitted_s: float | None) -> float | None:
    """`PassRecord.told_s` of a mated pass, whose correct hits and whose first alert are given."""
    silenced_s = held.observed.hits.emitted_s[correct[held.told[correct]]].tolist()
    return earliest([*silenced_s, *([] if emitted_s is None else [emitted_s])], row.t_enter_s)


def _outcome(
    status: Status, correct_hits: int, other_hits: int, failed_to_enrol: bool, acquired: bool | None
) -> Outcome | None:
    """The first outcome that applies, in the order of METHODOLOGY 2.5."""
    if status not in (Status.MATED, Status.NON_MATED):
        return None
    mated = status is Status.MATED
    if correct_hits:
        return Outcome.CORRECT_ALERT
    if other_hits:
        return Outcome.WRONG_IDENTITY if mated else Outcome.FALSE_ALERT
    if failed_to_enrol:
        return Outcome.FAILURE_TO_ENROL
    if acquired is False:
        return Outcome.FAILURE_TO_ACQUIRE
    return Outcome.MISS if mated else Outcome.NO_ALERT
