"""Errors by group and subject: what indices of inequality are taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from lfr_eval.metrics.bootstrap import SubjectSums
from lfr_eval.metrics.disparity import COMBINED, SINGLE, TARGETED
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.groups import values_of

NAMES = {Metric.FPIR: "fpir", Metric.TPIR: "fnir"}
"""Indices are of errors, so of FNIR = 1 - TPIR."""
BOTH = "fpir and fnir"


def indices_of(metric: str, target_fpir: float | None) -> list[tuple[str, float | None]]:
    """The indices of a rate (or of `BOTH`), each with its target."""
    taken: list[tuple[str, float | None]] = [(index, None) for index in (COMBINED if metric == BOTH else SINGLE)]
    return taken + [(index, target_fpir) for index in TARGETED if target_fpir and metric == NAMES[Metric.FPIR]]


def error_sums(trials: Sequence[MetricTrials], attribute: str) -> Iterator[tuple[str, SubjectSums]]:
    """Errors and trials per subject and group: of each rate, and of both; only where two groups can be compared.

    Args:
        trials: Of FPIR, of TPIR, or of both in this order; those of other rates are passed over.
        attribute: An attribute or an intersection; trials without a value are left out.

    Source: METHODOLOGY 2.3.
    """
    errors = [one for one in trials if one.metric in NAMES]
    kinds = [(NAMES[one.metric], [one]) for one in errors]
    if len(errors) > 1:
        kinds.append((BOTH, errors))
    for metric, used in kinds:
        sums = _errors(used, attribute)
        if len(sums.groups) > 1:
            yield metric, sums


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
