import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from lfr_eval.metrics.proportions import (
    clopper_pearson,
    one_sided_lower,
    one_sided_upper,
    poisson_interval,
    wilson,
)


def test_published_intervals(vectors):
    for case in vectors["proportion_ci"]:
        assert wilson(case["k"], case["n"]) == pytest.approx(case["wilson95"], rel=1e-6, abs=0)
        assert clopper_pearson(case["k"], case["n"]) == pytest.approx(case["clopper_pearson95"], rel=1e-6, abs=0)
    for n, case in vectors["zero_event_upper_one_sided95"].items():
        assert one_sided_upper(0, int(n)) == pytest.approx(case["exact"], rel=1e-6)
        assert one_sided_upper(0, int(n)) == pytest.approx(case["rule_of_three"], rel=0.01)
    for k, interval in vectors["poisson95"].items():
        assert poisson_interval(int(k)) == pytest.approx(interval, rel=1e-6, abs=0)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_parity_with_scipy(counts):
    k, n = counts
    test = binomtest(k, n)
    assert wilson(k, n) == pytest.approx(test.proportion_ci(method="wilson"), abs=1e-9)
    assert clopper_pearson(k, n) == pytest.approx(test.proportion_ci(method="exact"), abs=1e-9)
    one_sided = binomtest(k, n, alternative="less").proportion_ci(method="exact")
    assert one_sided_upper(k, n) == pytest.approx(one_sided.high, abs=1e-9)
    assert one_sided_lower(k, n) == pytest.approx(1 - one_sided_upper(n - k, n), abs=1e-9)
    assert wilson(k, n)[0] <= k / n <= wilson(k, n)[1]


def test_the_ends_are_exact():
    assert wilson(0, 7)[0] == 0.0 == one_sided_lower(0, 7)
    assert wilson(7, 7)[1] == 1.0 == one_sided_upper(7, 7)


def test_poisson_is_per_exposure():
    assert np.multiply(poisson_interval(10, 4.0), 4) == pytest.approx(poisson_interval(10))


def test_nothing_tried_has_no_interval():
    with pytest.raises(ValueError, match="n > 0"):
        wilson(0, 0)


def test_more_events_than_trials_are_refused():
    with pytest.raises(ValueError, match="k <= n"):
        wilson(3, 2)
