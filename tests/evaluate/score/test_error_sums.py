"""Errors by group: of each rate, and of both."""

import numpy as np

from lfr_eval.evaluate.score.error_sums import BOTH, error_sums, indices_of
from lfr_eval.metrics.disparity import COMBINED, SINGLE
from lfr_eval.metrics.group_comparison import Metric, MetricTrials


def trials(metric, events, subjects, sexes):
    columns = {"sex": np.array(sexes, object)}
    return MetricTrials(metric, np.array(events, bool), np.array(list(subjects), object), columns)


# two women and a man who are not listed, one woman wrongly hit; two listed men, one of them missed
FPIR = trials(Metric.FPIR, [1, 0, 0], "abc", ["F", "F", "M"])
TPIR = trials(Metric.TPIR, [1, 0], "de", ["M", "M"])


def test_errors_and_trials_of_each_group():
    found = dict(error_sums([FPIR, TPIR], "sex"))
    assert found.keys() == {"fpir", BOTH}, "TPIR has one group only, so there is nothing to compare"
    assert found["fpir"].totals.tolist() == [[1, 2], [0, 1]]
    assert found[BOTH].totals.tolist() == [[1, 2, 0, 0], [0, 1, 1, 2]]


def test_a_rate_that_is_no_error_has_no_index():
    timely = trials(Metric.TIMELY, [1, 0], "de", ["F", "M"])
    assert dict(error_sums([FPIR, TPIR, timely], "sex")).keys() == {"fpir", BOTH}


def test_who_is_in_no_group_is_left_out():
    unknown = trials(Metric.FPIR, [1, 1, 0], "abc", [None, "F", "M"])
    assert dict(error_sums([unknown], "sex"))["fpir"].totals.tolist() == [[1, 1], [0, 1]]


def test_a_target_adds_an_index_of_fpir_only():
    assert [name for name, _ in indices_of("fpir", None)] == list(SINGLE)
    assert ("mape", 0.001) in indices_of("fpir", 0.001)
    assert [name for name, _ in indices_of("fnir", 0.001)] == list(SINGLE)
    assert [name for name, _ in indices_of(BOTH, 0.001)] == list(COMBINED)
