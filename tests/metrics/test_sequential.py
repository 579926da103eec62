"""Intervals that hold whenever they are read."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lfr_eval.metrics.sequential import FREQUENT, RARE, Mixture, count_sequence, log_martingale, rate_sequence

MIXTURES = st.builds(Mixture, st.floats(0.1, 20), st.floats(0.1, 20))
COUNTS = st.integers(0, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.floats(0.001, 0.999), MIXTURES)
def test_the_martingale_is_the_ratio_of_two_probabilities(counts, p, mixture):
    k, n = counts
    peer = stats.betabinom.logpmf(k, n, mixture.a, mixture.b) - stats.binom.logpmf(k, n, p)
    assert float(log_martingale(k, n, p, mixture)) == pytest.approx(peer, abs=1e-6)


@given(COUNTS, MIXTURES)
def test_the_interval_is_where_the_martingale_stays_below_twenty(counts, mixture):
    k, n = counts
    low, high = rate_sequence(k, n, mixture)
    for end, inside in ((low, high), (high, low)):
        if 0 < end < 1:
            assert float(log_martingale(k, n, end, mixture)) == pytest.approx(math.log(20), abs=1e-4)
            assert float(log_martingale(k, n, (end + min(max(k / n, low), high)) / 2, mixture)) < math.log(20)
        assert low <= inside <= high


@given(COUNTS, MIXTURES)
def test_it_holds_what_was_seen_and_the_surer_it_is_the_wider(counts, mixture):
    k, n = counts
    low, high = rate_sequence(k, n, mixture)
    wider = rate_sequence(k, n, mixture, 0.99)
    assert wider[0] <= low <= (k / n if n else 0) <= high <= wider[1] or (n == 0 and (low, high) == (0, 1))
    assert low == 0 or k > 0
    assert high == 1 or k < n


@given(COUNTS)
def test_events_and_non_events_mirror_each_other(counts):
    k, n = counts
    low, high = rate_sequence(k, n, FREQUENT)
    assert rate_sequence(n - k, n, RARE) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # M = B(2, 1) / (B(1, 1) p) = 1 / (2 p), below 20 from 1 / 40 on
        (1, 1, 1 / 40, 1),
        # B(1, 3) / (1 - p)^2 = 1 / (3 (1 - p)^2)
        (0, 2, 0, 1 - math.sqrt(1 / 60)),
        (0, 0, 0, 1),
    ],
)
def test_worked_by_hand_with_all_rates_alike_beforehand(k, n, low, high):
    assert rate_sequence(k, n, Mixture(1, 1)) == pytest.approx((low, high), abs=1e-10)


def test_a_billion_trials():
    low, high = rate_sequence(10**6, 10**9)
    assert 0.00099 < low < 0.001 < high < 0.00101
    assert rate_sequence(0, 10**9, RARE)[1] == pytest.approx(1.26e-8, rel=0.01)
    assert rate_sequence(10**9, 10**9)[0] == pytest.approx(1 - 1.26e-8, abs=1e-10)


@pytest.mark.parametrize(
    ("rate", "trials", "mixture"),
    [(0.85, 600, FREQUENT), (0.01, 2000, RARE), (0.5, 600, FREQUENT)],
)
def test_it_is_ever_wrong_in_at_most_one_trial_of_twenty(rate, trials, mixture):
    rng, n = np.random.default_rng(1), np.arange(1, trials + 1)
    k = np.cumsum(rng.random((1500, trials)) < rate, axis=1)
    ever = (log_martingale(k, n, rate, mixture) >= math.log(20)).any(axis=1)
    # Something is wrong now and then, else the interval would be wider than it need be
    assert 0.005 < ever.mean() <= 0.05


@pytest.mark.parametrize(("k", "exposure", "expected"), [(0, 10, 0.1), (3, 40.5, 1.0), (2000, 3.0, 0.01)])
def test_counts_are_within_where_two_probabilities_are_in_a_ratio_below_twenty(k, exposure, expected):
    low, high = count_sequence(k, exposure, expected)
    share = 0.5 / expected / (0.5 / expected + exposure)
    for end in (low, high):
        peer = stats.nbinom.logpmf(k, 0.5, share) - stats.poisson.logpmf(k, max(end, 1e-300) * exposure)
        assert end == 0 or peer == pytest.approx(math.log(20), abs=1e-4)
    assert low <= k / exposure <= high
    assert (low == 0) == (k == 0)


def test_counts_that_are_read_every_day_are_ever_wrong_in_at_most_one_register_of_twenty():
    rng, wrong = np.random.default_rng(2), 0
    for _ in range(200):
        counts = np.cumsum(rng.poisson(0.4, 60))
        ends = [count_sequence(int(k), day, 0.5) for day, k in enumerate(counts, start=1)]
        wrong += any(not low <= 0.4 <= high for low, high in ends)
    assert wrong <= 10


@pytest.mark.parametrize("figures", [(3, 2), (-1, 2)])
def test_more_events_than_trials_are_refused(figures):
    with pytest.raises(ValueError, match="rate: expected 0 <= k <= n"):
        rate_sequence(*figures)


def test_a_mixture_without_weight_and_no_time_are_refused():
    with pytest.raises(ValueError, match="mixture"):
        Mixture(0, 1)
    with pytest.raises(ValueError, match="count"):
        count_sequence(0, 0, 1)
