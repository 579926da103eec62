"""What the alerts of one or several sources come to: true, false or unconfirmed, per face seen and per hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.alert_truth import AlertVerdict
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.people import BY_PEOPLE, EXACT
from lfr_eval.metrics.proportions import clopper_pearson, poisson_interval
from lfr_eval.metrics.rates import independent_rate
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.truth import Status


@dataclass(frozen=True, slots=True)
class PerHour:
    """A count per hour with its exact Poisson interval; without a duration there is no value."""

    k: int
    hours: float
    value: float | None
    low: float | None
    high: float | None
    method: str = "poisson"


@dataclass(frozen=True, slots=True)
class AlertScores:
    """What operators were told, and how much of it was wrong."""

    counts: Mapping[AlertVerdict, int]
    false_share: tuple[float, float] | None
    """False alerts / alerts if every unconfirmed one is true, and if every one is false; None without alerts."""
    false_per_face_seen: Rate
    """False alerts / tracks. One person may be many tracks, and nobody knows whose they are: so the interval is that of
    as many trials as people passed, and `subjects` counts these; in a crowd, whose people are not counted, tracks."""
    persons_falsely_alerted: int
    """People (passers-by) about whom at least one false alert was raised; in a crowd each track is one. Where nothing
    tells which of several an alert is about, as few as it takes."""
    per_hour: PerHour
    """Alerts of any kind."""
    uncovered: int
    """Alerts of which truth covers no hit; they are among the unconfirmed."""

    def to_json(self) -> dict[str, Any]:
        """The part of the `score --json` object that alerts decide (DESIGN 6), as plain values."""
        share = None if self.false_share is None else dict(zip(("low", "high"), self.false_share, strict=True))
        return {
            "alerts": {verdict.value: count for verdict, count in self.counts.items()},
            "false_share_of_alerts": share,
            "false_alerts_per_face_seen": self.false_per_face_seen.to_json(),
            "persons_falsely_alerted": self.persons_falsely_alerted,
            "alerts_per_hour": asdict(self.per_hour),
            "uncovered_alerts": self.uncovered,
        }


def score_alerts(runs: Sequence[ScoredRun], faces_seen: int | None) -> AlertScores:
    """Add up the alerts of scored sources.

    Args:
        runs: Scored sources.
        faces_seen: Tracks of all of them; None where not known.

    Source: METHODOLOGY 2.5.
    """
    alerts = [alert for run in runs for alert in run.alerts]
    counts = {verdict: sum(alert.verdict is verdict for alert in alerts) for verdict in AlertVerdict}
    false = [(run, one) for run in runs for one in run.alerts if one.verdict is AlertVerdict.FALSE]
    watches = _average_watches(runs)
    wronged = {_whom(run, one.row, one.track) for run, one in false if not one.rivals}
    for run, one in false:
        several = {_whom(run, row, one.track) for row in one.rivals}
        if several.isdisjoint(wronged):
            wronged.update(sorted(several)[:1])
    return AlertScores(
        counts=counts,
        false_share=_false_share(counts),
        false_per_face_seen=_per_face(
            counts[AlertVerdict.FALSE], faces_seen or 0, _average_watches(runs), _people(runs)
        ),
        persons_falsely_alerted=len(wronged),
        per_hour=_per_hour(len(alerts), sum(run.duration_s for run in runs), watches),
        uncovered=sum(alert.row == NO_PASS and not alert.rivals for alert in alerts),
    )


def _false_share(counts: Mapping[AlertVerdict, int]) -> tuple[float, float] | None:
    total, false = sum(counts.values()), counts[AlertVerdict.FALSE]
    return (false / total, (false + counts[AlertVerdict.UNCONFIRMED]) / total) if total else None


def _average_watches(runs: Sequence[ScoredRun]) -> float:
    """How often a second that was watched was watched, on average: what counts for intervals is 1 in so many."""
    watched_s = sum(run.duration_s for run in runs)
    return sum(run.duration_s * run.watches for run in runs) / watched_s if watched_s > 0 else 1.0


def _people(runs: Sequence[ScoredRun]) -> int | None:
    """Behind all passes; None where a crowd passed too, for nobody counted it."""
    records = [record for run in runs for record in run.records]
    return None if any(one.status is Status.CROWD for one in records) else len({one.person for one in records})


def _per_face(false_alerts: int, faces: int, watches: float, people: int | None) -> Rate:
    """Clopper and Pearson's interval; an exact Poisson one where there are more alerts than faces."""
    if not faces:
        return independent_rate(0, 0)
    n_eff = faces / watches if people is None else min(faces / watches, max(people, 1))
    subjects = faces if people is None else min(people, faces)
    value = false_alerts / faces
    if false_alerts > faces:
        low, high = poisson_interval(value * n_eff, n_eff)
        return Rate(false_alerts, faces, value, low, high, "poisson", subjects, n_eff)
    low, high = clopper_pearson(value * n_eff, n_eff)
    return Rate(false_alerts, faces, value, low, high, EXACT if n_eff == faces else BY_PEOPLE, subjects, n_eff)


def _whom(run: ScoredRun, row: int, track: int) -> tuple[str, ...]:
    record = run.records[row]
    return (record.person, str(track)) if record.status is Status.CROWD else (record.person,)


def _per_hour(k: int, duration_s: float, watches: float) -> PerHour:
    hours = duration_s / 3600
    if not hours > 0:
        return PerHour(k, hours=0.0, value=None, low=None, high=None)
    low, high = poisson_interval(k / watches, hours / watches)
    return PerHour(k, hours, k / hours, low, high)
