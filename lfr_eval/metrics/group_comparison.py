"""Each group held against the pooled rest of those whose value is recorded (METHODOLOGY 2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.core.errors import InputError
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import SubjectSums
from lfr_eval.metrics.comparisons import (
    Effect,
    bootstrap_difference,
    bootstrap_ratio,
    fisher,
    katz,
    newcombe,
    permutation_p,
)
from lfr_eval.metrics.groups import MIN_SUBJECTS, columns_of, values_of
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.records import PassRecord
from lfr_eval.metrics.truth import Status

_UNDEFINED = Effect(None, None, None, "undefined (no trials)")


class Metric(StrEnum):
    """The two rates on which a verdict is given."""

    FPIR = "fpir"
    """Compared by ratio."""
    TPIR = "tpir"
    """Compared by difference."""


@dataclass(frozen=True, slots=True)
class MetricTrials:
    """The trials behind one metric, as parallel arrays of length n."""

    metric: Metric
    events: BoolArray
    subjects: TextArray
    columns: Mapping[str, TextArray]
    """Attributes of each trial; None = not recorded."""

    def sums(self, chosen: BoolArray, groups: TextArray | None = None) -> SubjectSums:
        """Events and trials per subject of the chosen trials."""
        trials = np.stack([self.events[chosen], np.ones(int(chosen.sum()))], axis=1)
        return SubjectSums.of(trials, self.subjects[chosen], None if groups is None else groups[chosen])


def trials_of(records: Iterable[PassRecord], names: Sequence[str]) -> tuple[MetricTrials, MetricTrials]:
    """The trials of FPIR (non-mated passes with any hit) and of TPIR (mated passes with a correct one).

    Source: METHODOLOGY 2.5.
    """
    everyone = list(records)

    def trials(metric: Metric, status: Status) -> MetricTrials:
        mine = [record for record in everyone if record.status is status]
        return MetricTrials(
            metric,
            np.array([(r.correct_hits if metric is Metric.TPIR else r.other_hits) > 0 for r in mine], bool),
            np.array([record.person for record in mine], object),
            columns_of([record.row.attributes for record in mine], names),
        )

    return trials(Metric.FPIR, Status.NON_MATED), trials(Metric.TPIR, Status.MATED)


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """One group against the pooled rest."""

    value: str
    rate: Rate
    rest: Rate
    too_small: bool
    effect: Effect
    """Ratio (FPIR) or difference (TPIR) of the group to the rest, with a 95 % interval."""
    narrow: Effect
    """The same with the 90 % interval that decides equivalence."""
    p: float | None
    """Two-sided, uncorrected; None where one of the two has no trials."""
    p_adjusted: float | None = None
    """After correction over the whole family of tests."""


def compare_groups(
    trials: MetricTrials, attribute: str, groups: Sequence[str], seed: int
) -> tuple[GroupComparison, ...]:
    """Compare each group with the pooled rest.

    Two groups in which no subject has more than one trial: Katz or Newcombe, and Fisher's test. Otherwise the bootstrap
    and the permutation of labels, by subject. Where all or none of a cell's trials are events the bootstrap has no
    width; there Katz and Newcombe are taken at the same shares with as many trials as there are subjects.

    Args:
        trials: The trials of one metric.
        attribute: An attribute or an intersection.
        groups: Its values; one without trials here is too small.
        seed: Of the bootstrap and of the permutations.

    Raises:
        InputError: The attribute has two values for one subject, so it is a condition and not about people.

    Source: METHODOLOGY 2.4.
    """
    values = values_of(trials.columns, attribute)
    recorded = np.array([value is not None for value in values], bool)
    _require_one_value(trials.subjects[recorded], values[recorded], attribute)
    return tuple(_compare(trials, value, values == value, recorded, len(groups) == 2, seed) for value in groups)


def _compare(
    trials: MetricTrials, value: str, inside: BoolArray, recorded: BoolArray, only_two: bool, seed: int
) -> GroupComparison:
    outside = recorded & ~inside
    group, rest = (rate(trials.events[mask], trials.subjects[mask], seed) for mask in (inside, outside))
    small = group.subjects < MIN_SUBJECTS
    if not group.n or not rest.n:
        return GroupComparison(value, group, rest, small, _UNDEFINED, _UNDEFINED, None)
    sums = trials.sums(recorded, np.where(inside, "group", "rest"))
    simple = only_two and group.subjects == group.n and rest.subjects == rest.n
    p = fisher(group.k, group.n, rest.k, rest.n) if simple else permutation_p(sums, seed)
    effect, narrow = (
        _effect(trials.metric, group, rest, None if simple else sums, seed, confidence) for confidence in (0.95, 0.90)
    )
    return GroupComparison(value, group, rest, small, effect, narrow, p)


def _effect(metric: Metric, group: Rate, rest: Rate, sums: SubjectSums | None, seed: int, confidence: float) -> Effect:
    by_ratio = metric is Metric.FPIR
    if sums is None or any(cell.k in (0, cell.n) for cell in (group, rest)):
        k1, k2 = (cell.k * cell.subjects / cell.n for cell in (group, rest))
        return (katz if by_ratio else newcombe)(k1, group.subjects, k2, rest.subjects, confidence)
    return (bootstrap_ratio if by_ratio else bootstrap_difference)(sums, seed, confidence)


def _require_one_value(subjects: TextArray, values: TextArray, attribute: str) -> None:
    first: dict[str, str] = {}
    for subject, value in zip(subjects, values, strict=True):
        if first.setdefault(subject, value) != value:
            raise InputError(
                f"attribute {attribute}: expected one value per subject, found {first[subject]} and {value} for "
                f"{subject.strip(chr(0))}; give it as a condition instead"
            )
