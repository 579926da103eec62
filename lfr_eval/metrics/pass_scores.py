"""From pass and alert records of one or several sources to rates (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.alert_truth import AlertRecord, AlertVerdict
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.list_effects import selectivity
from lfr_eval.metrics.proportions import poisson_interval, wilson_rate
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.records import MATED_OUTCOMES, NON_MATED_OUTCOMES, Outcome, PassRecord, ScoredRun
from lfr_eval.metrics.survival import Delay, kaplan_meier
from lfr_eval.metrics.truth import Status

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PassRates:
    """The rates of a set of passes."""

    tpir: Rate
    """Mated passes with a correct hit / mated passes."""
    fpir: Rate
    """Non-mated passes with a hit on anyone / non-mated passes."""
    wrong_identity: Rate
    """Mated passes with a wrong hit, correct or not / mated passes."""


@dataclass(frozen=True, slots=True)
class PassCounts:
    """Passes by status; crowd rows stand beside the total."""

    total: int
    mated: int
    non_mated: int
    unknown: int
    crowd_rows: int


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
class PassScores:
    """Everything that scoring says about one or several sources."""

    runs: tuple[ScoredRun, ...]
    passes: PassCounts
    outcomes: Mapping[Status, Mapping[Outcome, int]]
    """A partition of the mated and of the non-mated passes."""
    system: PassRates
    """Failures to enrol and to acquire stay in the denominators."""
    algorithm_only: PassRates
    """Without the passes that are known to have no template."""
    tpir_enrolled: Rate
    """TPIR without the passes of people who failed to enrol."""
    sel: float | None
    """Persons hit per non-mated pass; None without such passes."""
    fta: Rate
    """Passes (of any status, crowds excepted) with no template / passes; n = 0 where it was not recorded."""
    alerts: Mapping[AlertVerdict, int]
    false_share_of_alerts: Bounds | None
    """False alerts / alerts if every unconfirmed one is true, and if every one is false; None without alerts."""
    false_alerts_per_face_seen: Rate
    """False alerts / tracks; `subjects` counts tracks too, since nobody knows whose they are."""
    persons_falsely_alerted: int
    """People (passers-by) about whom at least one false alert was raised; in a crowd each track is one."""
    alerts_per_hour: PerHour
    attribution: Literal["boxes", "time"]
    """`time` where any source has times only: then a stranger mistaken for P while P is in view stays hidden, and FTA
    is a lower bound, since a face of somebody else may hide a failure."""
    ambiguous: int
    """Hits of which time alone cannot say whose they are."""
    fpir_bounds: Bounds | None
    """FPIR however ambiguous hits are attributed; None without non-mated passes."""
    wrong_identity_bounds: Bounds | None
    uncovered_alerts: int
    """Alerts of which truth covers no hit; they are among the unconfirmed."""
    id_switches: int | None
    fragments: int | None
    """Tracks of a pass beyond its first; None without boxes."""
    entry_to_hit_s: Delay
    """Of mated passes; a miss is right-censored at the exit."""
    entry_to_alert_s: Delay
    """Likewise; a recognition that de-duplication silenced counts as censored."""
    faces_seen: int | None
    duration_s: float

    def to_json(self) -> dict[str, Any]:
        """The part of the `score --json` object that passes decide (DESIGN 6), as plain values."""
        return {
            "passes": asdict(self.passes),
            "outcomes": {status: dict(counts) for status, counts in self.outcomes.items()},
            **asdict(self.system),
            "algorithm_only": asdict(self.algorithm_only),
            "tpir_enrolled": self.tpir_enrolled.to_json(),
            "sel": self.sel,
            "fta": self.fta.to_json(),
            "fta_is_lower_bound": self.attribution == "time",
            "alerts": dict(self.alerts),
            "false_alerts_per_face_seen": self.false_alerts_per_face_seen.to_json(),
            "false_share_of_alerts": _bounds_json(self.false_share_of_alerts),
            "persons_falsely_alerted": self.persons_falsely_alerted,
            "alerts_per_hour": asdict(self.alerts_per_hour),
            "faces_seen": self.faces_seen,
            "duration_s": self.duration_s,
            "attribution": self.attribution,
            "ambiguous": self.ambiguous,
            "fpir_bounds": _bounds_json(self.fpir_bounds),
            "wrong_identity_bounds": _bounds_json(self.wrong_identity_bounds),
            "uncovered_alerts": self.uncovered_alerts,
            "id_switches": self.id_switches,
            "fragments": self.fragments,
            "entry_to_hit_s": self.entry_to_hit_s.to_json(),
            "entry_to_alert_s": self.entry_to_alert_s.to_json(),
        }


def pool(runs: Sequence[ScoredRun], seed: int = 0) -> PassScores:
    """Pool scored sources: counts are added up and rates taken last; one person in several runs stays one person.

    Args:
        runs: At least one scored source.
        seed: Of the bootstrap behind clustered rates.

    Raises:
        ValueError: There are no runs.
    """
    if not runs:
        raise ValueError("pool: expected at least one scored run, got none")
    records = [record for run in runs for record in run.records]
    mated = [record for record in records if record.status is Status.MATED]
    non_mated = [record for record in records if record.status is Status.NON_MATED]
    alerts = [alert for run in runs for alert in run.alerts]
    verdicts = {verdict: sum(alert.verdict is verdict for alert in alerts) for verdict in AlertVerdict}
    acquisition = [record for record in records if record.acquired is not None]
    faces_seen = _sum_known(run.faces_seen for run in runs)
    return PassScores(
        runs=tuple(runs),
        passes=_count(records),
        outcomes={
            Status.MATED: {one: sum(record.outcome is one for record in mated) for one in MATED_OUTCOMES},
            Status.NON_MATED: {one: sum(record.outcome is one for record in non_mated) for one in NON_MATED_OUTCOMES},
        },
        system=pass_rates(records, seed),
        algorithm_only=pass_rates([record for record in acquisition if record.acquired], seed),
        tpir_enrolled=pass_rates([record for record in mated if not record.failed_to_enrol], seed).tpir,
        sel=selectivity(records),
        fta=_share(acquisition, lambda record: not record.acquired, seed),
        alerts=verdicts,
        false_share_of_alerts=_false_share(verdicts),
        false_alerts_per_face_seen=_per_face(verdicts[AlertVerdict.FALSE], faces_seen),
        persons_falsely_alerted=len(
            {_whom(run, one) for run in runs for one in run.alerts if one.verdict is AlertVerdict.FALSE}
        ),
        alerts_per_hour=_per_hour(len(alerts), sum(run.duration_s for run in runs)),
        attribution="time" if any(run.attribution == "time" for run in runs) else "boxes",
        ambiguous=sum(run.ambiguous for run in runs),
        fpir_bounds=_add_bounds([run.false_positive_bounds for run in runs], len(non_mated)),
        wrong_identity_bounds=_add_bounds([run.wrong_identity_bounds for run in runs], len(mated)),
        uncovered_alerts=sum(alert.row == NO_PASS for alert in alerts),
        id_switches=_sum_known(run.id_switches for run in runs),
        fragments=_sum_known(None if one.tracks is None else max(one.tracks - 1, 0) for one in records),
        entry_to_hit_s=_delay(mated, lambda record: record.first_hit_s),
        entry_to_alert_s=_delay(mated, lambda record: record.alert_s),
        faces_seen=faces_seen,
        duration_s=sum(run.duration_s for run in runs),
    )


def pass_rates(records: Sequence[PassRecord], seed: int = 0) -> PassRates:
    """TPIR, FPIR and wrong identity of any set of passes, for example of one group (METHODOLOGY 2.5)."""
    mated = [record for record in records if record.status is Status.MATED]
    non_mated = [record for record in records if record.status is Status.NON_MATED]
    return PassRates(
        tpir=_share(mated, lambda record: record.correct_hits > 0, seed),
        fpir=_share(non_mated, lambda record: record.other_hits > 0, seed),
        wrong_identity=_share(mated, lambda record: record.other_hits > 0, seed),
    )


def _count(records: Sequence[PassRecord]) -> PassCounts:
    mated, non_mated, unknown, crowd = (
        sum(record.status is status for record in records)
        for status in (Status.MATED, Status.NON_MATED, Status.UNKNOWN, Status.CROWD)
    )
    return PassCounts(mated + non_mated + unknown, mated, non_mated, unknown, crowd)


def _share(records: Sequence[PassRecord], event: Callable[[PassRecord], bool], seed: int) -> Rate:
    return rate((event(record) for record in records), (record.person for record in records), seed)


def _false_share(verdicts: Mapping[AlertVerdict, int]) -> Bounds | None:
    total, false = sum(verdicts.values()), verdicts[AlertVerdict.FALSE]
    return (false / total, (false + verdicts[AlertVerdict.UNCONFIRMED]) / total) if total else None


def _per_face(false_alerts: int, faces_seen: int | None) -> Rate:
    """Wilson's interval; an exact Poisson one where there are more alerts than faces."""
    faces = faces_seen or 0
    if false_alerts <= faces or not faces:
        return wilson_rate(false_alerts if faces else 0, faces, faces)
    low, high = poisson_interval(false_alerts, faces)
    return Rate(false_alerts, faces, false_alerts / faces, low, high, "poisson", faces)


