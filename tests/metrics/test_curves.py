import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.curves import (
    cmc,
    curves_by_group,
    equal_error_rate,
    error_curve,
    threshold_for_target,
)

TOP = np.array([0.31, 0.42, 0.55, 0.58, 0.61])


@pytest.fixture(scope="module")
def scores():
    rng = np.random.default_rng(0)
    return rng.normal(0.6, 0.15, 300).round(2), rng.normal(0.2, 0.15, 700).round(2)


def test_curve_covers_everything_and_is_monotone(scores):
    curve = error_curve(*scores)
    assert (np.diff(curve.false_negative) >= 0).all()
    assert (np.diff(curve.false_positive) <= 0).all()
    assert (curve.false_positive[0], curve.false_negative[0]) == (1, 0)
    assert (curve.false_positive[-1], curve.false_negative[-1]) == (0, 1)


def test_failures_to_acquire_never_match():
    curve = error_curve(np.array([0.9, -np.inf]), np.array([0.1, -np.inf]))
    assert curve.threshold[:2].tolist() == [0.1, 0.9]
    assert curve.false_negative.tolist() == [0.5, 0.5, 1.0]
    assert curve.false_positive.tolist() == [0.5, 0.0, 0.0]


def test_groups_share_their_thresholds():
    scores, groups = np.array([0.9, 0.5]), np.array(["a", "b"], object)
    curves = curves_by_group(scores, groups, np.array([0.6, 0.4, 0.9]), np.array(["a", "b", None], object), TOP)
    assert list(curves) == ["a", "b"]
    assert curves["a"].threshold.tolist() == curves["b"].threshold.tolist() == TOP.tolist()
    assert curves["b"].false_negative.tolist() == [0, 0, 1, 1, 1]


def test_a_group_is_seen_at_each_of_its_own_scores():
    rng = np.random.default_rng(1)
    mated, non_mated = rng.normal(0.6, 0.2, 60).round(1), rng.normal(0.3, 0.2, 90).round(1)
    first, second = (rng.choice(np.array(["b", "a", None], object), len(scores)) for scores in (mated, non_mated))
    mated[3] = -np.inf
    for group, curve in curves_by_group(mated, first, non_mated, second).items():
        ours, others = mated[first == group], non_mated[second == group]
        assert (np.diff(curve.threshold) > 0).all()
        assert set(curve.threshold[:-1]) == {*ours, *others} - {-np.inf}
        assert curve.false_negative == pytest.approx([(ours < level).mean() for level in curve.threshold])
        assert curve.false_positive == pytest.approx([(others >= level).mean() for level in curve.threshold])


def test_nobody_was_acquired():
    assert len(error_curve(np.array([-np.inf]), np.array([-np.inf])).threshold) == 0


def test_cmc(vectors):
    # Mates at rank 1, 2, 1 and a face that was not acquired.
    found = cmc(np.array([1, 2, 1, 0]), 3)
    assert found.tolist() == [vectors["mini_open_set"]["rank1"], vectors["mini_open_set"]["rank2"], 0.75]


def test_threshold_is_the_least_that_meets_the_target():
    assert threshold_for_target(TOP, 0.2) == (np.nextafter(0.58, np.inf), 0.2)


@given(
    st.lists(st.integers(0, 20).map(lambda n: n / 20), min_size=1, max_size=40),
    st.integers(0, 99),
)
def test_threshold_meets_target_in_single_precision(scores, percent):
    top = np.array(scores, np.float32)
    threshold, achieved = threshold_for_target(top, percent / 100)
    assert achieved == np.mean(top >= np.float32(threshold)) <= percent / 100 + 1e-12
    just_below = np.nextafter(np.float32(threshold), np.float32(-np.inf))
    assert np.mean(top >= just_below) > percent / 100 - 1e-12


@pytest.mark.parametrize("target", [-0.1, 1.0])
def test_impossible_targets_are_refused(target):
    with pytest.raises(ValueError, match="target rate"):
        threshold_for_target(TOP, target)


def test_equal_error_rate():
    # One of four on each side of 0.5.
    curve = error_curve(np.array([0.4, 0.6, 0.7, 0.8]), np.array([0.1, 0.2, 0.3, 0.5]))
    assert equal_error_rate(curve) == (0.25, 0.5)


def test_curve_needs_both_kinds():
    with pytest.raises(ValueError, match="0 and 2"):
        error_curve(np.empty(0), np.array([0.1, 0.2]))
