"""Limits are met, not shown or breached by their bounds, never by the point estimate."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lfr_eval.core.errors import TableError
from lfr_eval.evaluate.score.policy import Policy, State, answer, read_policy
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
    (found,) = answer(Policy(fpir=0.001), [trials(Metric.FPIR, k, n)], [])
    assert found.state is expected


@pytest.mark.parametrize(
    ("k", "n", "expected"), [(90, 100, State.NOT_SHOWN), (95, 100, State.MET), (70, 100, State.BREACHED)]
)
def test_tpir_at_least_85_percent(k: int, n: int, expected: State):
    (found,) = answer(Policy(tpir=0.85), [trials(Metric.TPIR, k, n)], [])
    assert found.state is expected


def test_a_policy_without_limits_asks_nothing():
    assert answer(Policy(), [trials(Metric.FPIR, 0, 10), trials(Metric.TPIR, 5, 10)], []) == []


def test_a_misspelt_key_is_named(tmp_path: Path):
    (tmp_path / "policy.yaml").write_text("fpir: 0.001\nequivalance: [sex]\n")
    with pytest.raises(TableError, match="key equivalance: expected a key of a policy"):
        read_policy(tmp_path / "policy.yaml")


def test_exploration_alone_shows_no_equivalence():
    sexes = {"sex": np.array(["F", "M"] * 5, object)}
    crossed = verdicts([replace(trials(Metric.FPIR, 0, 10), columns=sexes)], ["sex"], exploratory=True)
    assert crossed
    found = answer(Policy(equivalence=("sex",)), [trials(Metric.FPIR, 0, 10), trials(Metric.TPIR, 5, 10)], crossed)
    assert [(one.limit, one.state) for one in found] == [
        ("FPIR equivalent by sex", State.NOT_SHOWN),
        ("TPIR equivalent by sex", State.NOT_SHOWN),
    ]


@pytest.mark.parametrize("people", [3, 5, 20, 100])
def test_one_more_error_never_turns_not_shown_into_met(people: int):
    # A hundred passes each; events come one after the other, first one a person, then the next.
    order = np.arange(people * 100)
    subjects = np.array([f"p{row % people}" for row in order], object)
    states = [
        answer(Policy(fpir=0.01), [MetricTrials(Metric.FPIR, order < k, subjects, {})], [])[0].state
        for k in range(min(people * 2, 60))
    ]
    worse = [State.MET, State.NOT_SHOWN, State.BREACHED]
    assert [worse.index(state) for state in states] == sorted(worse.index(state) for state in states)


def test_a_limit_is_met_or_breached_only_at_both_ends():
    # 0 to 12 of 3,000: at the fewest the limit is met, at the most it is breached.
    base = trials(Metric.FPIR, 0, 3000)
    open_ = replace(base, least=base.events, most=np.arange(3000) < 12)
    (found,) = answer(Policy(fpir=0.001), [open_], [])
    assert found.state is State.NOT_SHOWN
    assert found.because.startswith("0 to 12 of 3,000; one-sided 95 % bounds 0 % to ")


def test_an_interval_that_is_open_at_one_end_is_worded():
    # Three groups with 6, 1 and 1 false positives of 40: where an interval had no end, the sentence could not be made.
    groups = {"site": np.repeat(np.array(["a", "b", "c"], object), 40)}
    events = np.isin(np.arange(120), [0, 1, 2, 3, 4, 5, 40, 80])
    data = MetricTrials(Metric.FPIR, events, np.array([f"p{row}" for row in range(120)], object), groups)
    (found,) = answer(Policy(equivalence=("site",), equivalence_of=(Metric.FPIR,)), [data], verdicts([data], ["site"]))
    assert found.state is State.NOT_SHOWN
    assert found.because.startswith("a 6 of 40 = 15 % against the rest 2 of 80 = 2.5 %: ratio 6 (95 % ")


def test_two_people_leave_a_ratio_without_ends():
    data = MetricTrials(
        Metric.FPIR,
        np.array([True, False] * 4),
        np.array(["p"] * 4 + ["q"] * 4, object),
        {"sex": np.repeat(np.array(["F", "M"], object), 4)},
    )
    found = answer(Policy(equivalence=("sex",)), [data], verdicts([data], ["sex"]))
    assert {one.state for one in found} == {State.NOT_SHOWN}


def test_timely_recognition_is_a_limit_and_may_be_held_to_equivalence():
    sexes = {"sex": np.repeat(np.array(["F", "M"], object), 200)}
    quick = replace(trials(Metric.TIMELY, 0, 400), events=np.arange(400) % 20 > 0, columns=sexes)
    policy = Policy(timely=0.9, equivalence=("sex",), equivalence_of=(Metric.TIMELY,))
    found = answer(policy, [quick], verdicts([quick], ["sex"]))
    assert [(one.limit, one.state) for one in found] == [
        ("Timely recognition at least 0.9", State.MET),
        ("Timely recognition equivalent by sex", State.MET),
    ]
    assert answer(policy, [], [])[0].because == "no such passes"
