"""Rates of comparisons of two people, and intervals that know who was compared."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lfr_eval.metrics.comparisons import ratio
from lfr_eval.metrics.pair_rates import PairTally, pair_rate, rate_of_pairs
from lfr_eval.metrics.proportions import clopper_pearson


def everybody(matches: np.ndarray) -> PairTally:
    """All pairs of people out of a symmetric matrix of false matches."""
    people = len(matches)
    side = np.stack([matches.sum(1), np.full(people, people - 1)], axis=1)
    return PairTally.of(int(matches.sum()) // 2, people * (people - 1) // 2, side)


def two_sides(matches: np.ndarray) -> PairTally:
    """People of the rows against other people of the columns."""
    rows, columns = matches.shape
    return PairTally.of(
        int(matches.sum()),
        matches.size,
        np.stack([matches.sum(1), np.full(rows, columns)], axis=1),
        np.stack([matches.sum(0), np.full(columns, rows)], axis=1),
    )


def matrix(people: int, *pairs: tuple[int, int]) -> np.ndarray:
    found = np.zeros((people, people), int)
    for one, two in pairs:
        found[one, two] = found[two, one] = 1
    return found


def exact(value: float, trials: float, tail: float = 0.025) -> tuple[float, float]:
    """Clopper and Pearson's interval of a share of trials that need not be whole."""
    k = value * trials
    return stats.beta.ppf(tail, k, trials - k + 1), stats.beta.ppf(1 - tail, k + 1, trials - k)


def test_leaving_people_out_one_by_one():
    # Twelve people, twelve of whom have a match: a ring of six, and six who all resemble the first.
    found = everybody(matrix(12, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), *((0, one) for one in range(6, 12))))
    left_out = np.array([12 - 8, *[12 - 2] * 5, *[12 - 1] * 6]) / 55
    variance = 11 / 12 * ((left_out - left_out.mean()) ** 2).sum()
    assert found.variance == pytest.approx(variance)
    share = 12 / 66
    trials = share * (1 - share) / variance * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 11)) ** 2
    assert (found.k, found.n, found.method, found.subjects) == (12, 66, "korn-graubard", 12)
    assert found.effective_trials(0.975) == pytest.approx(trials)
    assert found.interval() == pytest.approx(exact(share, trials))


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ((), 0.0),  # no event
        (tuple(combinations(range(4), 2)), 1.0),  # all events
        (((0, 1), (2, 3)), 1 / 3),  # everybody has one: it does not matter who is left out
    ],
)
def test_so_few_count_as_half_as_many_comparisons_as_there_are_people(pairs, value):
    # A comparison takes two people, so four people make two comparisons that have nobody in common.
    found = everybody(matrix(4, *pairs))
    assert found.effective_trials(0.975) == 2
    assert found.value == pytest.approx(value)
    expected = exact(value, 2) if 0 < value < 1 else clopper_pearson(round(2 * value), 2)
    assert found.interval() == pytest.approx(expected)


def test_two_people_who_carry_all_events_do_not_tell_how_alike_comparisons_are():
    # One false match among 100 people, who make fifty comparisons without anybody in common
    found = everybody(matrix(100, (0, 1)))
    assert found.effective_trials(0.975) == pytest.approx(50)
    assert found.interval() == pytest.approx(exact(1 / 4950, 50))


def test_two_sides_count_as_the_shorter():
    # 200 pass, and 3 are listed: whatever hangs on whom of the list has been seen three times
    matches = np.zeros((200, 3), int)
    assert two_sides(matches).effective_trials(0.975) == pytest.approx(3)
    matches[:20, 1] = 1
    assert two_sides(matches).effective_trials(0.975) <= 3, "fewer than 10 listed people carry it"


def test_a_further_error_never_narrows_the_bound_of_none():
    none = everybody(matrix(30))
    for several in range(1, 5):
        pairs = [(2 * one, 2 * one + 1) for one in range(several)]
        assert everybody(matrix(30, *pairs)).interval()[1] >= none.interval()[1]


