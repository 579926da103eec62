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
    assert found.mcnemar_p == pytest.approx(2 * (1 + 4) / 2**4)
    assert found.low < 0 < found.high, "4 disagreements in 10 settle nothing"
    assert (found.low, found.high) == (newcombe_paired(found.counts).low, newcombe_paired(found.counts).high)
    assert found.n_eff == 10


def test_effective_trials_are_worked_out_by_hand():
    # twelve people, two passes each; ten of them disagree in one pass, eight for the first and two for the second
    apart = [1] * 8 + [-1] * 2 + [0] * 2
    second = [pass_ == 1 if one > 0 else True for one in apart for pass_ in range(2)]
    first = [pass_ == 1 if one < 0 else True for one in apart for pass_ in range(2)]
    found = paired_difference(first, second, [name for name in names(12) for _ in range(2)])
    assert found.counts == PairedCounts(14, 8, 2, 0)
    left_out = np.array([(6 - one) / 22 for one in apart])
    variance = 11 / 12 * ((left_out - left_out.mean()) ** 2).sum()
    alone = (10 / 24 - (6 / 24) ** 2) / 24
    trials = min(24 * alone / variance * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 11)) ** 2, 24)
    assert (found.method, found.mcnemar_p, found.subjects) == ("newcombe-paired-people", None, 12)
    assert found.n_eff == pytest.approx(trials)
    expected = newcombe_paired(found.counts.scaled(trials))
    assert (found.difference, found.low, found.high) == pytest.approx((0.25, expected.low, expected.high))


def test_passes_of_few_people_count_as_people():
    # of twenty people with ten passes each one gains in all ten, the others in none: that is one person, not ten passes
    first, second = [True] * 200, [False] * 10 + [True] * 190
    found = paired_difference(first, second, [name for name in names(20) for _ in range(10)])
    assert found.n_eff <= 20
    assert found.low < 0 < found.high


def test_no_disagreement_is_not_shown_to_be_none():
    # three people, twice each, and not one difference: the interval is that of three trials, not a point
    found = paired_difference([True] * 6, [True] * 6, ["a", "a", "b", "b", "c", "c"])
    three = newcombe_paired(PairedCounts(3, 0, 0, 0))
    assert (found.method, found.n_eff) == ("newcombe-paired-people", 3)
    assert (found.difference, found.low, found.high, found.p) == (0.0, three.low, three.high, 1.0)
    assert found.high > 0.4


def test_without_a_common_trial_there_is_no_value():
    found = paired_difference([], [], [])
    assert (found.difference, found.low, found.high, found.p, found.n_eff, found.subjects) == (*[None] * 5, 0)


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
    assert (there.p, there.mcnemar_p) == (pytest.approx(back.p), back.mcnemar_p)
    assert -1 <= there.low <= there.difference <= there.high <= 1
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    # p and interval never disagree
    assert (there.p < 0.05) == (there.low > 0 or there.high < 0)


@pytest.mark.parametrize("apart", [0.15, 0.0])
@pytest.mark.parametrize(("people", "passes"), [(12, (10, 10)), (40, (1, 2, 9))])
def test_the_interval_holds_and_no_difference_is_seldom_shown(people, passes, apart):
    # people differ from each other, half of it alike for both systems; more worlds in benchmarks/paired.py
    rng, covered, shown = np.random.default_rng(7), 0, 0
    who = np.repeat(np.arange(people), np.resize(passes, people))
    for _ in range(200):
        shared, own = rng.normal(0, 0.5, people), rng.normal(0, 0.5, (2, people))
        first, second = (shared[who] + one[who] + rng.normal(0, math.sqrt(0.5), len(who)) for one in own)
        found = paired_difference(first < stats.norm.ppf(0.8), second < stats.norm.ppf(0.8 - apart), who)
        covered += found.low <= apart <= found.high
        shown += found.p < 0.05
    assert covered / 200 >= 0.93
    if not apart:
        assert shown / 200 <= 0.07
