"""FPIR when people who are searched and people on the list are both a sample."""

import numpy as np
import pytest
from false_pairs import pairs_of
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.two_way import TwoWayTally, two_way_fpir


def test_what_hangs_on_each_list_person_is_worked_out_by_hand():
    # the first search names a and b, the second a, the third c, the fourth nobody
    pairs = pairs_of([[1, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]])
    anybody, one, two = (TwoWayTally.of(pairs, naming) for naming in (None, 1, 2))
    assert [one_.searched.k for one_ in (anybody, one, two)] == [3, 2, 1]
    # without a the second search names nobody; the first then names one person, as it does without b
    assert anybody.without.tolist() == [1, 0, 1]
    assert one.without.tolist() == [1 - 1, -1, 1]
    assert two.without.tolist() == [1, 1, 0]
    assert [one_.listed for one_ in (anybody, one, two)] == [3, 2, 2]


@given(st.integers(1, 12), st.integers(2, 8), st.integers(0, 10**6))
def test_leaving_a_person_out_is_a_shorter_list(searches, persons, seed):
    matrix = np.random.default_rng(seed).random((searches, persons)) < 0.3
    for naming in (None, 1, 2):
        whole = TwoWayTally.of(pairs_of(matrix), naming)
        for person in range(persons):
            rest = TwoWayTally.of(pairs_of(np.delete(matrix, person, axis=1)), naming)
            assert whole.searched.k - rest.searched.k == whole.without[person]


def test_the_interval_is_worked_out_by_hand():
    # 40 people, twelve of whom are taken for one list person each, twelve others
    matrix = np.zeros((40, 30), int)
    matrix[np.arange(12), np.arange(12)] = 1
    found = two_way_fpir(pairs_of(matrix))
    share = 12 / 40
    of_searched = 39 / 40 * (12 * (11 / 39 - share) ** 2 + 28 * (12 / 39 - share) ** 2)
    of_list = 29 / 30 * (12 * (1 / 40 - 0.01) ** 2 + 18 * 0.01**2)
    # the list counts as the twelve people on whom the false positives hang
    few = (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 11)) ** 2
    trials = share * (1 - share) / (of_searched + of_list) * few
    assert (found.k, found.n, found.subjects, found.method) == (12, 40, 40, "korn-graubard-two-way")
    assert found.n_eff == pytest.approx(trials)
    expected = stats.beta.ppf((0.025, 0.975), (share * trials, share * trials + 1), (0.7 * trials + 1, 0.7 * trials))
    assert (found.low, found.high) == pytest.approx(expected)


def test_it_is_wider_than_the_interval_for_this_list():
    # 60 of 2,000 people are taken for one of fifty on the list, ten of whom look like most of them
    rng = np.random.default_rng(1)
    matrix = np.zeros((2000, 50), int)
    matrix[np.arange(60), np.where(rng.random(60) < 0.8, rng.integers(0, 10, 60), rng.integers(0, 50, 60))] = 1
    pairs = pairs_of(matrix)
    both, this_list = two_way_fpir(pairs), rate(pairs.named > 0, pairs.subjects)
    assert both.value == this_list.value == 0.03
    assert both.low < this_list.low
    assert both.high > this_list.high


@pytest.mark.parametrize(
    "matrix",
    [
        np.zeros((100, 50)),  # nobody was named: how much lists differ has not been seen
        np.eye(100, 50)[:, :9].repeat(3, axis=0),  # many searches, but of nine list persons alone
        np.eye(9, 50).repeat(2, axis=1),  # many list persons, but of nine people alone
        np.ones((100, 50)),  # everybody is named: nobody carries the rarer outcome
    ],
)
def test_where_too_few_people_carry_it_there_is_no_interval(matrix):
    found = two_way_fpir(pairs_of(matrix))
    assert found.value is not None
    assert (found.low, found.high, found.n_eff) == (None, None, None)


def test_without_searches_there_is_no_value():
    assert two_way_fpir(pairs_of(np.zeros((0, 5)))).value is None
