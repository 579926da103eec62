import numpy as np
import pytest
from scipy import stats
from scipy.stats.contingency import relative_risk

from lfr_eval.metrics.bootstrap import SubjectSums
from lfr_eval.metrics.comparisons import (
    Effect,
    benjamini_hochberg,
    binomial_p,
    bonferroni,
    bootstrap_difference,
    bootstrap_ratio,
    equivalent_difference,
    equivalent_ratio,
    fisher,
    holm,
    katz,
    newcombe,
    permutation_p,
)


def two_groups(k1, n1, k2, n2, repeat=1):
    """Subjects who each pass `repeat` times with the same result."""
    events = np.repeat([1.0] * k1 + [0.0] * (n1 - k1) + [1.0] * k2 + [0.0] * (n2 - k2), repeat)
    subjects = np.repeat(np.array([f"s{one}" for one in range(n1 + n2)], object), repeat)
    groups = np.repeat(np.array(["group"] * n1 + ["rest"] * n2, object), repeat)
    return SubjectSums.of(np.stack([events, np.ones(len(events))], axis=1), subjects, groups)


def test_published_comparison(vectors):
    expected = vectors["two_groups_12_vs_3_of_2000"]
    assert fisher(12, 2000, 3, 2000) == pytest.approx(expected["fisher_p"], rel=1e-6)
    difference, ratio = newcombe(12, 2000, 3, 2000), katz(12, 2000, 3, 2000)
    assert difference.estimate == pytest.approx(expected["diff"])
    assert (difference.low, difference.high) == pytest.approx(expected["newcombe95"], rel=1e-6)
    assert ratio.estimate == pytest.approx(expected["ratio"])
    assert (ratio.low, ratio.high) == pytest.approx(expected["katz95"], rel=1e-6)


def test_published_zero_cell(vectors):
    assert fisher(5, 1000, 0, 1000) == pytest.approx(vectors["two_groups_5_vs_0_of_1000_fisher_p"], rel=1e-6)
    expected, ratio = vectors["haldane_ratio_5_vs_0_of_1000"], katz(5, 1000, 0, 1000)
    assert ratio.estimate == pytest.approx(expected["ratio"])
    assert (ratio.low, ratio.high) == pytest.approx(expected["ci95"], rel=1e-6)
    assert ratio.method == "katz-haldane"


def test_published_corrections(vectors):
    p, expected = [0.01, 0.04, 0.03, 0.005], vectors["adjusted_p"]
    assert bonferroni(p) == pytest.approx(expected["bonferroni"])
    assert holm(p) == pytest.approx(expected["holm"])
    assert benjamini_hochberg(p) == pytest.approx(expected["fdr_bh"])
    assert len(holm([])) == len(benjamini_hochberg([])) == 0


def test_published_share_of_false_alerts(vectors):
    # Four of six false alerts on a group that was 24 % of the sample.
    assert binomial_p(4, 6, 0.24) == pytest.approx(vectors["binomial_4_of_6_vs_0.24"], rel=1e-6)


def test_parity_of_katz_with_scipy():
    theirs = relative_risk(12, 300, 25, 400).confidence_interval()
    assert (katz(12, 300, 25, 400).low, katz(12, 300, 25, 400).high) == pytest.approx((theirs.low, theirs.high))


def test_mid_p_by_hand():
    # 3 of 3 against 0 of 3: of the 20 tables two are as unlikely, p = 2/20; half of both is left.
    assert fisher(3, 3, 0, 3) == pytest.approx(0.1)
    assert fisher(3, 3, 0, 3, mid_p=True) == pytest.approx(0.05)


def test_permutation_agrees_with_the_exact_test_and_knows_clusters():
    # 12/200 against 3/200: two-sided exact p by hand from the hypergeometric distribution of |difference|.
    in_first = np.arange(16)
    as_far = np.abs(in_first - (15 - in_first)) >= 9
    exact = stats.hypergeom(400, 15, 200).pmf(in_first)[as_far].sum()
    assert permutation_p(two_groups(12, 200, 3, 200), seed=0) == pytest.approx(exact, abs=0.006)
    # The same people passing ten times each are no more evidence.
    assert permutation_p(two_groups(12, 200, 3, 200, repeat=10), seed=0) == pytest.approx(exact, abs=0.006)


def test_bootstrap_agrees_with_closed_forms_where_they_hold():
    sums = two_groups(60, 400, 90, 400)
    difference, ratio = bootstrap_difference(sums, seed=0), bootstrap_ratio(sums, seed=0)
    by_formula = newcombe(60, 400, 90, 400)
    assert (difference.low, difference.high) == pytest.approx((by_formula.low, by_formula.high), abs=0.006)
    by_formula = katz(60, 400, 90, 400)
    assert (ratio.low, ratio.high) == pytest.approx((by_formula.low, by_formula.high), abs=0.03)
    assert ratio.estimate == pytest.approx(2 / 3)


def test_ratio_without_an_upper_bound():
    # Resamples often leave the second group without an event.
    ratio = bootstrap_ratio(two_groups(5, 50, 1, 50), seed=0)
    assert ratio.estimate == pytest.approx(5)
    assert ratio.high is None
    assert not equivalent_ratio(ratio)


@pytest.mark.parametrize(
    ("low", "high", "by_ratio", "by_difference"),
    [
        (0.81, 1.24, True, False),
        # On the margin is not inside it.
        (0.8, 1.24, False, False),
        (0.81, 1.25, False, False),
        (-0.049, 0.049, False, True),
        (-0.05, 0.01, False, False),
        (None, 0.01, False, False),
    ],
)
def test_equivalence_wants_the_whole_interval_inside(low, high, by_ratio, by_difference):
    effect = Effect(1.0, low, high, "")
    assert (equivalent_ratio(effect), equivalent_difference(effect)) == (by_ratio, by_difference)
