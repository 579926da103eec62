"""A quick part of benchmarks/coverage.py, at fixed seeds: intervals, guarantees and verdicts keep what they promise."""

import pytest
from coverage import of_groups, of_power, of_rates
from coverage_worlds import GROUPS, POWER, RATES

QUICK_RATES = ("2 people", "10 people", "30 people", "5 people x 100", "200 people x 3", "3 staff")
QUICK_GROUPS = ("equal FPIR 0.1, 20 x 50", "10 + 10 people", "equal TPIR 0.9, 30 + 30")


def named(worlds, starts):
    return [pytest.param(one, id=one.name) for one in worlds if one.name.startswith(starts)]


@pytest.mark.parametrize("world", named(RATES, QUICK_RATES))
def test_intervals_hold_and_guarantees_seldom_err(world):
    for share in of_rates(world, samples=200, seed=1):
        assert share.within, f"{share}"


@pytest.mark.parametrize("world", named(GROUPS, QUICK_GROUPS))
def test_verdicts_are_seldom_false(world):
    for share in of_groups(world, samples=100, seed=1):
        assert share.within, f"{share}"


@pytest.mark.parametrize("world", named(POWER, ("TPIR 0.9 v 0.8", "TPIR 0.9 in both, once")))
def test_the_testing_called_needed_is_enough_and_not_far_too_much(world):
    for share in of_power(world, samples=100, seed=1):
        assert share.within, f"{share}"
