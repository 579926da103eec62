"""Two systems on the same trials: hand-worked, published and reference values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar

from lfr_eval.metrics.paired import PairedCounts, mcnemar_p, newcombe_paired, paired_difference


def spread(both, only_first, only_second, neither):
    """Outcomes of two systems, trial by trial."""
    first = [True] * (both + only_first) + [False] * (only_second + neither)
    second = [True] * both + [False] * only_first + [True] * only_second + [False] * neither
    return first, second


def names(n):
    return [f"s{number}" for number in range(n)]


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ((36, 12, 2, 0), 0.0569, 0.3404),  # Newcombe's own worked example, 0.2 apart
        ((0, 0, 0, 30), -0.1135, 0.1135),  # nobody differs: Wilson's upper end of 0 of 30, on both sides
    ],
)
def test_published_intervals(cells, low, high):
    found = newcombe_paired(PairedCounts(*cells))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_one_pass_each_is_worked_out_by_hand():
    # ten people, once each: the first system finds 3 whom the second misses, the second 1 whom the first misses
    found = paired_difference(*spread(4, 3, 1, 2), names(10))
    assert found.counts == PairedCounts(4, 3, 1, 2)
    assert (found.difference, found.method, found.subjects) == (pytest.approx(0.2), "newcombe-paired", 10)
    assert found.p == pytest.approx(2 * (1 + 4) / 2**4)
    assert found.low < 0 < found.high, "4 disagreements in 10 settle nothing"


def test_passes_of_one_subject_are_drawn_together():
    # two people with two passes each; one gains in both, the other in none: every resample is 0, 1/2 or 1
    found = paired_difference([True, True, True, True], [False, False, True, True], ["a", "a", "b", "b"])
    assert (found.difference, found.low, found.high) == (0.5, 0.0, 1.0)
    assert (found.method, found.p, found.subjects) == ("cluster-bootstrap", None, 2)


def test_no_disagreement_is_not_shown_to_be_none():
    # three people, twice each, and not one difference: the interval is that of three trials, not a point
    found = paired_difference([True] * 6, [True] * 6, ["a", "a", "b", "b", "c", "c"])
    three = newcombe_paired(PairedCounts(3, 0, 0, 0))
    assert found.method == "newcombe-paired-subjects"
    assert (found.difference, found.low, found.high) == (0.0, three.low, three.high)
    assert found.high > 0.4


def test_without_a_common_trial_there_is_no_value():
    found = paired_difference([], [], [])
    assert (found.difference, found.low, found.high, found.p, found.subjects) == (None, None, None, None, 0)


def test_trials_that_do_not_belong_together_are_refused():
    with pytest.raises(ValueError, match="one length"):
        paired_difference([True], [True, False], ["a"])


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_that_of_statsmodels(only_first, only_second):
    reference = mcnemar([[5, only_first], [only_second, 5]], exact=True).pvalue
    expected = 1.0 if math.isnan(reference) else min(reference, 1.0)
    assert mcnemar_p(only_first, only_second) == pytest.approx(expected)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from("abcdefgh")), min_size=1, max_size=30))
def test_swapping_the_systems_turns_the_sign(trials):
    first, second, subjects = zip(*trials, strict=True)
    there, back = paired_difference(first, second, subjects), paired_difference(second, first, subjects)
    assert there.difference == pytest.approx(-back.difference)
    assert there.p == back.p
    assert -1 <= there.low <= there.difference <= there.high <= 1
    if there.method != "cluster-bootstrap":
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


def test_the_interval_covers_about_as_often_as_it_says():
    # 40 people, 3 passes each, correlated within people; the true difference is 0.15
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(200):
        person = rng.normal(0, 1, 40).repeat(3)
        first = person + rng.normal(0, 1, 120) < stats.norm.ppf(0.80) * math.sqrt(2)
        second = person + rng.normal(0, 1, 120) < stats.norm.ppf(0.65) * math.sqrt(2)
        found = paired_difference(first, second, [f"s{one}" for one in range(40) for _ in range(3)])
        covered += found.low <= 0.15 <= found.high
    assert 0.88 <= covered / 200 <= 0.99
