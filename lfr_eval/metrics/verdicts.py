"""Equivalence shown, disparity shown, or inconclusive: per attribute and metric (METHODOLOGY 2.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.comparisons import benjamini_hochberg, equivalent_difference, equivalent_ratio, holm
from lfr_eval.metrics.group_comparison import GroupComparison, Metric, MetricTrials, compare_groups
from lfr_eval.metrics.groups import values_of
from lfr_eval.metrics.planning import design_effect, intraclass_correlation, needed_per_group

ALPHA = 0.05
MARGINS: Mapping[Metric, float] = {Metric.FPIR: 1.25, Metric.TPIR: 0.05}
"""Within which factor (FPIR) or difference (TPIR) two groups count as equivalent."""

LIMITS: Mapping[Metric, float] = {Metric.FPIR: 1e-3, Metric.TPIR: 0.85}
"""Rates that a deployment is commonly held to (METHODOLOGY 1.4)."""


class Finding(StrEnum):
    """What the test could conclude."""

    EQUIVALENCE = "equivalence"
    DISPARITY = "disparity"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Needed:
    """How much testing would show a doubling."""

    baseline: float | None
    """The rarer of event and non-event, pooled (or at the policy's limit where only one of them was seen)."""
    design_effect: float
    """How many times more passes are needed because those of a subject are alike."""
    passes_per_group: int | None
    subjects_per_group: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test says about one attribute and one metric at the pre-declared threshold."""

    attribute: str
    metric: Metric
    finding: Finding
    groups: tuple[GroupComparison, ...]
    not_recorded: int
    """Trials without a value of the attribute: counted, not tested."""
    margin: float
    needed: Needed
    exploratory: bool
    """Corrected for the share of false findings only: a lead to follow, not a result."""
    notes: tuple[str, ...]

    @property
    def leading(self) -> GroupComparison | None:
        """The group with the strongest evidence of a difference."""
        tested = [group for group in self.groups if group.p_adjusted is not None and group.p is not None]
        return min(tested, key=lambda one: (one.p_adjusted, one.p, one.value), default=None)

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values (DESIGN 6); effect, interval and p are those of the leading group."""
        lead = self.leading
        return {
            "attribute": self.attribute,
            "metric": self.metric.value,
            "verdict": self.finding.value,
            "groups": [asdict(group) for group in self.groups],
            "leading_group": None if lead is None else lead.value,
            "effect": None if lead is None else lead.effect.estimate,
            "low": None if lead is None else lead.effect.low,
            "high": None if lead is None else lead.effect.high,
            "p": None if lead is None else lead.p,
            "p_adjusted": None if lead is None else lead.p_adjusted,
            "not_recorded": self.not_recorded,
            "margin": self.margin,
            "baseline": self.needed.baseline,
            "needed_passes_per_group": self.needed.passes_per_group,
            "needed_subjects_per_group": self.needed.subjects_per_group,
            "exploratory": self.exploratory,
            "notes": list(self.notes),
        }


def verdicts(
    trials: Sequence[MetricTrials],
    attributes: Sequence[str],
    *,
    margins: Mapping[Metric, float] = MARGINS,
    limits: Mapping[Metric, float] | None = None,
    exploratory: bool = False,
    seed: int = 0,
) -> tuple[Verdict, ...]:
    """Give a verdict on each attribute and metric, in the order: equivalence, disparity, inconclusive.

    Each group is held against the pooled rest; p are corrected over groups x attributes x metrics, by Holm, or by
    Benjamini and Hochberg where the sweep is exploratory.

    Args:
        trials: The trials of each metric.
        attributes: Declared attributes and intersections, or those to explore.
        margins: Within which groups count as equivalent.
        limits: The policy's limit of each metric, used as baseline where the pooled rate has none.
        exploratory: Whether these attributes were not declared beforehand.
        seed: Of the bootstrap and of the permutations.

    Raises:
        InputError: An attribute is not known, or differs within a subject.

    Source: METHODOLOGY 2.4.
    """
    compared: list[tuple[str, MetricTrials, tuple[GroupComparison, ...]]] = []
    for attribute in attributes:
        values = {value for one in trials for value in values_of(one.columns, attribute) if value is not None}
        names = sorted(values)
        compared += [(attribute, one, compare_groups(one, attribute, names, seed)) for one in trials]
    family = [group.p for _, _, groups in compared for group in groups if group.p is not None]
    adjusted = iter((benjamini_hochberg if exploratory else holm)(family).tolist())
    results = []
    for attribute, one, groups in compared:
        corrected = tuple(replace(g, p_adjusted=None if g.p is None else next(adjusted)) for g in groups)
        limit = None if limits is None else limits.get(one.metric)
        results.append(_verdict(one, attribute, corrected, margins[one.metric], limit, exploratory))
    return tuple(results)


def _verdict(
    trials: MetricTrials,
    attribute: str,
    groups: tuple[GroupComparison, ...],
    margin: float,
    limit: float | None,
    exploratory: bool,
) -> Verdict:
    recorded = np.array([value is not None for value in values_of(trials.columns, attribute)], bool)
    finding, notes = _find(trials.metric, groups, margin)
    return Verdict(
        attribute=attribute,
        metric=trials.metric,
        finding=finding,
        groups=groups,
        not_recorded=int((~recorded).sum()),
        margin=margin,
        needed=_needed(trials, recorded, limit),
        exploratory=exploratory,
        notes=notes,
    )


def _find(metric: Metric, groups: Sequence[GroupComparison], margin: float) -> tuple[Finding, tuple[str, ...]]:
    """The finding, and what bars equivalence or qualifies it."""
    within = equivalent_ratio if metric is Metric.FPIR else equivalent_difference
    detectable = any(group.p_adjusted is not None and group.p_adjusted < ALPHA for group in groups)
    bars = []
    if len(groups) < 2:
        bars.append("fewer than two groups are recorded")
    if small := [group.value for group in groups if group.too_small]:
        bars.append(f"too few subjects: {', '.join(small)}")
    if metric is Metric.FPIR and any(0 in (group.rate.k, group.rest.k) for group in groups):
        bars.append("a compared group has 0 events")
    if not bars and all(within(group.narrow, margin) for group in groups):
        return Finding.EQUIVALENCE, ("a difference within the margin is detectable",) if detectable else ()
    return (Finding.DISPARITY if detectable else Finding.INCONCLUSIVE), tuple(bars)


def _needed(trials: MetricTrials, recorded: BoolArray, limit: float | None) -> Needed:
    """Trials and subjects per group to see a doubling of the rarer of event and non-event."""
    sums = trials.sums(recorded)
    per_subject = sums.per_subject
    k, n = (float(column) for column in per_subject.sum(axis=0)) if len(per_subject) else (0.0, 0.0)
    effect = _design_effect(per_subject[:, 0], per_subject[:, 1]) if n else 1.0
    share = k / n if 0 < k < n else limit
    baseline = None if share is None else min(share, 1 - share)
    if not baseline:
        return Needed(None, effect, None, None)
    passes = math.ceil(needed_per_group(baseline) * effect)
    return Needed(baseline, effect, passes, math.ceil(passes * len(per_subject) / n) if n else None)


def _design_effect(events: Numbers, trials: Numbers) -> float:
    """Passes of one subject count as all alike where the data cannot tell how alike they are."""
    correlation = intraclass_correlation(events, trials)
    passes = float((trials**2).sum() / trials.sum())
    return design_effect(passes, 1.0 if correlation is None else correlation)
