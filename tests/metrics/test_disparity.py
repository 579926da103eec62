import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.bootstrap import SubjectSums
from lfr_eval.metrics.disparity import (
    differential,
    fdr,
    garbe,
    gini,
    inequity_rate,
    mape,
    max_minus_min,
    max_over_min,
    standard_deviation,
    worst_over_geomean,
)


def test_published_indices(vectors):
    group = vectors["group"]
    x, y = group["FMR"], group["FNMR"]
    assert (max_minus_min(x), max_minus_min(y)) == pytest.approx((group["A"], group["B"]))
    for alpha in ("0.25", "0.5", "0.75"):
        assert fdr(x, y, float(alpha)) == pytest.approx(group["FDR"][alpha], rel=1e-6)
        assert inequity_rate(x, y, float(alpha)) == pytest.approx(group["IR"][alpha], rel=1e-6)
        assert garbe(x, y, float(alpha)) == pytest.approx(group["GARBE"][alpha], rel=1e-6)
    both = np.array([x, y])
    assert gini(both) == pytest.approx(group["gini_corrected"])
    assert gini(both, corrected=False) == pytest.approx(group["gini_uncorrected"])
    assert max_over_min(both) == pytest.approx(group["max_over_min"])
    assert worst_over_geomean(both) == pytest.approx(group["max_over_geomean"])
    assert both.max(1) / worst_over_geomean(both) == pytest.approx(group["geomean"], rel=1e-6)
    assert [standard_deviation(x), standard_deviation(x, sample=True)] == pytest.approx(group["std_pop_samp"], rel=1e-6)
    assert mape(x, 0.002) == pytest.approx(group["MAPE_target_0.002"])


def test_published_edges_of_gini(vectors):
    edge = vectors["gini_edge"]
    assert gini([0, 0, 0, 0.01]) == pytest.approx(edge["[0,0,0,0.01] corrected"])
    assert gini([0, 0, 0, 0.01], corrected=False) == pytest.approx(edge["uncorrected"])
    assert gini([0.3] * 4) == edge["[x,x,x,x]"]
    assert gini([0.0] * 4) == edge["[0,0,0,0]"]


def test_ratios_with_a_zero_rate_are_undefined():
    assert np.isnan(max_over_min([0, 0.1]))
    assert np.isnan(worst_over_geomean([0, 0.1]))
    assert np.isnan(inequity_rate([0.1, 0.1], [0, 0.1]))


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=6), st.floats(0.1, 1))
def test_relative_indices_ignore_scale(rates, scale):
    scaled = np.array(rates) * scale
    for index in (max_over_min, worst_over_geomean, gini):
        assert index(scaled) == pytest.approx(index(rates))
    assert 0 <= gini(rates) <= 1 + 1e-12
    assert 1 - 1e-12 <= worst_over_geomean(rates) <= max_over_min(rates) + 1e-9


def sums(*cells, repeat=1):
    """Groups of (subjects with an event, subjects), each passing `repeat` times."""
    rows, subjects, groups = [], [], []
    for group, (k, n) in enumerate(cells):
        rows += [[float(one < k), 1.0] for one in range(n) for _ in range(repeat)]
        subjects += [f"{group}-{one}" for one in range(n) for _ in range(repeat)]
        groups += [f"g{group}"] * (n * repeat)
    return SubjectSums.of(np.array(rows), np.array(subjects, object), np.array(groups, object))


def test_an_index_of_equal_groups_is_within_its_null():
    found = differential("max_over_min", sums((10, 100), (13, 100), (11, 100)))
    assert found.value == pytest.approx(1.3)
    # Biased upward: chance alone makes about as much of equal groups.
    assert found.null_median > 1.2
    assert found.null_95 > found.value
    assert found.p > 0.5


def test_an_index_of_unequal_groups_is_beyond_its_null():
    found = differential("gini", sums((5, 100), (40, 100)))
    assert found.p < 0.001
    assert found.null_95 < found.value
    # Repeating each pass ten times adds no evidence: people are shuffled, not passes.
    again = differential("gini", sums((5, 100), (40, 100), repeat=10))
    assert (again.null_95, again.p) == pytest.approx((found.null_95, found.p), abs=0.02)


def test_an_index_has_no_interval():
    # Three equal groups: a bootstrap by people of max/min never goes below 1.0 and covered the truth in 0 to 7 %
    found = differential("max_over_min", sums((10, 100), (13, 100), (11, 100)))
    assert set(found.to_json()) == {"index", "value", "undefined", "null_median", "null_95", "p", "target"}


def test_p_is_uniform_enough_where_groups_are_equal():
    # 200 samples of three equal groups of 40: about 5 % beyond 95 of 100 shuffles
    rng, beyond = np.random.default_rng(4), 0
    for _ in range(200):
        beyond += differential("gini", sums(*((int(rng.binomial(40, 0.3)), 40) for _ in range(3)))).p < 0.05
    assert beyond / 200 <= 0.09


def test_distance_from_a_target():
    # Rates 0.1 and 0.3 against 0.2: each is half the target away. Shuffled labels bring both near the mean, the target.
    found = differential("mape", sums((10, 100), (30, 100)), target=0.2)
    assert found.value == pytest.approx(50)
    assert found.null_95 < 40
    assert found.p < 0.01
    assert found.target == 0.2


@pytest.mark.parametrize(("index", "target"), [("mape", None), ("mape", 0.0), ("gini", 0.1)])
def test_a_target_belongs_to_the_index_that_needs_one(index, target):
    with pytest.raises(ValueError, match="target"):
        differential(index, sums((1, 10), (2, 10)), target=target)


def test_undefined_carries_its_reason():
    found = differential("max_over_min", sums((0, 20), (3, 20)))
    assert (found.value, found.undefined) == (None, "undefined (a group has 0 events)")


def test_combined_index():
    # Columns: false positives, non-mated trials, false negatives, mated trials; 20 subjects a group, one pass of each.
    rows = [[one < 4, 1, one < 2, 1] for one in range(20)] + [[one < 2, 1, one < 2, 1] for one in range(20)]
    both = SubjectSums.of(
        np.array(rows, float),
        np.array([str(one) for one in range(40)], object),
        np.repeat(np.array(["a", "b"], object), 20),
    )
    assert differential("garbe", both, alpha=0.5).value == pytest.approx(garbe([0.2, 0.1], [0.1, 0.1]))
    fair = differential("fdr", both, alpha=0.5)
    assert fair.value == pytest.approx(0.95)
    assert fair.null_95 <= fair.null_median <= 1
    assert 0.2 < fair.p <= 1


def test_group_without_trials():
    rows = np.array([[1, 1, 0, 0], [0, 1, 0, 1]], float)
    lone = SubjectSums.of(rows, np.array(["a", "b"], object), np.array(["x", "y"], object))
    assert differential("fdr", lone).undefined == "undefined (a group has no trials)"
