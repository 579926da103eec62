import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.contingency import relative_risk

from lfr_eval.metrics.comparisons import (
    Effect,
    benjamini_hochberg,
    binomial_p,
    bonferroni,
    difference,
    equivalent_difference,
    equivalent_ratio,
    fisher,
    holm,
    katz,
    newcombe,
    p_value,
    ratio,
)
from lfr_eval.metrics.people import Tally


def once(k, n):
    """n people who each pass once, k of them with the event."""
    return Tally.by_person([1] * k + [0] * (n - k), [1] * n)


def test_published_comparison(vectors):
    expected = vectors["two_groups_12_vs_3_of_2000"]
    assert fisher(12, 2000, 3, 2000) == pytest.approx(expected["fisher_p"], rel=1e-6)
    apart, times = newcombe(12, 2000, 3, 2000), katz(12, 2000, 3, 2000)
    assert apart.estimate == pytest.approx(expected["diff"])
    assert (apart.low, apart.high) == pytest.approx(expected["newcombe95"], rel=1e-6)
    assert times.estimate == pytest.approx(expected["ratio"])
    assert (times.low, times.high) == pytest.approx(expected["katz95"], rel=1e-6)


def test_published_zero_cell(vectors):
    assert fisher(5, 1000, 0, 1000) == pytest.approx(vectors["two_groups_5_vs_0_of_1000_fisher_p"], rel=1e-6)
    expected, times = vectors["haldane_ratio_5_vs_0_of_1000"], katz(5, 1000, 0, 1000)
    assert times.estimate == pytest.approx(expected["ratio"])
    assert (times.low, times.high) == pytest.approx(expected["ci95"], rel=1e-6)
    assert times.method == "katz-haldane"


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


def test_groups_of_people_who_pass_once_are_compared_by_the_closed_forms():
    first, second = once(12, 2000), once(3, 2000)
    assert difference(first, second) == newcombe(12, 2000, 3, 2000)
    assert ratio(first, second) == katz(12, 2000, 3, 2000)


def test_p_is_the_level_at_which_the_interval_reaches_equality():
    first, second = once(12, 2000), once(3, 2000)
    for compare, equal in ((difference, 0.0), (ratio, 1.0)):
        p = p_value(first, second, compare)
        at = compare(first, second, 1 - p)
        assert min(abs(at.low - equal), abs(at.high - equal)) == pytest.approx(0, abs=1e-6)
    assert p_value(once(5, 10), once(5, 10), ratio) == 1.0
    assert p_value(once(0, 10), once(0, 10), difference) == 1.0


GROUP = st.lists(st.tuples(st.integers(0, 5), st.integers(5, 8)), min_size=2, max_size=20)


@given(GROUP, GROUP, st.sampled_from([difference, ratio]))
def test_p_and_interval_never_disagree(one, other, compare):
    first, second = (Tally.by_person(*zip(*people, strict=True)) for people in (one, other))
    effect, p = compare(first, second, 0.95), p_value(first, second, compare)
    if abs(p - 0.05) > 1e-4:
        equal = 1.0 if compare is ratio else 0.0
        assert (p < 0.05) == (effect.low is not None and not effect.low <= equal <= effect.high)
    assert p_value(second, first, compare) == pytest.approx(p, rel=1e-3)


def test_the_same_people_ten_times_each_are_no_more_evidence():
    # 12 of 200 against 3 of 200, then each of them ten times with the same result.
    single, repeated = (
        p_value(
            *(Tally.by_person([each * one for one in [1] * k + [0] * (200 - k)], [each] * 200) for k in (12, 3)), ratio
        )
        for each in (1, 10)
    )
    assert repeated >= single


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
