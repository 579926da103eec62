"""Limits are met, not shown or breached by their bounds, never by the point estimate."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lfr_eval.core.errors import TableError
from lfr_eval.evaluate.policy import Policy, State, answer, read_policy
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.verdicts import verdicts


def trials(metric: Metric, k: int, n: int) -> MetricTrials:
    """k events in n trials of n people."""
    people = np.array([f"p{row}" for row in range(n)], object)
    return MetricTrials(metric, np.arange(n) < k, people, {})


@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [
        (0, 2994, State.NOT_SHOWN),  # no false positive, but one pass too few
        (0, 2995, State.MET),  # 1 - 0.05^(1/2995) is just below 1/1000
        (3, 3000, State.NOT_SHOWN),  # exactly 1 in 1,000 shows nothing
        (12, 3000, State.BREACHED),  # 4 in 1,000: even the lower bound is above the limit
        (0, 0, State.NOT_SHOWN),
    ],
)
def test_fpir_at_most_1_in_1000(k: int, n: int, expected: State):
    (found,) = answer(Policy(fpir=0.001), trials(Metric.FPIR, k, n), trials(Metric.TPIR, 0, 0), [])
    assert found.state is expected


@pytest.mark.parametrize(
    ("k", "n", "expected"), [(90, 100, State.NOT_SHOWN), (95, 100, State.MET), (70, 100, State.BREACHED)]
)
def test_tpir_at_least_85_percent(k: int, n: int, expected: State):
    (found,) = answer(Policy(tpir=0.85), trials(Metric.FPIR, 0, 0), trials(Metric.TPIR, k, n), [])
    assert found.state is expected


def test_a_policy_without_limits_asks_nothing():
    assert answer(Policy(), trials(Metric.FPIR, 0, 10), trials(Metric.TPIR, 5, 10), []) == []


def test_a_misspelt_key_is_named(tmp_path: Path):
    (tmp_path / "policy.yaml").write_text("fpir: 0.001\nequivalance: [sex]\n")
    with pytest.raises(TableError, match="column equivalance: expected a key of a policy"):
        read_policy(tmp_path / "policy.yaml")


def test_exploration_alone_shows_no_equivalence():
    sexes = {"sex": np.array(["F", "M"] * 5, object)}
    crossed = verdicts([replace(trials(Metric.FPIR, 0, 10), columns=sexes)], ["sex"], exploratory=True)
    assert crossed
    found = answer(Policy(equivalence=("sex",)), trials(Metric.FPIR, 0, 10), trials(Metric.TPIR, 5, 10), crossed)
    assert [(one.limit, one.state) for one in found] == [
        ("FPIR equivalent by sex", State.NOT_SHOWN),
        ("TPIR equivalent by sex", State.NOT_SHOWN),
    ]
