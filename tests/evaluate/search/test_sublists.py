import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.evaluate.search.sublists import FalsePairs, list_size, sizes
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.scaling import fpir_from_fmr


def pairs_of(matrix: np.ndarray, failed: int = 0) -> tuple[FalsePairs, np.ndarray]:
    """Searches by list persons, True where the person was falsely named; `failed` more searches were not acquired."""
    names = np.array([f"s{row}" for row in range(len(matrix) + failed)], object)
    search, person = np.nonzero(matrix)
    acquired = np.arange(len(names)) < len(matrix)
    hit = np.append(matrix.any(axis=1), np.zeros(failed, bool))
    return FalsePairs(names, acquired, search, person, matrix.shape[1]), rate(hit, names)


@given(st.integers(1, 40), st.integers(1, 60), st.integers(0, 3), st.integers(0, 99))
def test_the_whole_list_is_what_was_measured(searches, persons, failed, seed):
    matrix = np.random.default_rng(seed).random((searches, persons)) < 0.05
    pairs, fpir = pairs_of(matrix, failed)
    found = list_size(pairs, fpir, seed)
    whole = found.measured[-1]
    assert (whole.persons, whole.repeats) == (persons, 1)
    assert whole.fpir == whole.lowest_5 == whole.highest_5 == pytest.approx(fpir.value)
    assert (found.fmr.k, found.fmr.n) == (matrix.sum(), matrix.size)
    assert all(one.fpir <= fpir.value + 1e-12 for one in found.measured)


def test_independent_comparisons_follow_the_model():
    matrix = np.random.default_rng(1).random((3000, 500)) < 1e-3
    pairs, fpir = pairs_of(matrix)
    found = list_size(pairs, fpir)
    assert [one.persons for one in found.measured] == [10, 20, 50, 100, 200, 500]
    for one in found.measured:
        assert one.fpir == pytest.approx(one.modelled, rel=0.1)
        assert one.modelled == pytest.approx(fpir_from_fmr(matrix.mean(), one.persons))
    assert [one.persons for one in found.extrapolated] == [1_000, 10_000, 100_000]
    assert all(one.modelled and one.low < one.fpir < one.high for one in found.extrapolated[:2])


def test_clustered_false_matches_fall_short_of_the_model():
    # One probe in a hundred resembles everybody: the FMR is 1 %, yet a longer list alarms for nobody else.
    matrix = np.zeros((1000, 100), bool)
    matrix[:10] = True
    pairs, fpir = pairs_of(matrix)
    found = list_size(pairs, fpir)
    assert [one.fpir for one in found.measured] == pytest.approx([0.01] * 4)
    assert found.measured[-1].modelled == pytest.approx(0.634, abs=1e-3)


def test_without_false_matches_the_bound_is_that_of_fpir():
    pairs, fpir = pairs_of(np.zeros((100, 50), bool))
    found = list_size(pairs, fpir)
    assert str(found.extrapolated[0].fpir) == "0.0"
    assert found.fmr.low == 0
    assert fpir_from_fmr(found.fmr.high, 50) == pytest.approx(fpir.high)


def test_a_failure_to_acquire_is_a_search_without_a_false_positive():
    matrix = np.random.default_rng(2).random((400, 50)) < 5e-3
    (alone, fpir), (diluted, lower) = pairs_of(matrix), pairs_of(matrix, failed=400)
    one, other = list_size(alone, fpir), list_size(diluted, lower)
    assert other.measured[0].modelled == pytest.approx(one.measured[0].modelled / 2)
    assert other.fmr.value == one.fmr.value


def test_no_searches_say_nothing():
    pairs, fpir = pairs_of(np.zeros((0, 5), bool))
    assert list_size(pairs, fpir) is None


@pytest.mark.parametrize(("persons", "expected"), [(4, [4]), (10, [10]), (68, [10, 20, 50, 68])])
def test_sizes(persons, expected):
    assert sizes(persons) == expected