def _whom(run: ScoredRun, alert: AlertRecord) -> tuple[str, ...]:
    record = run.records[alert.row]
    return (record.person, str(alert.track)) if record.status is Status.CROWD else (record.person,)


def _per_hour(k: int, duration_s: float) -> PerHour:
    hours = duration_s / 3600
    if not hours > 0:
        return PerHour(k, hours=0.0, value=None, low=None, high=None)
    low, high = poisson_interval(k, hours)
    return PerHour(k, hours, k / hours, low, high)


def _add_bounds(bounds: Sequence[tuple[int, int]], n: int) -> Bounds | None:
    return (sum(low for low, _ in bounds) / n, sum(high for _, high in bounds) / n) if n else None


def _delay(mated: Sequence[PassRecord], seconds: Callable[[PassRecord], float | None]) -> Delay:
    """Delay from entry, misses censored at the exit; an event within the collar before entry counts as 0 s."""
    seen = [(seconds(record), record.row.t_exit_s - record.row.t_enter_s) for record in mated]
    return kaplan_meier(
        (max(stay_s if delay_s is None else delay_s, 0.0) for delay_s, stay_s in seen),
        (delay_s is None for delay_s, _ in seen),
    )


def _sum_known(values: Iterable[int | None]) -> int | None:
    """The sum, or None where any part is not known."""
    parts = list(values)
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _bounds_json(bounds: Bounds | None) -> dict[str, float] | None:
    return None if bounds is None else {"low": bounds[0], "high": bounds[1]}