def test_comparisons_with_nobody_in_common_are_independent():
    names = np.array(list("abcdef"), object)
    found = rate_of_pairs(np.array([True, False, False]), names[:3], names[3:])
    assert (found.low, found.high) == pytest.approx(clopper_pearson(1, 3))
    assert (found.method, found.subjects, found.n_eff) == ("clopper-pearson", 6, 3)


def test_one_person_makes_up_all_comparisons():
    # a against b and c: two comparisons, of a alone
    found = rate_of_pairs(np.array([True, False]), np.array(["a", "a"], object), np.array(["b", "c"], object))
    assert (found.value, found.subjects, found.method) == (0.5, 3, "korn-graubard")
    assert found.n_eff <= 2


def test_no_comparisons_no_value():
    assert pair_rate(0, 0, np.zeros((3, 2), int)).value is None


def test_comparisons_given_one_by_one():
    # Mated comparisons involve one person, non-mated ones two.
    events = np.array([True, False, True, False])
    found = rate_of_pairs(events, np.array(list("aabc"), object), np.array(list("abcc"), object))
    assert found == pair_rate(2, 4, np.array([[1, 2], [1, 2], [1, 2]]))


@pytest.mark.parametrize("people", [60, 150])
def test_interval_covers_what_a_naive_one_misses(people):
    # A tenth of the people look like many others. 95 % intervals of the expected rate, over 200 samples; more worlds in
    # benchmarks/intervals.py.
    rng, share = np.random.default_rng(2), 0.1
    strength = np.array([0.05, 0.6])
    expected = ((1 - share) * strength[0] + share * strength[1]) ** 2
    covered = naive = 0
    for _ in range(200):
        own = strength[(rng.random(people) < share).astype(int)]
        matches = np.triu(rng.random((people, people)) < np.outer(own, own), 1)
        found = everybody((matches | matches.T).astype(int))
        low, high = found.interval()
        covered += low <= expected <= high
        low, high = clopper_pearson(found.k, found.n)
        naive += low <= expected <= high
    assert covered / 200 >= 0.94
    assert naive / 200 < 0.85


@given(st.integers(2, 12), st.integers(0, 10**6))
def test_the_interval_holds_the_rate_and_mirrors(people, seed):
    matches = np.triu(np.random.default_rng(seed).random((people, people)) < 0.4, 1)
    matches = (matches | matches.T).astype(int)
    found, opposite = everybody(matches), everybody(1 - matches - np.eye(people, dtype=int))
    low, high = found.interval()
    assert 0 <= low <= found.value <= high <= 1
    assert opposite.interval() == pytest.approx((1 - high, 1 - low))
    assert 0 < found.effective_trials(0.975) <= found.n


def test_ratio_of_two_groups():
    # Twelve people resemble each other in a ring in both groups, of 12 and of 24: Katz's at the effective comparisons
    ring = [(one, (one + 1) % 12) for one in range(12)]
    first, second = everybody(matrix(12, *ring, (0, 6), (1, 3))), everybody(matrix(24, *ring, (0, 6), (1, 3)))
    found = ratio(first, second)
    t1, t2 = first.effective_trials(0.975), second.effective_trials(0.975)
    (k1, k2) = (first.value * t1, second.value * t2)
    half = stats.norm.ppf(0.975) * np.sqrt(1 / k1 - 1 / t1 + 1 / k2 - 1 / t2)
    expected = first.value / second.value
    assert (found.estimate, found.method) == (pytest.approx(expected), "katz")
    assert (found.low, found.high) == pytest.approx((expected * np.exp(-half), expected * np.exp(half)))


def test_ratio_to_a_group_without_events_is_patched_and_says_so():
    found = ratio(everybody(matrix(12, (0, 1))), everybody(matrix(24)))
    assert found.method == "katz-haldane"
    assert found.low < 1 < found.high
