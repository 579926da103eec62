"""FPIR carried to longer lists; the worlds and the full simulation are in benchmarks/transport.py."""

import math

import numpy as np
import pytest
from false_pairs import pairs_of
from hypothesis import given
from hypothesis import strategies as st
from transport import WORLDS, simulate

from lfr_eval.metrics.scaling import fpir_from_fmr
from lfr_eval.metrics.transport import carried


def test_people_who_are_all_alike_follow_the_model_of_independence():
    matrix = np.random.default_rng(1).random((3000, 500)) < 1e-3
    found = carried(pairs_of(matrix), 1_000)
    expected = fpir_from_fmr(1e-3, 1_000)
    assert found.fpir == pytest.approx(expected, abs=0.03)
    assert found.low < expected < found.high


def test_what_comes_of_few_who_resemble_everybody_does_not_grow():
    # One search in a hundred names everybody, and 30 others one person each: a list ten times as long adds to the
    # others alone, 100 of 100,000 comparisons at most. Independence would have 1 - (1 - 0.01)^1000.
    matrix = np.zeros((1000, 100), bool)
    matrix[:10] = True
    matrix[np.arange(10, 40), np.arange(30)] = True
    found = carried(pairs_of(matrix), 1_000)
    others = 30 / 100 / 960
    assert found.fpir == pytest.approx(0.04 + 0.96 * (1 - (1 - others) ** 900))
    assert found.high < 0.5 < fpir_from_fmr(matrix.mean(), 1_000)


def test_the_value_is_worked_out_by_hand():
    # Of 1,000 searches of 100 people 40 name one person and 20 name two: f² weighs 2 x 20 / (99 x 40) per f
    matrix = np.zeros((1000, 100), bool)
    matrix[np.arange(60), np.arange(60)] = True
    matrix[np.arange(20), 99 - np.arange(20)] = True
    mean, heavy = 40 / 100 / 940, 2 * 20 / (99 * 40)
    shape = mean / (heavy - mean)
    named = 1 - (1 + 900 * mean / shape) ** -shape
    assert carried(pairs_of(matrix), 1_000).fpir == pytest.approx(0.06 + 0.94 * named)


def test_searches_without_a_template_name_nobody_on_any_list():
    matrix = np.random.default_rng(2).random((2000, 100)) < 1e-3
    alone, diluted = carried(pairs_of(matrix), 1_000), carried(pairs_of(matrix, failed=2000), 1_000)
    assert diluted.fpir == pytest.approx(alone.fpir / 2)
    assert diluted.high <= 0.5


@pytest.mark.parametrize(
    ("matrix", "has_value"),
    [
        (np.zeros((100, 50), bool), False),  # nobody was named
        (np.repeat(np.eye(50, dtype=bool), 2, axis=1), False),  # nobody was named alone
        (np.eye(100, 50, dtype=bool)[:9], True),  # nine people were
    ],
)
def test_what_is_not_known_is_not_made_up(matrix, has_value):
    found = carried(pairs_of(matrix), 1_000)
    assert (found.fpir is not None) == has_value
    assert (found.low, found.high) == (None, None)


@given(st.integers(0, 10**6), st.floats(0.001, 0.1), st.floats(0, 2))
def test_value_and_interval_grow_with_the_list_and_stay_in_order(seed, often, uneven):
    rng = np.random.default_rng(seed)
    chances = np.outer(*(often**0.5 * np.exp(rng.normal(0, uneven, size)) for size in (60, 30)))
    pairs = pairs_of(rng.random((60, 30)) < chances)
    before = carried(pairs, 30)
    for persons in (60, 300, 30_000):
        found = carried(pairs, persons)
        if found.fpir is not None:
            assert before.fpir <= found.fpir <= 1
        if found.low is not None:
            assert found.low <= found.fpir <= found.high + 1e-12
            assert (before.low, before.high) <= (found.low, found.high)
        before = found
    assert before.fpir is None or math.isfinite(before.fpir)


@pytest.mark.parametrize("name", ["alike; alike", "gamma 0.5; gamma 0.5", "2 % 30 times; a tenth 10 times"])
def test_intervals_for_other_lists_hold(name):
    # 100 samples of 1,000 searches of 100 people. What holds for this list alone holds others in about 0.7 to 0.95.
    found = simulate(WORLDS[name], 100, 100, 1_000)
    assert found.two_way.held >= 0.92
    assert found.ours.held >= 0.94
    assert found.ours.absent == 0
    assert abs(found.value - found.truth[1]) < 0.12
    if name != "alike; alike":
        assert found.this_list.held < found.two_way.held
        assert found.plain_value - found.truth[1] > 0.1, "independence says more than is true"
