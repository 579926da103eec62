import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.scaling import (
    base_rate_curve,
    clustered_fpir,
    cross_group,
    fmr_from_fpir,
    fpir_from_fmr,
    mixed_fpir,
    ppv,
    rescale_fpir,
)


def test_published_scaling(vectors):
    for case in vectors["fpir_from_fmr"]:
        fpir, linear = fpir_from_fmr(case["fmr"], case["N"]), case["linear"]
        assert fpir == pytest.approx(case["fpir"], rel=1e-6)
        assert linear * (1 - linear / 2) <= fpir <= linear
    rescaled = vectors["rescale_1in6000_at_10000"]
    assert fmr_from_fpir(1 / 6000, 10_000) == pytest.approx(rescaled["implied_fmr"], rel=1e-6)
    for persons in ("1000", "16500", "178000"):
        fpir = rescale_fpir(1 / 6000, 10_000, int(persons))
        assert fpir == pytest.approx(rescaled[persons]["fpir"], rel=1e-6)
        assert 1 / fpir == pytest.approx(rescaled[persons]["one_in"], rel=1e-6)
    mixed = vectors["mixed_watchlist"]
    fpir = mixed_fpir(list(mixed["fmr"].values()), list(mixed["count"].values()))
    assert fpir == pytest.approx(mixed["fpir"], rel=1e-6)


def test_published_precision(vectors):
    case = vectors["ppv_base_rate"]
    curve = dict(base_rate_curve(case["tpir"], case["fpir"], case["faces"], [0, 10, 100]))
    assert curve[10] == pytest.approx(case["mated_10"], rel=1e-6)
    assert curve[100] == pytest.approx(case["mated_100"], rel=1e-6)
    assert curve[0] == 0.0
    assert ppv(0.9, 0.0, 0, 1000) is None


@given(st.floats(1e-9, 0.5), st.integers(1, 10_000))
def test_scaling_there_and_back(fpir, persons):
    assert fpir_from_fmr(fmr_from_fpir(fpir, persons), persons) == pytest.approx(fpir)


def test_ends():
    assert (fpir_from_fmr(0, 100), fpir_from_fmr(1, 100), fmr_from_fpir(1, 5)) == (0, 1, 1)
    with pytest.raises(ValueError, match="FMR"):
        fpir_from_fmr(1.2, 10)


def test_list_composition_makes_disparity():
    # Each group is matched only within itself; the list holds three of a and one of b.
    cells = cross_group(
        np.array(["a", "a", "b", "b"], object),
        np.array(["a", "a", "a", "b"], object),
        match_probe=np.array([0, 2]),
        match_person=np.array([1, 3]),
    )
    assert cells.k.tolist() == [[1, 0], [0, 1]]
    assert cells.n.tolist() == [[6, 2], [6, 2]]
    equal = cells.standardised_fpir(4)
    assert equal["a"] == pytest.approx(1 - (1 - 1 / 6) ** 2)
    assert equal["b"] == pytest.approx(1 - (1 - 1 / 2) ** 2)
    assert cells.standardised_fpir(4, {"a": 1})["b"] == 0.0


@given(st.floats(0.01, 2), st.floats(0.05, 0.95), st.floats(1, 30))
def test_clustered_searches_name_fewer_than_independent_ones(named, share, longer):
    fpir = share * -math.expm1(-named)
    assert clustered_fpir(named, named, fpir) == pytest.approx(fpir)
    assert fpir * 0.999 <= clustered_fpir(named * longer, named, fpir) <= -math.expm1(-named * longer)


def test_a_few_who_resemble_everybody_do_not_grow_with_their_group_on_the_list():
    # 1,000 probes; ten of them are taken for all of ten a's and ninety b's, whoever is listed: 1 % on any list
    probe, person = (side.ravel() for side in np.meshgrid(np.arange(10), np.arange(100), indexing="ij"))
    cells = cross_group(np.full(1000, "a", object), np.repeat(np.array(["a", "b"], object), [10, 90]), probe, person)
    assert cells.fpir.tolist() == [0.01]
    assert cells.standardised_fpir(100)["a"] == pytest.approx(0.01, rel=0.05)
    assert mixed_fpir([0.01], [100]) == pytest.approx(0.634, abs=1e-3), "independence would have that"


def test_carried_to_another_make_up_it_is_what_such_a_list_has():
    # a's resemble a's four times as often as b's, and a tenth of the probes all others eight times as often
    rng = np.random.default_rng(6)
    own = np.where(rng.random(20_000) < 0.1, 8.0, 1.0)
    chances = [4e-4, 1e-4]
    matches = [rng.random((20_000, size)) < own[:, None] * fmr for fmr, size in zip(chances, (20, 180), strict=True)]
    listed = np.repeat(np.array(["a", "b"], object), [20, 180])
    cells = cross_group(np.full(20_000, "a", object), listed, *np.nonzero(np.concatenate(matches, axis=1)))
    true = 1 - np.mean([(1 - one * chances[0]) ** 100 * (1 - one * chances[1]) ** 100 for one in (8, *[1] * 9)])
    found = cells.standardised_fpir(200)["a"]
    plain = mixed_fpir((cells.k / cells.n)[0].tolist(), [100, 100])
    assert found == pytest.approx(true, rel=0.06)
    assert plain > true * 1.08
