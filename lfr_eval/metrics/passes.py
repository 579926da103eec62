"""Score one watched source against its truth, pass by pass (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.events import Hits, Pass, PassKind
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.metrics.acquisition import acquired_by_boxes, acquired_by_time, tracks_and_switches
from lfr_eval.metrics.alert_truth import AlertRecord, AlertVerdict, already_told, judge_alerts
from lfr_eval.metrics.attribution import Attribution, attribute_by_boxes, attribute_by_time
from lfr_eval.metrics.box_matching import NO_PASS, match_boxes
from lfr_eval.metrics.claims import Claim, Claims, claims_of
from lfr_eval.metrics.extremes import Event, by_exit, open_events
from lfr_eval.metrics.pass_times import cut_off_s, earliest, is_timely
from lfr_eval.metrics.records import Observed, Outcome, PassRecord, ScoredRun
from lfr_eval.metrics.seen_faces import SeenFaces, faces_by_boxes, faces_by_time
from lfr_eval.metrics.truth import Listed, Status, Truth, person_of, status_of

COUNTED = (Status.MATED, Status.NON_MATED)


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
    return ScoredRun(
        records=_records(held, settings.grace_s),
        alerts=held.alerts,
        attribution="time" if truth.boxes is None else "boxes",
        ambiguous=int(held.where.ambiguous[: len(observed.hits)].sum()),
        id_switches=held.id_switches,
        faces_seen=None if observed.tracks is None else len(observed.tracks),
        unboxed=held.unboxed,
        duration_s=observed.duration_s,
        faces=held.faces,
        claims=held.claims,
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """A source of which every decision is attributed and every alert judged."""

    observed: Observed
    truth: Truth
    listed: Listed
    status: tuple[Status, ...]
    whose: TextArray
    """(p + 1,) the person of each mated pass, None for all others; the last is for NO_PASS."""
    where: Attribution
    """Of all decisions, the hits first."""
    claims: tuple[Claim, ...]
    peak: list[float | None]
    """(p,) `PassRecord.peak`; likewise the next three."""
    sure_peak: list[float | None]
    correct_open: list[Event | None]
    wrong_open: list[Event | None]
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


def _hold(observed: Observed, truth: Truth, listed: Listed, collar_s: float) -> _Held:
    hits, detections, passes = observed.hits, observed.detections, truth.passes
    status = tuple(status_of(row, listed.submitted) for row in passes)
    whose = _whose(passes, status)
    decisions = hits + (observed.below or Hits.empty())
    acquired, faces, tracks, id_switches = None, None, None, None
    if truth.boxes is None:
        where = attribute_by_time(decisions, observed.tracks, passes, whose, collar_s)
        if detections is not None:
            acquired = acquired_by_time(detections, decisions, where.row, passes, collar_s)
            faces = faces_by_time(detections, passes, collar_s)
    elif detections is None:
        raise ValueError("truth boxes: expected the detections of the run beside them, found none")
    else:
        matches = match_boxes(detections, truth.boxes, passes)
        where = attribute_by_boxes(decisions, detections, matches, passes)
        acquired = acquired_by_boxes(detections, matches, where.row, len(passes))
        faces = faces_by_boxes(detections, matches, passes)
        tracks, id_switches = tracks_and_switches(detections, matches, len(passes))
    claims = claims_of(decisions, where, whose, tracked=observed.tracks is not None)
    correct_open, wrong_open = _open_events(hits, where, claims, whose, truth, status)
    alerts = judge_alerts(hits, observed.alerts, where, whose, status)
    return _Held(
        observed=observed,
        truth=truth,
        listed=listed,
        status=status,
        whose=whose,
        where=where,
        claims=claims,
        peak=_peaks(decisions, where.row, whose),
        sure_peak=_peaks(decisions, np.where(where.ambiguous, NO_PASS, where.row), whose),
        correct_open=correct_open,
        wrong_open=wrong_open,
        alerts=alerts,
        told=already_told(hits, alerts, where.row[: len(hits)]),
        acquired=acquired,
        faces=faces,
        tracks=tracks,
        id_switches=id_switches,
    )


def _whose(passes: Sequence[Pass], status: Sequence[Status]) -> TextArray:
    subjects = (row.subject_id if one is Status.MATED else None for row, one in zip(passes, status, strict=True))
    return np.array([*subjects, None], object)


def _records(held: _Held, grace_s: float) -> tuple[PassRecord, ...]:
    row = held.where.row[: len(held.observed.hits)]
    order = np.argsort(row, kind="stable")
    n = len(held.status)
    hits_of = np.split(order, np.searchsorted(row[order], np.arange(n + 1)))[1:-1]
    emitted_s: dict[int, float] = {}
    for one in held.alerts:
        covered = one.row != NO_PASS
        if covered and (one.verdict is AlertVerdict.TRUE or held.status[one.row] is not Status.MATED):
            emitted_s[one.row] = min(one.alert.emitted_s, emitted_s.get(one.row, np.inf))
    return tuple(_record(held, index, hits_of[index], emitted_s.get(index), grace_s) for index in range(n))


def _record(held: _Held, index: int, mine: IntArray, emitted_s: float | None, grace_s: float) -> PassRecord:
    row, status, hits = held.truth.passes[index], held.status[index], held.observed.hits
    own = held.whose[index] == hits.person[mine]
    told = mine[own] if status is Status.MATED else mine
    correct_hits, other_hits = int(own.sum()), int((~own).sum())
    failed_to_enrol = status is Status.MATED and row.subject_id in held.listed.failed_to_enrol
    acquired = None if held.acquired is None or status is Status.CROWD else bool(held.acquired[index])
    correct, wrong = held.correct_open[index], held.wrong_open[index]
    happened = (correct.point if correct else correct_hits > 0, wrong.point if wrong else other_hits > 0)
    first_hit_s = float(hits.pts_s[told].min()) - row.t_enter_s if len(told) else None
    return PassRecord(
        row=row,
        person=person_of(row),
        status=status,
        outcome=_outcome(status, *happened, failed_to_enrol, acquired),
        correct_hits=correct_hits,
        other_hits=other_hits,
        wrong_persons=frozenset(hits.person[mine[~own]].tolist()),
        failed_to_enrol=failed_to_enrol,
        acquired=acquired,
        first_hit_s=first_hit_s,
        alert_s=None if emitted_s is None else emitted_s - row.t_enter_s,
        timely=is_timely(first_hit_s, grace_s) if status is Status.MATED else None,
        tracks=None if held.tracks is None else int(held.tracks[index]),
        peak=held.peak[index],
        sure_peak=held.sure_peak[index],
        told_s=_told_s(held, told, row, emitted_s) if status is Status.MATED else None,
        cut_off_s=cut_off_s(row, held.observed.duration_s),
        correct_open=correct,
        wrong_open=wrong,
        surely_timely=status is Status.MATED and _surely_timely(held, told, row, grace_s),
    )


def _surely_timely(held: _Held, correct: IntArray, row: Pass, grace_s: float) -> bool:
    certain = correct[~held.where.ambiguous[correct]]
    first_s = earliest(held.observed.hits.pts_s[certain].tolist(), row.t_enter_s)
    return is_timely(first_s, grace_s)


def _told_s(held: _Held, correct: IntArray, row: Pass, emitted_s: float | None) -> float | None:
    """`PassRecord.told_s` of a mated pass, whose correct hits and whose first alert are given."""
    silenced_s = held.observed.hits.emitted_s[correct[held.told[correct]]].tolist()
    return earliest([*silenced_s, *([] if emitted_s is None else [emitted_s])], row.t_enter_s)


def _peaks(decisions: Hits, row: IntArray, whose: TextArray) -> list[float | None]:
    """(p,) the highest score of each row of truth among the decisions that count for it; None without."""
    peak = np.full(len(whose), np.nan, np.float32)
    nobody = np.array([one is None for one in whose], bool)
    counts = (whose[row] == decisions.person) | nobody[row]
    np.fmax.at(peak, row[counts], np.asarray(decisions.score, np.float32)[counts])
    return [None if np.isnan(one) else float(one) for one in peak[:-1]]


def _open_events(
    hits: Hits, where: Attribution, claims: Sequence[Claim], whose: TextArray, truth: Truth, status: Sequence[Status]
) -> tuple[list[Event | None], list[Event | None]]:
    """What is open about correct and about wrong hits of each row of truth."""
    n, row = len(status), where.row[: len(hits)]
    certain, correct = ~where.ambiguous[: len(hits)], whose[row] == hits.person
    at_threshold = Claims.of(claims).at(hits.score.min() if len(hits) else np.inf)
    rank = by_exit(truth.passes, [person_of(one) for one in truth.passes])
    mated, non_mated = (np.array([one is kind for one in status], bool) for kind in COUNTED)

    def events(wrong: bool, counted: Sequence[BoolArray]) -> list[Event | None]:
        mine = (correct != wrong) & (row != NO_PASS)
        happened, surely = np.zeros(n, bool), np.zeros(n, bool)
        happened[row[mine]], surely[row[mine & certain]] = True, True
        return open_events(at_threshold, wrong=wrong, happened=happened, surely=surely, counted=counted, rank=rank)

    return events(False, [mated]), events(True, [mated, non_mated])


def _outcome(
    status: Status, correct: bool | None, wrong: bool | None, failed_to_enrol: bool, acquired: bool | None
) -> Outcome | None:
    """The first outcome that applies, in the order of METHODOLOGY 2.5; undecided as soon as nothing tells."""
    if status not in COUNTED:
        return None
    mated = status is Status.MATED
    if correct:
        return Outcome.CORRECT_ALERT
    if wrong and correct is not None:
        return Outcome.WRONG_IDENTITY if mated else Outcome.FALSE_ALERT
    if correct is None or wrong is None:
        return Outcome.UNDECIDED
    if failed_to_enrol:
        return Outcome.FAILURE_TO_ENROL
    if acquired is False:
        return Outcome.FAILURE_TO_ACQUIRE
    return Outcome.MISS if mated else Outcome.NO_ALERT
