"""Indices of how unequal searches are between groups, each beside what chance alone would make it."""

from __future__ import annotations

from lfr_eval.evaluate.results.search_parts import IndexRow
from lfr_eval.evaluate.score.error_sums import BOTH, NAMES, error_sums, indices_of
from lfr_eval.evaluate.search.groups import GroupedSearches
from lfr_eval.metrics.disparity import differential


def group_indices(found: GroupedSearches, target_fpir: float | None) -> list[IndexRow]:
    """How unequal the error rates of the groups of each attribute are, for each label source.

    Groups are those with trials of the rate; an index of both rates takes every group with trials of either.

    Args:
        found: The searches.
        target_fpir: The FPIR that every group should have; None = no index is taken against a target.

    Source: METHODOLOGY 2.3.
    """
    rows = []
    for part in found.parts():
        trials = found.trials(part)
        behind = {NAMES[one.metric]: mask for one, mask in trials} | {BOTH: part}
        for attribute in found.grouping.by:
            for metric, sums in error_sums([one for one, _ in trials], attribute):
                labelled = dict(found.provenance(behind[metric]))
                rows += [
                    IndexRow(
                        attribute=attribute,
                        metric=metric,
                        **labelled,
                        **differential(index, sums, target=target, seed=found.seed).to_json(),
                    )
                    for index, target in indices_of(metric, target_fpir)
                ]
    return rows
