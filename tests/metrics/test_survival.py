from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from lfr_eval.metrics.survival import Delay, event_curve, kaplan_meier


@pytest.mark.parametrize(
    ("delays", "censored", "expected"),
    [
        # Nobody was there.
        ([], [], Delay(None, None, 0, 0)),
        # Everybody was recognised: plain order statistics.
        ([3.0, 1.0, 2.0, 4.0], [False] * 4, Delay(2.0, 4.0, 4, 0)),
        # A miss counts as longer than it was seen: S = 2/3 after 1, then 1/3 after 3.
        ([1.0, 2.0, 3.0, 4.0], [False, True, False, True], Delay(3.0, None, 4, 2)),
        # Nobody was recognised.
        ([5.0, 6.0], [True, True], Delay(None, None, 2, 2)),
        # Everybody was recognised as they came in.
        ([0.0, 0.0], [False, False], Delay(0.0, 0.0, 2, 0)),
    ],
)
def test_kaplan_meier(delays, censored, expected):
    found = kaplan_meier(delays, censored)
    assert replace(found, median_low=None, median_high=None) == expected


def test_the_curve_is_worked_out_by_hand():
    # recognised after 1 s and 3 s, missed by people who were seen for 2 s and 4 s
    curve = event_curve([1.0, 2.0, 3.0, 4.0], [False, True, False, True])
    assert curve.time_s.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert curve.share.tolist() == pytest.approx([0, 1 / 4, 1 / 4, 5 / 8, 5 / 8])
    assert curve.at_risk.tolist() == [4, 4, 3, 2, 1]
    assert curve.censored_s.tolist() == [2.0, 4.0]
    # after 1 s: S = 3/4, Greenwood 1/(4*3); log(-log S) -+ 1.96 * sqrt(1/12) / |log S|
    reach = 1.959964 * np.sqrt(1 / 12) / abs(np.log(0.75))
    expected = [1 - 0.75 ** np.exp(-reach), 1 - 0.75 ** np.exp(reach)]
    assert [curve.low[1], curve.high[1]] == pytest.approx(expected, rel=1e-6)
    assert np.isnan([curve.low[0], curve.high[0]]).all(), "nothing has happened yet: no interval"


def test_nobody_has_no_curve():
    assert event_curve([], []) is None


def test_an_event_at_once_starts_the_curve():
    curve = event_curve([0.0, 2.0], [False, True])
    assert (curve.time_s.tolist(), curve.share.tolist()) == ([0.0, 2.0], [0.5, 0.5])


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40))
def test_the_curve_is_that_of_statsmodels(seen):
    delays, censored = zip(*seen, strict=True)
    curve = event_curve(map(float, delays), censored)
    if not all(censored):
        reference = SurvfuncRight(np.array(delays, float), ~np.array(censored))
        at = np.searchsorted(curve.time_s, reference.surv_times)
        assert curve.share[at] == pytest.approx(1 - reference.surv_prob)
        assert curve.at_risk[at].tolist() == reference.n_risk.tolist()
    assert (np.diff(curve.share) >= -1e-12).all()
    bounded = ~np.isnan(curve.low)
    assert (curve.low[bounded] <= curve.share[bounded] + 1e-12).all()
    assert (curve.share[bounded] <= curve.high[bounded] + 1e-12).all()


def test_interval_of_the_median_agrees_with_statsmodels():
    delays = np.array([0.8, 1.1, 1.3, 1.9, 2.4, 2.6, 3.0, 3.3, 4.1, 5.0, 6.2, 7.5])
    censored = np.array([False, False, True, False, False, False, True, False, False, True, False, True])
    found = kaplan_meier(delays, censored)
    low, high = SurvfuncRight(delays, (~censored).astype(int)).quantile_ci(0.5, method="cloglog")
    assert (found.median_low, found.median_high) == (low, high)


def test_median_that_too_few_reach_has_no_upper_end():
    found = kaplan_meier([1.0, 2.0, 3.0, 4.0], [False, True, False, True])
    assert (found.median_low, found.median_high) == (1.0, None)
