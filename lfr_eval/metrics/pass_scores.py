"""From the records of one or several sources to rates (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from lfr_eval.core.rates import Delay, Rate
from lfr_eval.metrics.alert_scores import AlertScores, score_alerts
from lfr_eval.metrics.extremes import Event, ends_of
from lfr_eval.metrics.list_effects import selectivity
from lfr_eval.metrics.pass_times import alert_delay, hit_delay
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.records import (
    MATED_OUTCOMES,
    NON_MATED_OUTCOMES,
    Outcome,
    PassRecord,
    ScoredRun,
    passes_of,
)
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
    timely: Rate
    """Mated passes with a correct hit within `grace_s` of entry / mated passes, those that the footage cut off too."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """Mated passes that were recognised without an alert of their own, for one on the same person still stood."""

    by_true: int
    """A true one: the operator knew of the person already."""
    by_other: int
    """A false or unconfirmed one: nobody was told of this person."""


@dataclass(frozen=True, slots=True)
class PassCounts:
    """Passes by status; crowd rows stand beside the total."""

    total: int
    mated: int
    non_mated: int
    unknown: int
    crowd_rows: int


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """What times alone cannot decide."""

    hits: int
    """Hits that could be of several passes."""
    fpir: Bounds | None
    """FPIR however these hits are attributed; None without non-mated passes."""
    tpir: Bounds | None
    """Likewise; None without mated passes."""
    wrong_identity: Bounds | None
    """Likewise."""

    @property
    def matters(self) -> bool:
        """Whether any of these rates is open."""
        return any(ends is not None and ends[0] != ends[1] for ends in (self.fpir, self.tpir, self.wrong_identity))


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
    """Persons hit per non-mated pass; None without such passes, and where nothing tells whose some hits are."""
    fta: Rate
    """Passes (of any status, crowds excepted) with no template / passes; n = 0 where it was not recorded."""
    alerts: AlertScores
    attribution: Literal["boxes", "time"]
    """`time` where any source has times only: then a stranger mistaken for P while P is in view stays hidden, and FTA
    is a lower bound, since a face of somebody else may hide a failure."""
    ambiguity: Ambiguity
    silenced_false_positives: int
    """Non-mated passes with a hit of which no operator was told: de-duplication had just told them of the person."""
    silenced_wrong_identities: int
    """Mated passes with a wrong hit, likewise."""
    id_switches: int | None
    """How often a track went on to another pass; None without boxes."""
    fragments: int | None
    """Tracks of a pass beyond its first; None without boxes."""
    unboxed: int | None
    """Passes without a box in sources with boxes: they can only fail to be acquired."""
    entry_to_hit_s: Delay
    """Of mated passes; whoever left unrecognised will never be."""
    entry_to_alert_s: Delay
    """Likewise, until the operator knew: see `waits_for_alert` for recognitions that de-duplication silenced."""
    silenced: Silenced
    faces_seen: int | None
    duration_s: float

    def to_json(self) -> dict[str, Any]:
        """The part of the `score --json` object that passes and alerts decide (DESIGN 6), as plain values."""
        return {
            "passes": asdict(self.passes),
            "outcomes": {
                status.value: {outcome.value: count for outcome, count in counts.items()}
                for status, counts in self.outcomes.items()
            },
            **asdict(self.system),
            "algorithm_only": asdict(self.algorithm_only),
            "tpir_enrolled": self.tpir_enrolled.to_json(),
            "sel": self.sel,
            "fta": self.fta.to_json(),
            "fta_is_lower_bound": self.attribution == "time",
            **self.alerts.to_json(),
            "faces_seen": self.faces_seen,
            "duration_s": self.duration_s,
            "attribution": self.attribution,
            "ambiguous": self.ambiguity.hits,
            "fpir_bounds": _bounds_json(self.ambiguity.fpir),
            "tpir_bounds": _bounds_json(self.ambiguity.tpir),
            "wrong_identity_bounds": _bounds_json(self.ambiguity.wrong_identity),
            "silenced_false_positives": self.silenced_false_positives,
            "silenced_wrong_identities": self.silenced_wrong_identities,
            "id_switches": self.id_switches,
            "fragments": self.fragments,
            "unboxed": self.unboxed,
            "entry_to_hit_s": self.entry_to_hit_s.to_json(),
            "entry_to_alert_s": self.entry_to_alert_s.to_json(),
            "silenced": asdict(self.silenced),
        }


def pool(runs: Sequence[ScoredRun]) -> PassScores:
    """Pool scored sources: counts are added up and rates taken last; one person in several runs stays one person.

    Args:
        runs: At least one scored source.

    Raises:
        ValueError: There are no runs.

    Source: METHODOLOGY 2.5.
    """
    if not runs:
        raise ValueError("pool: expected at least one scored run, got none")
    records = [record for run in runs for record in run.records]
    mated, non_mated = (_having(records, status) for status in (Status.MATED, Status.NON_MATED))
    faces_seen = _sum_known(run.faces_seen for run in runs)
    system = pass_rates(records)
    return PassScores(
        runs=tuple(runs),
        passes=_count(records),
        outcomes={Status.MATED: _tally(mated, MATED_OUTCOMES), Status.NON_MATED: _tally(non_mated, NON_MATED_OUTCOMES)},
        system=system,
        algorithm_only=pass_rates([record for record in records if record.acquired], whole=False),
        tpir_enrolled=pass_rates([record for record in mated if not record.failed_to_enrol]).tpir,
        sel=None if any(record.wrong.point is None for record in non_mated) else selectivity(records),
        fta=acquisition_failures(records),
        alerts=score_alerts(runs, faces_seen),
        attribution="time" if any(run.attribution == "time" for run in runs) else "boxes",
        ambiguity=Ambiguity(
            hits=sum(run.ambiguous for run in runs),
            fpir=_bounds(system.fpir),
            tpir=_bounds(system.tpir),
            wrong_identity=_bounds(system.wrong_identity),
        ),
        silenced_false_positives=sum(run.silenced(Status.NON_MATED) for run in runs),
        silenced_wrong_identities=sum(run.silenced(Status.MATED) for run in runs),
        id_switches=_sum_known(run.id_switches for run in runs),
        fragments=_sum_known(None if one.tracks is None else max(one.tracks - 1, 0) for one in records),
        unboxed=_sum_known(run.unboxed for run in runs),
        entry_to_hit_s=hit_delay(mated),
        entry_to_alert_s=alert_delay(mated),
        silenced=_silenced(mated),
        faces_seen=faces_seen,
        duration_s=sum(run.duration_s for run in runs),
    )


def pass_rates(records: Sequence[PassRecord], *, whole: bool = True) -> PassRates:
    """TPIR, FPIR, wrong identity and timely recognition of any set of passes, for example of one group.

    Args:
        records: The passes.
        whole: Whether they are all passes of their runs. Of a part, the range of what truth leaves open goes from the
            passes that surely have an event to all that possibly have one: an outer range, for what one pass gets
            another may lose.

    Source: METHODOLOGY 2.5.
    """
    mated, non_mated = (_having(records, status) for status in (Status.MATED, Status.NON_MATED))
    return PassRates(
        tpir=_share(mated, lambda record: record.correct, whole=whole),
        fpir=_share(non_mated, lambda record: record.wrong, whole=whole),
        wrong_identity=_share(mated, lambda record: record.wrong, whole=whole),
        timely=_share(mated, lambda record: record.in_time, whole=whole),
    )


def acquisition_failures(records: Sequence[PassRecord]) -> Rate:
    """FTA: passes of any status but crowd without a template / passes; n = 0 where it was not recorded.

    Source: METHODOLOGY 2.5.
    """
    known = [record for record in records if record.acquired is not None]
    return _share(known, lambda record: Event.plain(not record.acquired))


def _silenced(mated: Sequence[PassRecord]) -> Silenced:
    mute = [record for record in mated if record.correct_hits and record.alert_s is None]
    by_true = sum(record.told_s is not None for record in mute)
    return Silenced(by_true=by_true, by_other=len(mute) - by_true)


def _having(records: Sequence[PassRecord], status: Status) -> list[PassRecord]:
    return [record for record in records if record.status is status]


def _count(records: Sequence[PassRecord]) -> PassCounts:
    mated, non_mated, unknown, crowd = (
        len(_having(records, status)) for status in (Status.MATED, Status.NON_MATED, Status.UNKNOWN, Status.CROWD)
    )
    return PassCounts(mated + non_mated + unknown, mated, non_mated, unknown, crowd)


def _tally(records: Sequence[PassRecord], outcomes: Sequence[Outcome]) -> dict[Outcome, int]:
    return {one: sum(record.outcome is one for record in records) for one in (*outcomes, Outcome.UNDECIDED)}


def _share(records: Sequence[PassRecord], of: Callable[[PassRecord], Event], *, whole: bool = True) -> Rate:
    events = [of(record) for record in records]
    least, most = ends_of(events, whole=whole)
    people = (record.person for record in records)
    return rate((event.point for event in events), people, least, most, passes=passes_of(records))


def _bounds(stated: Rate) -> Bounds | None:
    if not stated.n:
        return None
    few, many = (stated.k if end is None else end for end in (stated.k_low, stated.k_high))
    return few / stated.n, many / stated.n


def _sum_known(values: Iterable[int | None]) -> int | None:
    """The sum, or None where any part is not known."""
    parts = list(values)
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _bounds_json(bounds: Bounds | None) -> dict[str, float] | None:
    return None if bounds is None else {"low": bounds[0], "high": bounds[1]}
