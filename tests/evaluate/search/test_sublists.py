import numpy as np
import pytest
from false_pairs import pairs_of
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.evaluate.search.sublists import list_size, sizes
from lfr_eval.metrics.scaling import fpir_from_fmr


@given(st.integers(1, 40), st.integers(1, 60), st.integers(0, 3), st.integers(0, 99))
def test_the_whole_list_is_what_was_measured(searches, persons, failed, seed):
    matrix = np.random.default_rng(seed).random((searches, persons)) < 0.05
    found = list_size(pairs_of(matrix, failed), seed)
    whole, fpir = found.measured[-1], matrix.any(axis=1).sum() / (searches + failed)
    assert (whole.persons, whole.repeats) == (persons, 1)
    assert whole.fpir == whole.lowest_5 == whole.highest_5 == pytest.approx(fpir)
    assert (found.fmr.k, found.fmr.n, found.fmr.subjects) == (matrix.sum(), matrix.size, searches + persons)
    assert all(one.fpir <= fpir + 1e-12 for one in found.measured)


def test_independent_comparisons_follow_the_model():
    matrix = np.random.default_rng(1).random((3000, 500)) < 1e-3
    found = list_size(pairs_of(matrix))
    assert [one.persons for one in found.measured] == [10, 20, 50, 100, 200, 500]
    for one in found.measured:
        assert one.fpir == pytest.approx(one.modelled, rel=0.1)
        assert one.modelled == pytest.approx(fpir_from_fmr(matrix.mean(), one.persons))
    assert [one.persons for one in found.extrapolated] == [1_000, 10_000, 100_000]
    assert all(one.modelled and one.low < one.fpir < one.high for one in found.extrapolated[:2])
    assert found.fmr.low < 1e-3 < found.fmr.high


def test_clustered_false_matches_fall_short_of_the_model():
    # One probe in a hundred resembles everybody: the FMR is 1 %, yet a longer list alarms for nobody else.
    matrix = np.zeros((1000, 100), bool)
    matrix[:10] = True
    found = list_size(pairs_of(matrix))
    assert [one.fpir for one in found.measured] == pytest.approx([0.01] * 4)
    assert found.measured[-1].modelled == pytest.approx(0.634, abs=1e-3)
    assert [one.fpir for one in found.extrapolated] == [None] * 3, "nobody was named alone: nothing tells of the others"


def test_without_false_matches_nothing_is_carried_to_longer_lists():
    found = list_size(pairs_of(np.zeros((100, 50), bool)))
    assert [(one.fpir, one.low, one.high) for one in found.extrapolated] == [(None, None, None)] * 3
    assert str(found.measured[0].modelled) == "0.0"
    # fifty list persons are fewer than a hundred searched: as many comparisons have nobody in common
    assert (found.fmr.low, found.fmr.n_eff) == (0, 50)


def test_a_failure_to_acquire_is_a_search_without_a_false_positive():
    matrix = np.random.default_rng(2).random((400, 50)) < 5e-3
    one, other = list_size(pairs_of(matrix)), list_size(pairs_of(matrix, failed=400))
    assert other.measured[0].modelled == pytest.approx(one.measured[0].modelled / 2)
    assert other.extrapolated[0].fpir == pytest.approx(one.extrapolated[0].fpir / 2)
    assert other.fmr == one.fmr


def test_no_searches_say_nothing():
    assert list_size(pairs_of(np.zeros((0, 5), bool))) is None


@pytest.mark.parametrize(("persons", "expected"), [(4, [4]), (10, [10]), (68, [10, 20, 50, 68])])
def test_sizes(persons, expected):
    assert sizes(persons) == expected
