"""Rates of comparisons of two people, and intervals that know who was compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.pair_rates import jackknife_variance, pair_rate, pair_ratio, rate_of_pairs
from lfr_eval.metrics.proportions import wilson


def everybody(matches: np.ndarray) -> tuple[int, int, np.ndarray, np.ndarray]:
    """Counts of all pairs of people out of a symmetric matrix of false matches."""
    people = len(matches)
    return int(matches.sum()) // 2, people * (people - 1) // 2, matches.sum(1), np.full(people, people - 1)


def test_leaving_people_out_one_by_one():
    # Five people, three false matches, two of them of the first person.
    matches = np.zeros((5, 5), int)
    for one, two in ((0, 1), (0, 2), (3, 4)):
        matches[one, two] = matches[two, one] = 1
    left_out = np.array([1, 2, 2, 2, 2]) / 6
    variance = 4 / 5 * ((left_out - left_out.mean()) ** 2).sum()
    assert jackknife_variance(left_out) == pytest.approx(variance)
    found = pair_rate(*everybody(matches))
    trials = 0.3 * 0.7 / variance * (1.959963984540054 / 2.7764451051977987) ** 2
    assert (found.k, found.n, found.method, found.subjects) == (3, 10, "subject-jackknife", 5)
    assert (found.low, found.high) == pytest.approx(wilson(0.3 * trials, trials))


@pytest.mark.parametrize(
    ("k", "share_of_each"),
    [
        (0, 0),  # no event
        (6, 3),  # all events
        (2, 1),  # everybody has one: the jackknife is a point
    ],
)
def test_where_the_jackknife_is_a_point(k, share_of_each):
    found = pair_rate(k, 6, np.full(4, share_of_each), np.full(4, 3))
    assert found.method == "wilson-subjects"
    assert (found.low, found.high) == wilson(4 * k / 6, 4)


def test_one_person_makes_up_all_comparisons():
    found = rate_of_pairs(np.array([True, False]), np.array(["a", "a"], object), np.array(["b", "c"], object))
    assert (found.value, found.subjects, found.method) == (0.5, 3, "wilson-subjects")


def test_no_comparisons_no_value():
    assert pair_rate(0, 0, np.zeros(3, int), np.zeros(3, int)).value is None


def test_comparisons_given_one_by_one():
    # Mated comparisons involve one person, non-mated ones two.
    events = np.array([True, False, True, False])
    found = rate_of_pairs(events, np.array(list("aabc"), object), np.array(list("abcc"), object))
    same = pair_rate(2, 4, np.array([1, 1, 1]), np.array([2, 2, 2]))
    assert found == same


def test_interval_covers_what_a_naive_one_misses():
    # A tenth of the people look like many others. 95 % intervals of the expected rate, over 300 samples.
    rng, people, share = np.random.default_rng(2), 60, 0.1
    strength = np.array([0.05, 0.6])
    expected = ((1 - share) * strength[0] + share * strength[1]) ** 2
    covered = naive = 0
    for _ in range(300):
        own = strength[(rng.random(people) < share).astype(int)]
        matches = np.triu(rng.random((people, people)) < np.outer(own, own), 1)
        k, n, k_of, n_of = everybody(matches | matches.T)
        found = pair_rate(k, n, k_of, n_of)
        covered += found.low <= expected <= found.high
        low, high = wilson(k, n)
        naive += low <= expected <= high
    assert covered / 300 > 0.93
    assert naive / 300 < 0.85


@given(st.integers(3, 12), st.integers(0, 10**6))
def test_ratio_of_a_rate_with_itself_is_one(people, seed):
    matches = np.triu(np.random.default_rng(seed).random((people, people)) < 0.4, 1)
    k, n, k_of, n_of = everybody(matches | matches.T)
    counts, of = np.array([k, n]), np.stack([k_of, n_of], axis=1)
    found = pair_ratio(counts, counts, of, of)
    assert found.estimate == (None if k == 0 else 1.0)
    assert (found.low, found.high) == (None, None)


def test_ratio_of_two_groups():
    # 2 of 10 pairs against 1 of 10; the groups share nobody.
    first, second = np.array([2, 10]), np.array([1, 10])
    nobody = np.zeros((5, 2), int)
    of_first = np.concatenate([[[1, 4], [1, 4], [1, 4], [1, 4], [0, 4]], nobody])
    of_second = np.concatenate([nobody, [[1, 4], [1, 4], [0, 4], [0, 4], [0, 4]]])
    found = pair_ratio(first, second, of_first, of_second)
    # Without one of two people nothing is left of the second rate.
    assert (found.estimate, found.low, found.high) == (2.0, None, None)
    # 2 of 10 against 3 of 10, a chain of three: nobody makes up all of either.
    of_second = np.concatenate([nobody, [[1, 4], [2, 4], [2, 4], [1, 4], [0, 4]]])
    found = pair_ratio(first, np.array([3, 10]), of_first, of_second)
    logs = np.log([1 / 6] * 4 + [2 / 6] + [0.2] * 5) - np.log([0.3] * 5 + [2 / 6, 1 / 6, 1 / 6, 2 / 6, 3 / 6])
    half = 2.2621571628540993 * np.sqrt(0.9 * ((logs - logs.mean()) ** 2).sum())
    assert (found.low, found.high) == pytest.approx((2 / 3 * np.exp(-half), 2 / 3 * np.exp(half)))


def test_ratio_without_events():
    none, some, nobody = np.array([0, 10]), np.array([2, 10]), np.zeros((5, 2), int)
    assert pair_ratio(none, some, nobody, nobody).estimate == 0.0
    assert pair_ratio(some, none, nobody, nobody).estimate is None
    assert pair_ratio(none, np.array([0, 0]), nobody, nobody).estimate is None
