"""Indices of how unequal searches are between groups, each beside what chance alone would make it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.evaluate.search.groups import GroupedSearches
from lfr_eval.metrics.bootstrap import SubjectSums
from lfr_eval.metrics.disparity import COMBINED, SINGLE, TARGETED, differential
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.groups import values_of

NAMES = {Metric.FPIR: "fpir", Metric.TPIR: "fnir"}
"""Indices are of errors, so of FNIR = 1 - TPIR."""
BOTH = "fpir and fnir"


def group_indices(found: GroupedSearches, target_fpir: float | None) -> list[dict[str, Any]]:
    """How unequal the error rates of the groups of each attribute are, for each label source.

    Groups are those with trials of the rate; an index of both rates takes every group with trials of either.

    Args:
        found: The searches.
        target_fpir: The FPIR that every group should have; None = no index is taken against a target.

    Source: METHODOLOGY 2.3.
    """
    return [
        {"attribute": attribute, "metric": metric}
        | found.provenance(mask)
        | differential(index, sums, target=target, seed=found.seed).to_json()
        for part in found.parts()
        for attribute in found.grouping.by
        for metric, sums, mask in _sums(found.trials(part), attribute)
        for index, target in _taken(metric, target_fpir)
    ]


def _taken(metric: str, target_fpir: float | None) -> list[tuple[str, float | None]]:
    """The indices of a rate, each with its target."""
    taken: list[tuple[str, float | None]] = [(index, None) for index in (COMBINED if metric == BOTH else SINGLE)]
    return taken + [(index, target_fpir) for index in TARGETED if target_fpir and metric == NAMES[Metric.FPIR]]


def _sums(trials: Sequence[tuple[MetricTrials, BoolArray]], attribute: str) -> list[tuple[str, SubjectSums, BoolArray]]:
    """Errors and trials per subject and group: of each rate, and of both; only where two groups can be compared."""
    sums = [(NAMES[one.metric], _errors([one], attribute), mask) for one, mask in trials]
    if len(trials) > 1:
        masks = np.logical_or.reduce([mask for _, mask in trials])
        sums.append((BOTH, _errors([one for one, _ in trials], attribute), masks))
    return [found for found in sums if len(found[1].groups) > 1]


def _errors(trials: Sequence[MetricTrials], attribute: str) -> SubjectSums:
    """One pair of columns, errors and trials, for each rate; FPIR is the first."""
    columns, subjects, groups = [], [], []
    for place, one in enumerate(trials):
        values = values_of(one.columns, attribute)
        recorded = np.array([value is not None for value in values], bool)
        mine = np.zeros((int(recorded.sum()), 2 * len(trials)))
        mine[:, 2 * place] = (one.events if one.metric is Metric.FPIR else ~one.events)[recorded]
        mine[:, 2 * place + 1] = 1
        columns.append(mine)
        subjects.append(one.subjects[recorded])
        groups.append(values[recorded])
    return SubjectSums.of(np.concatenate(columns), np.concatenate(subjects), np.concatenate(groups))
