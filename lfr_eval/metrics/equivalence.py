"""Whether groups are shown alike: every pair of them, however labels that are missing would turn out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.metrics.comparisons import equivalent_difference, equivalent_ratio
from lfr_eval.metrics.group_comparison import GroupComparison, Metric, MetricTrials
from lfr_eval.metrics.people import Tally


def bars_of(metric: Metric, pairs: Sequence[GroupComparison], groups: Sequence[GroupComparison]) -> list[str]:
    """What bars equivalence before any interval is looked at.

    Args:
        metric: Which rate.
        pairs: Every pair of groups.
        groups: Each group against the rest.

    Source: METHODOLOGY 2.4.
    """
    bars = []
    if len(groups) < 2:
        bars.append("fewer than two groups are recorded")
    if small := [one.value for one in groups if one.too_small]:
        bars.append(f"too few subjects: {', '.join(small)}")
    elif any(one.unsure for one in pairs):
        bars.append("too few people with the rarer outcome in a group")
    if metric is Metric.FPIR and any(side.n and not side.k for one in pairs for side in (one.rate, one.rest)):
        bars.append("a compared group has 0 events")
    return bars


def shown_alike(metric: Metric, pairs: Sequence[GroupComparison], margin: float) -> bool:
    """Whether the 90 % interval of every pair lies within the margin."""
    within = equivalent_ratio if metric is Metric.FPIR else equivalent_difference
    return bool(pairs) and all(within(one.narrow, margin) for one in pairs)


def alike_whatever_is_missing(trials: MetricTrials, values: TextArray, groups: Sequence[str], margin: float) -> bool:
    """Whether every pair stays within the margin for the worst completions of the labels that are missing.

    People without a label are given to the one group of a pair, to the other, and divided between both by how often
    they had the event, which is as far apart as any completion can put the two.

    Args:
        trials: The trials of one metric.
        values: (n,) the label of each trial; None = not recorded.
        groups: The groups to compare.
        margin: Ratio (FPIR) or difference (others).

    Source: METHODOLOGY 2.4; worst-case bounds after Manski, Partial Identification of Probability Distributions (2003).
    """
    unlabelled = np.array([value is None for value in values], bool)
    if not unlabelled.any():
        return True
    within = equivalent_ratio if trials.metric is Metric.FPIR else equivalent_difference
    return all(
        within(trials.metric.compare(*world, 0.90), margin)
        for one, other in combinations(groups, 2)
        for world in _completions(trials, values == one, values == other, unlabelled)
    )


def _completions(
    trials: MetricTrials, one: BoolArray, other: BoolArray, unlabelled: BoolArray
) -> Iterator[tuple[Tally, Tally]]:
    for missing, _ in trials.worlds(unlabelled, unlabelled):
        often = missing.events * missing.n > missing.k * missing.trials
        high, low = missing.only(often), missing.only(~often)
        for first, second in trials.worlds(one, other):
            yield first + missing, second
            yield first, second + missing
            yield first + high, second + low
            yield first + low, second + high
