import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.proportions import clopper_pearson, one_sided_upper, wilson
from lfr_eval.metrics.rates import guarantee, rate


def test_published_wide_interval(vectors):
    case = vectors["cluster_bootstrap_enumerated"]
    subjects = np.repeat(["a", "b", "c", "d"], 10)
    found = rate([True] * 30 + [False] * 10, subjects)
    assert (found.value, found.low, found.high) == (case["p"], *case["percentile95"])
    assert (found.method, found.subjects) == ("cluster-bootstrap", 4)
    assert wilson(30, 40) == pytest.approx(case["naive_wilson_30_of_40"], rel=1e-6)


@pytest.mark.parametrize(
    ("events", "subjects", "method", "interval"),
    [
        # Everybody passes once.
        ([1, 0, 0], ["a", "b", "c"], "wilson", wilson(1, 3)),
        # Nobody alarms in four passes of two people: as little as two trials would show.
        ([0, 0, 0, 0], ["a", "a", "b", "b"], "wilson-subjects", wilson(0, 2)),
        ([1, 1, 1], ["a", "a", "b"], "wilson-subjects", wilson(2, 2)),
        # One person, half of the passes: resampling that person teaches nothing.
        ([1, 0], ["a", "a"], "wilson-subjects", wilson(0.5, 1)),
    ],
)
def test_method_follows_the_clustering(events, subjects, method, interval):
    found = rate(map(bool, events), subjects)
    assert found.method == method
    assert (found.low, found.high) == interval


def test_no_trials():
    assert rate([], []).value is None
    assert guarantee([], []).high is None


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=25), st.randoms())
def test_value_lies_in_its_interval_and_order_changes_nothing(trials, random):
    events, subjects = zip(*((event, f"s{who}") for event, who in trials), strict=True)
    found = rate(events, subjects)
    assert 0 <= found.low <= found.value <= found.high <= 1
    random.shuffle(trials)
    assert rate([event for event, _ in trials], [f"s{who}" for _, who in trials]) == found
    bounds = guarantee(events, subjects)
    assert bounds.low <= found.value <= bounds.high


def test_guarantee_is_exact_without_clusters():
    bounds = guarantee([False] * 1000, [str(one) for one in range(1000)])
    assert bounds.high == pytest.approx(1 - 0.05 ** (1 / 1000))
    assert (bounds.low, bounds.method) == (0.0, "clopper-pearson")
    # Two-sided at 90 % is one-sided at 95 % twice.
    some = guarantee([True] * 3 + [False] * 97, map(str, range(100)))
    assert (some.low, some.high) == pytest.approx(clopper_pearson(3, 100, 0.90))


def test_guarantee_counts_people_where_passes_are_clustered():
    subjects = [str(one // 10) for one in range(1000)]
    assert guarantee([False] * 1000, subjects).high == one_sided_upper(0, 100)
    one_bad_person = guarantee([one < 10 for one in range(1000)], subjects)
    assert one_bad_person.high > one_sided_upper(10, 1000)
    # A lone event must not look safer because passes are clustered.
    assert guarantee([one == 0 for one in range(1000)], subjects).high == one_sided_upper(1, 1000)
