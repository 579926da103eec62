"""Groups of people held against each other: every pair, and each group against the pooled rest (METHODOLOGY 2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations, product

import numpy as np

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.core.errors import InputError
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import SubjectSums
from lfr_eval.metrics.comparisons import Compare, Effect, difference, outer, ratio, worst_p
from lfr_eval.metrics.extremes import Event, ends_of
from lfr_eval.metrics.groups import MIN_SUBJECTS, columns_of, values_of
from lfr_eval.metrics.people import FEW, Tally
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.records import PassRecord, passes_of
from lfr_eval.metrics.truth import Status

_UNDEFINED = Effect(None, None, None, "undefined (no trials)")
REST = None
"""Stands for all recorded groups but one."""


class Metric(StrEnum):
    """The rates on which a verdict is given."""

    FPIR = "fpir"
    """Compared by ratio."""
    TPIR = "tpir"
    """Compared by difference."""
    TIMELY = "timely"
    """Timely recognition; compared by difference."""

    @property
    def named(self) -> str:
        """What it is called: ``FPIR``, ``timely recognition``."""
        return "timely recognition" if self is Metric.TIMELY else self.value.upper()

    @property
    def compare(self) -> Compare:
        """How two groups are compared."""
        return ratio if self is Metric.FPIR else difference


@dataclass(frozen=True, slots=True)
class MetricTrials:
    """The trials behind one metric, as parallel arrays of length n."""

    metric: Metric
    events: BoolArray
    subjects: TextArray
    columns: Mapping[str, TextArray]
    """Attributes of each trial; None = not recorded."""
    least: BoolArray | None = None
    """(n,) the events where hits that truth leaves open are attributed so that there are fewest; None = no hit is."""
    most: BoolArray | None = None
    """(n,) likewise, most."""
    passes: TextArray | None = None
    """(n,) the pass that each trial is a watch of, as for `Tally.of`."""

    @property
    def ends(self) -> tuple[MetricTrials, ...]:
        """The trials at both ends of what truth leaves open; none where it leaves nothing open."""
        if self.least is None or self.most is None or not (self.least != self.most).any():
            return ()
        return tuple(replace(self, events=events, least=None, most=None) for events in (self.least, self.most))

    def tally(self, chosen: BoolArray | None = None) -> Tally:
        """Events and trials by person of the chosen trials; None = of all."""
        some = np.ones(len(self.events), bool) if chosen is None else chosen
        return Tally.of(self.events[some], self.subjects[some], None if self.passes is None else self.passes[some])

    def worlds(self, mine: BoolArray, others: BoolArray) -> list[tuple[Tally, Tally]]:
        """Two sets of trials as counted, then at each end of what truth leaves open of the one and of the other."""
        ends = [(one.tally(mine), other.tally(others)) for one, other in product(self.ends, repeat=2)]
        return [(self.tally(mine), self.tally(others)), *ends]

    def rate(self, chosen: BoolArray) -> Rate:
        """The rate of the chosen trials, with the range of what truth leaves open."""
        least, most = (None if end is None else end[chosen] for end in (self.least, self.most))
        passes = None if self.passes is None else self.passes[chosen]
        return rate(self.events[chosen], self.subjects[chosen], least, most, passes)

    def sums(self, chosen: BoolArray, groups: TextArray | None = None) -> SubjectSums:
        """Events and trials per subject of the chosen trials, for shuffles."""
        trials = np.stack([self.events[chosen], np.ones(int(chosen.sum()))], axis=1)
        return SubjectSums.of(trials, self.subjects[chosen], None if groups is None else groups[chosen])


def trials_of(records: Iterable[PassRecord], names: Sequence[str]) -> tuple[MetricTrials, ...]:
    """The trials of each metric: of FPIR, non-mated passes with any hit; of TPIR, mated passes with a correct one.

    Where nothing tells whose a hit was, its event is at the fewest. If groups are to be formed, the fewest are the
    events that surely happened and the most all that possibly did, since an open hit may be of one group or another.

    Args:
        records: All passes of their runs, or those under one condition.
        names: Attributes to form groups by; without any, the trials are about everybody.

    Source: METHODOLOGY 2.5.
    """
    everyone = list(records)

    def trials(metric: Metric) -> MetricTrials:
        status = Status.NON_MATED if metric is Metric.FPIR else Status.MATED
        mine = [record for record in everyone if record.status is status]
        events = [_event(record, metric) for record in mine]
        least, most = ends_of(events, whole=not names)
        return MetricTrials(
            metric,
            np.array(
                [low if event.point is None else event.point for event, low in zip(events, least, strict=True)], bool
            ),
            np.array([record.person for record in mine], object),
            columns_of([record.row.attributes for record in mine], names),
            least,
            most,
            passes=passes_of(mine),
        )

    return tuple(trials(metric) for metric in Metric)


def _event(record: PassRecord, metric: Metric) -> Event:
    if metric is Metric.FPIR:
        return record.wrong
    return record.correct if metric is Metric.TPIR else record.in_time


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """One group against another, or against the pooled rest."""

    value: str
    against: str | None
    """The other group; None = all other recorded groups together."""
    rate: Rate
    rest: Rate
    """Of what it is held against."""
    too_small: bool
    """Fewer than 10 people in the group."""
    unsure: bool
    """Too few people, or too few with the rarer outcome, on either side to be found equivalent."""
    effect: Effect
    """Ratio (FPIR) or difference (others) of the group to the other, with a 95 % interval; where truth leaves open
    whose some hits were, the interval takes in every way to give them to the two."""
    narrow: Effect
    """The same with the 90 % interval that decides equivalence."""
    p: float | None
    """Two-sided, uncorrected, and the greatest that any way to give open hits yields; None where one of the two has no
    trials."""
    p_adjusted: float | None = None
    """After correction over the whole family of questions."""


def compare_groups(
    trials: MetricTrials, attribute: str, groups: Sequence[str]
) -> tuple[tuple[GroupComparison, ...], tuple[GroupComparison, ...]]:
    """Compare every pair of groups, and each group with the pooled rest.

    FPIR by Katz's ratio, all others by Newcombe's difference, at the effective trials of each side. Where truth leaves
    open whose some hits were, each comparison is the worst over both ends of either side.

    Args:
        trials: The trials of one metric.
        attribute: An attribute or an intersection.
        groups: Its values; one without trials here is too small.

    Returns:
        The pairs, in the order of `groups`, and each group against the rest.

    Raises:
        InputError: The attribute has two values for one subject, so it is a condition and not about people.

    Source: METHODOLOGY 2.4.
    """
    values = values_of(trials.columns, attribute)
    recorded = np.array([value is not None for value in values], bool)
    _require_one_value(trials.subjects[recorded], values[recorded], attribute)
    of = {value: values == value for value in groups}
    pairs = tuple(_compare(trials, (one, of[one]), (other, of[other])) for one, other in combinations(groups, 2))
    if len(groups) == 2:
        mirrored = _compare(trials, (groups[1], of[groups[1]]), (REST, of[groups[0]]))
        return pairs, (replace(pairs[0], against=REST), replace(mirrored, p=pairs[0].p))
    return pairs, tuple(_compare(trials, (value, of[value]), (REST, recorded & ~of[value])) for value in groups)


def _compare(trials: MetricTrials, one: tuple[str, BoolArray], other: tuple[str | None, BoolArray]) -> GroupComparison:
    """Two named sets of trials, (n,) each."""
    (value, mine), (against, others) = one, other
    worlds = trials.worlds(mine, others)
    group, rest = worlds[0]
    effect, narrow, p = _UNDEFINED, _UNDEFINED, None
    if group.n and rest.n:
        compare = trials.metric.compare
        effect, narrow = (outer([compare(*world, confidence) for world in worlds]) for confidence in (0.95, 0.90))
        p = worst_p(worlds, compare)
    return GroupComparison(
        value=value,
        against=against,
        rate=trials.rate(mine),
        rest=trials.rate(others),
        too_small=group.subjects < MIN_SUBJECTS,
        unsure=any(cannot_be_equivalent(side) for world in worlds for side in world),
        effect=effect,
        narrow=narrow,
        p=p,
    )


def cannot_be_equivalent(group: Tally) -> bool:
    """Whether a group is too small to be found equivalent: in people, or in what they show (METHODOLOGY 2.4)."""
    if group.subjects < MIN_SUBJECTS:
        return True
    return group.carriers < FEW and group.effective_trials(0.95) < FEW


def _require_one_value(subjects: TextArray, values: TextArray, attribute: str) -> None:
    first: dict[str, str] = {}
    for subject, value in zip(subjects, values, strict=True):
        if first.setdefault(subject, value) != value:
            raise InputError(
                f"attribute {attribute}: expected one value per subject, found {first[subject]} and {value} for "
                f"{subject.strip(chr(0))}; give it as a condition instead"
            )
