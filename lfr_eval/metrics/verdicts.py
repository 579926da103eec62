"""Equivalence shown, disparity shown, or inconclusive: per attribute and metric (METHODOLOGY 2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from lfr_eval.metrics.comparisons import benjamini_hochberg, holm
from lfr_eval.metrics.equivalence import alike_whatever_is_missing, bars_of, shown_alike
from lfr_eval.metrics.group_comparison import GroupComparison, Metric, MetricTrials, compare_groups
from lfr_eval.metrics.groups import values_of
from lfr_eval.metrics.needed import LIMITS, Needed, needed_to_conclude

ALPHA = 0.05
MARGINS: Mapping[Metric, float] = {Metric.FPIR: 1.25, Metric.TPIR: 0.05, Metric.TIMELY: 0.05}
"""Within which factor (FPIR) or difference (others) two groups count as equivalent."""
Compared = tuple[tuple[GroupComparison, ...], tuple[GroupComparison, ...]]
"""Every pair of groups, and each group against the rest."""

__all__ = ["LIMITS", "MARGINS", "Finding", "Verdict", "verdicts"]


class Finding(StrEnum):
    """What the test could conclude."""

    EQUIVALENCE = "equivalence"
    DISPARITY = "disparity"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test says about one attribute and one metric at the pre-declared threshold."""

    attribute: str
    metric: Metric
    finding: Finding
    pairs: tuple[GroupComparison, ...]
    """Every pair of groups: these decide equivalence."""
    groups: tuple[GroupComparison, ...]
    """Each group against the pooled rest; of two groups the mirror images of their one pair."""
    not_recorded: int
    """Trials without a value of the attribute: counted, and given to the groups in the worst way for equivalence."""
    margin: float
    needed: Needed
    exploratory: bool
    """Corrected for the share of false findings only: a lead to follow, not a result."""
    notes: tuple[str, ...]

    @property
    def questions(self) -> tuple[GroupComparison, ...]:
        """The distinct questions that p is corrected over."""
        return questions_of(self.pairs, self.groups)

    @property
    def leading(self) -> GroupComparison | None:
        """The question with the strongest evidence of a difference."""
        tested = [one for one in self.questions if one.p_adjusted is not None and one.p is not None]
        return min(tested, key=lambda one: (one.p_adjusted, one.p, one.value, one.against or ""), default=None)

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values (DESIGN 6); effect, interval and p are those of the leading question."""
        lead = self.leading
        return {
            "attribute": self.attribute,
            "metric": self.metric.value,
            "verdict": self.finding.value,
            "groups": [asdict(group) for group in self.groups],
            "pairs": [asdict(pair) for pair in self.pairs],
            "leading_group": None if lead is None else lead.value,
            "leading_against": None if lead is None else lead.against,
            "leading_rates": None if lead is None else [lead.rate.to_json(), lead.rest.to_json()],
            "effect": None if lead is None else lead.effect.estimate,
            "low": None if lead is None else lead.effect.low,
            "high": None if lead is None else lead.effect.high,
            "method": None if lead is None else lead.effect.method,
            "p": None if lead is None else lead.p,
            "p_adjusted": None if lead is None else lead.p_adjusted,
            "not_recorded": self.not_recorded,
            "margin": self.margin,
            **self.needed.to_json(),
            "exploratory": self.exploratory,
            "notes": list(self.notes),
        }


def questions_of(pairs: Sequence[GroupComparison], groups: Sequence[GroupComparison]) -> tuple[GroupComparison, ...]:
    """The pairs, and each group against the rest; two groups make one question, for the others mirror it."""
    return tuple(pairs) if len(groups) == 2 else (*pairs, *groups)


def verdicts(
    trials: Sequence[MetricTrials],
    attributes: Sequence[str],
    *,
    margins: Mapping[Metric, float] = MARGINS,
    limits: Mapping[Metric, float] | None = None,
    exploratory: bool = False,
) -> tuple[Verdict, ...]:
    """Give a verdict on each attribute and metric, in the order: equivalence, disparity, inconclusive.

    p are corrected over the distinct questions of all attributes and metrics, by Holm, or by Benjamini and Hochberg
    where the sweep is exploratory. Where truth leaves open whose some hits were, a verdict stands only if it does
    however they are given to the groups that are compared.

    Args:
        trials: The trials of each metric.
        attributes: Declared attributes and intersections, or those to explore.
        margins: Within which groups count as equivalent.
        limits: The policy's limit of each metric, from which the testing needed is reckoned where the test saw no
            event, or nothing else.
        exploratory: Whether these attributes were not declared beforehand.

    Raises:
        InputError: An attribute is not known, or differs within a subject.

    Source: METHODOLOGY 2.4.
    """
    asked = [(attribute, one) for attribute in attributes for one in trials]
    names = {attribute: _recorded(trials, attribute) for attribute in attributes}
    found = _found(asked, names, margins, exploratory)
    family = sum(one.p is not None for _, compared, _ in found for one in questions_of(*compared))
    results = []
    for (attribute, one), (finding, (pairs, groups), notes) in zip(asked, found, strict=True):
        values = values_of(one.columns, attribute)
        limit = None if limits is None else limits.get(one.metric)
        results.append(
            Verdict(
                attribute=attribute,
                metric=one.metric,
                finding=finding,
                pairs=pairs,
                groups=groups,
                not_recorded=sum(value is None for value in values),
                margin=margins[one.metric],
                needed=needed_to_conclude(
                    one.metric,
                    [one.tally(values == name) for name in names[attribute]],
                    margin=margins[one.metric],
                    limit=limit,
                    alpha=ALPHA / max(family, 1),
                ),
                exploratory=exploratory,
                notes=notes,
            )
        )
    return tuple(results)


def _recorded(trials: Sequence[MetricTrials], attribute: str) -> list[str]:
    return sorted({value for one in trials for value in values_of(one.columns, attribute) if value is not None})


def _found(
    asked: Sequence[tuple[str, MetricTrials]],
    names: Mapping[str, Sequence[str]],
    margins: Mapping[Metric, float],
    exploratory: bool,
) -> list[tuple[Finding, Compared, tuple[str, ...]]]:
    """The finding on each attribute and metric, with its comparisons and what bars or qualifies it."""
    compared = _corrected([compare_groups(one, attribute, names[attribute]) for attribute, one in asked], exploratory)
    found = []
    for (attribute, one), both in zip(asked, compared, strict=True):
        finding, notes = _find(one, attribute, names[attribute], both, margins[one.metric])
        found.append((finding, both, notes))
    return found


def _corrected(compared: Sequence[Compared], exploratory: bool) -> list[Compared]:
    """The same with p corrected over the distinct questions of all; mirror images share theirs."""
    family = [one.p for both in compared for one in questions_of(*both) if one.p is not None]
    adjusted = iter((benjamini_hochberg if exploratory else holm)(family).tolist())

    def correct(one: GroupComparison) -> GroupComparison:
        return one if one.p is None else replace(one, p_adjusted=next(adjusted))

    corrected = []
    for pairs, groups in compared:
        done = tuple(correct(one) for one in pairs)
        if len(groups) == 2:
            rests = tuple(replace(one, p_adjusted=done[0].p_adjusted) for one in groups)
        else:
            rests = tuple(correct(one) for one in groups)
        corrected.append((done, rests))
    return corrected


def _find(
    trials: MetricTrials, attribute: str, names: Sequence[str], compared: Compared, margin: float
) -> tuple[Finding, tuple[str, ...]]:
    """The finding, and what bars equivalence or qualifies it."""
    pairs, groups = compared
    differs = any(one.p_adjusted is not None and one.p_adjusted < ALPHA for one in questions_of(pairs, groups))
    bars = bars_of(trials.metric, pairs, groups)
    at_worst = ("judged at the worst, for truth does not tell whose some hits were",) if trials.ends else ()
    if not bars and shown_alike(trials.metric, pairs, margin):
        if alike_whatever_is_missing(trials, values_of(trials.columns, attribute), names, margin):
            detectable = ("a difference within the margin is detectable",) if differs else ()
            return Finding.EQUIVALENCE, (*detectable, *at_worst)
        bars.append("alike among those with a label, but not however the missing labels turn out")
    return (Finding.DISPARITY if differs else Finding.INCONCLUSIVE), (*bars, *at_worst)
