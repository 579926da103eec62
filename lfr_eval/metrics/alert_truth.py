"""Whether an alert was true, false or unconfirmed (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.events import Alert, Hits
from lfr_eval.metrics.attribution import Attribution
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.truth import Status


class AlertVerdict(StrEnum):
    """What truth says about an alert."""

    TRUE = "true"
    FALSE = "false"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class AlertRecord:
    """One alert held against truth."""

    alert: Alert
    verdict: AlertVerdict
    row: int
    """Index of the pass or crowd row that it is about; NO_PASS where truth covers none of its hits, or where nothing
    tells which of several it is about."""
    track: int
    """Track of the hit that decided."""
    rivals: tuple[int, ...] = ()
    """These, where nothing tells which."""


def judge_alerts(
    hits: Hits, alerts: Sequence[Alert], where: Attribution, whose: TextArray, status: Sequence[Status]
) -> tuple[AlertRecord, ...]:
    """Hold alerts against truth, following the attribution of their hits.

    An alert is what its first covered hit is: that is the face which the operator is shown, and later hits of the same
    window, silenced by de-duplication, must neither excuse a false alert nor spoil a true one. Hits that truth does
    not cover are passed over; an alert of nothing else, or about a pass that is unknown, stays unconfirmed. Where
    nothing tells which of several passes it is about, it is what it would be about each of them, if that is the same;
    else unconfirmed.

    Args:
        hits: The hits behind the alerts.
        alerts: What de-duplication left of them.
        where: Where decisions went, of which the hits are the first.
        whose: (p,) the person of each mated pass; None for all others.
        status: Status of each row of truth.

    Returns:
        One record per alert, in the order of `alerts`.

    Raises:
        ValueError: An alert has no hits: hits and alerts were made at different thresholds.

    Source: METHODOLOGY 2.5; the rules for alerts whose hits went to several passes, or to none of several, are ours.
    """
    ambiguous, records = where.ambiguous, []
    for alert, mine in zip(alerts, _hits_of(hits, alerts), strict=True):
        if not len(mine):
            raise ValueError(f"alert on {alert.person} at {alert.first_hit_s} s: expected its hits, found none")
        other_track = hits.track[mine] != alert.track
        mine = mine[np.lexsort((hits.frame[mine], hits.track[mine], other_track, hits.pts_s[mine]))]
        covered = mine[(where.row[mine] != NO_PASS) | ambiguous[mine]]
        first = int(covered[0]) if len(covered) else int(mine[0])
        row = int(where.row[first])
        rivals = where.rivals_of(first) if row == NO_PASS else ()
        verdicts = {_verdict(one, alert.person, whose, status) for one in rivals or (row,)}
        verdict = verdicts.pop() if len(verdicts) == 1 else AlertVerdict.UNCONFIRMED
        records.append(AlertRecord(alert, verdict, row, int(hits.track[first]), rivals))
    return tuple(records)


def already_told(hits: Hits, judged: Sequence[AlertRecord], row: IntArray) -> BoolArray:
    """Say which hits a true alert silenced that was raised in another pass: the operator knew of the person already.

    Args:
        hits: The hits behind the alerts.
        judged: What `judge_alerts` made of the alerts.
        row: (n,) index of the pass or crowd row of each hit, or NO_PASS.

    Returns:
        (n,) False for the hits of an alert's own pass, and where the alert is false or unconfirmed: it shows another
        face.
    """
    told = np.zeros(len(hits), bool)
    for one, mine in zip(judged, _hits_of(hits, [one.alert for one in judged]), strict=True):
        told[mine] = (one.verdict is AlertVerdict.TRUE) & (row[mine] != one.row)
    return told


def _verdict(row: int, person: str, whose: TextArray, status: Sequence[Status]) -> AlertVerdict:
    if row == NO_PASS or status[row] is Status.UNKNOWN:
        return AlertVerdict.UNCONFIRMED
    return AlertVerdict.TRUE if whose[row] == person else AlertVerdict.FALSE


def _hits_of(hits: Hits, alerts: Sequence[Alert]) -> list[IntArray]:
    """For each alert its hits: those on its person from its first hit until the person's next alert."""
    hits_of: list[IntArray] = [np.empty(0, np.int64)] * len(alerts)
    alerts_on: dict[str, list[int]] = {}
    for index in sorted(range(len(alerts)), key=lambda one: alerts[one].first_hit_s):
        alerts_on.setdefault(alerts[index].person, []).append(index)
    for person, mine in alerts_on.items():
        on_person = np.flatnonzero(hits.person == person)
        starts_s = np.array([alerts[index].first_hit_s for index in mine])
        place = np.searchsorted(starts_s, hits.pts_s[on_person], side="right") - 1
        for order, index in enumerate(mine):
            hits_of[index] = on_person[place == order]
    return hits_of
