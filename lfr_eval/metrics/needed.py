"""How much testing would settle a question about groups, by the very procedure that is used (METHODOLOGY 2.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.planning import (
    needed_for_difference,
    needed_for_equivalent_difference,
    needed_for_equivalent_ratio,
    needed_for_ratio,
)

LIMITS: Mapping[Metric, float] = {Metric.FPIR: 1e-3, Metric.TPIR: 0.85, Metric.TIMELY: 0.85}
"""Rates that a deployment is commonly held to (METHODOLOGY 1.4)."""


@dataclass(frozen=True, slots=True)
class Needed:
    """The testing per group at 80 % power, in passes and in people as they passed here; None where nothing tells."""

    baseline: float | None
    """FPIR: the lowest rate of a group, whose doubling is to be seen; others: the highest, below which another group
    would lie by twice the margin. A group that saw no event, or nothing else, is taken to be at the limit."""
    design_effect: float
    """How many times more passes are needed because those of a subject are alike."""
    needed_passes_per_group: int | None
    """To see that difference."""
    needed_subjects_per_group: int | None
    equivalence_passes_per_group: int | None
    """To show equivalence if the groups are alike."""
    equivalence_subjects_per_group: int | None

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def questions_in(groups: int, attributes: int = 1) -> int:
    """Over how many questions p is corrected: those of every attribute and rate.

    Two groups make one; more make one for each pair and one for each group against the rest (METHODOLOGY 2.4).
    """
    each = 1 if groups == 2 else math.comb(groups, 2) + groups
    return each * attributes * len(Metric)


def needed_to_conclude(
    metric: Metric, groups: Sequence[Tally], *, margin: float, limit: float | None, alpha: float
) -> Needed:
    """Reckon the testing that a question takes from what a test saw.

    Args:
        metric: Which rate.
        groups: What each group did; those without trials are passed over.
        margin: Within which groups count as equivalent.
        limit: What to reckon from where the test saw no event, or nothing else.
        alpha: Level of one question after the correction for all.

    Source: METHODOLOGY 2.4; see `planning`. That the power is what it says: benchmarks/coverage.py.
    """
    seen = [group for group in groups if group.n]
    trials = sum(group.n for group in seen)
    effect = trials / sum(group.n / group.design_effect for group in seen) if seen else 1.0
    pooled = _inside(sum(group.k for group in seen), trials) or limit
    baseline = _baseline(metric, seen, limit)
    if not baseline or not pooled:
        return Needed(None, effect, None, None, None, None)
    differ = _to_see(metric, baseline, margin, alpha)
    alike_of = needed_for_equivalent_ratio if metric is Metric.FPIR else needed_for_equivalent_difference
    alike = alike_of(pooled, margin, max(len(seen), 2))
    each = sum(group.subjects for group in seen) / trials if trials else None
    passes = [None if n is None else math.ceil(n * effect) for n in (differ, alike)]
    people = [None if n is None or each is None else math.ceil(n * each) for n in passes]
    return Needed(baseline, effect, passes[0], people[0], passes[1], people[1])


def _baseline(metric: Metric, groups: Sequence[Tally], limit: float | None) -> float | None:
    """From the group that is the hardest to tell from another; one that shows no rate stands at the limit."""
    rates = [_inside(group.k, group.n) or limit for group in groups] or [limit]
    known = [rate for rate in rates if rate is not None]
    return None if not known else min(known) if metric is Metric.FPIR else max(known)


def _inside(k: int, n: int) -> float | None:
    """A rate that is neither 0 nor 1."""
    return k / n if 0 < k < n else None


def _to_see(metric: Metric, baseline: float, margin: float, alpha: float) -> int | None:
    """None where no rate lies so far from the baseline."""
    if metric is Metric.FPIR:
        return needed_for_ratio(baseline, alpha=alpha) if baseline <= 0.5 else None
    others = [baseline - 2 * margin, baseline + 2 * margin]
    other = next((one for one in others if 0 < one <= 1), None)
    return None if other is None else needed_for_difference(baseline, other, alpha=alpha)
