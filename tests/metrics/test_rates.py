import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.bootstrap import SubjectSums, percentile_interval, quotient
from lfr_eval.metrics.proportions import clopper_pearson, one_sided_upper, wilson
from lfr_eval.metrics.rates import guarantee, independent_rate, rate


def test_published_clustered_example(vectors):
    # Four people, ten passes each: 10, 10, 10 and none recognised.
    case = vectors["cluster_bootstrap_enumerated"]
    subjects = np.repeat(["a", "b", "c", "d"], 10)
    events = np.array([True] * 30 + [False] * 10)
    found = rate(events, subjects)
    assert (found.value, found.method, found.subjects) == (case["p"], "korn-graubard", 4)
    as_four = clopper_pearson(3, 4)
    assert as_four == pytest.approx((0.194120, 0.993691), abs=1e-6)
    assert found.n_eff <= 4
    assert found.low <= as_four[0] < as_four[1] <= found.high
    # The bootstrap over all resamples stays as a function, and is displayed nowhere.
    resampled = SubjectSums.of(np.stack([events, np.ones(40)], axis=1), subjects).every_resample()
    assert percentile_interval(quotient(resampled)) == tuple(case["percentile95"])
    assert wilson(30, 40) == pytest.approx(case["naive_wilson_30_of_40"], rel=1e-6)


@pytest.mark.parametrize(
    ("events", "subjects", "method", "n_eff"),
    [
        # Everybody passes once.
        ([1, 0, 0], ["a", "b", "c"], "clopper-pearson", 3),
        # Nobody alarms in four passes of two people: as little as two trials would show.
        ([0, 0, 0, 0], ["a", "a", "b", "b"], "korn-graubard", 2),
        # Two people, one of whom passes twice as often: fewer than two.
        ([1, 1, 1], ["a", "a", "b"], "korn-graubard", 9 / 5),
        # One person, half of the passes.
        ([1, 0], ["a", "a"], "korn-graubard", 1),
    ],
)
def test_method_follows_the_clustering(events, subjects, method, n_eff):
    found = rate(map(bool, events), subjects)
    assert (found.method, found.n_eff) == (method, pytest.approx(n_eff))


def test_no_trials():
    assert rate([], []).value is None
    assert guarantee([], []).high is None
    nothing = independent_rate(0, 0)
    assert (nothing.value, nothing.low, nothing.high, nothing.n, nothing.n_eff) == (None, None, None, 0, None)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=25), st.randoms())
def test_value_lies_in_its_interval_and_order_changes_nothing(trials, random):
    events, subjects = zip(*((event, f"s{who}") for event, who in trials), strict=True)
    found = rate(events, subjects)
    assert 0 <= found.low <= found.value <= found.high <= 1
    random.shuffle(trials)
    assert rate([event for event, _ in trials], [f"s{who}" for _, who in trials]) == found
    bounds = guarantee(events, subjects)
    # A guarantee and the interval beside it never contradict each other.
    assert found.low <= bounds.low <= found.value <= bounds.high <= found.high


def test_guarantee_is_exact_without_clusters():
    bounds = guarantee([False] * 1000, [str(one) for one in range(1000)])
    assert bounds.high == pytest.approx(1 - 0.05 ** (1 / 1000))
    assert (bounds.low, bounds.method) == (0.0, "clopper-pearson")
    # Two-sided at 90 % is one-sided at 95 % twice.
    some = guarantee([True] * 3 + [False] * 97, map(str, range(100)))
    assert (some.low, some.high) == pytest.approx(clopper_pearson(3, 100, 0.90))


def test_guarantee_counts_people_where_passes_are_clustered():
    subjects = [str(one // 10) for one in range(1000)]
    assert guarantee([False] * 1000, subjects).high == pytest.approx(one_sided_upper(0, 100))
    one_bad_person = guarantee([one < 10 for one in range(1000)], subjects)
    assert one_bad_person.high > one_sided_upper(10, 1000)
    # A lone event must not look safer because passes are clustered.
    assert guarantee([one == 0 for one in range(1000)], subjects).high > one_sided_upper(0, 100)
