import json

import numpy as np
import pytest
from scenes import hit, row, watch

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.comparisons import fisher, holm
from lfr_eval.metrics.group_comparison import Metric, MetricTrials, trials_of
from lfr_eval.metrics.verdicts import verdicts


def trials(metric, *, repeat=1, missing=0, **groups):
    """Groups of (people with an event, people), each passing `repeat` times, and passes without a value."""
    events, subjects, values = [], [], []
    for value, (k, n) in groups.items():
        events += [one < k for one in range(n) for _ in range(repeat)]
        subjects += [f"{value}{one}" for one in range(n) for _ in range(repeat)]
        values += [value] * (n * repeat)
    events += [False] * missing
    subjects += [f"?{one}" for one in range(missing)]
    values += [None] * missing
    columns = {"sex": np.array(values, object)}
    return MetricTrials(metric, np.array(events), np.array(subjects, object), columns)


def only(trials, **more):
    (verdict,) = verdicts([trials], ["sex"], **more)
    return verdict


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        # 5 against 0 of 1,000: not significant, and never "no difference".
        (trials(Metric.FPIR, f=(5, 1000), m=(0, 1000)), "inconclusive"),
        # No events at all is not equivalence either.
        (trials(Metric.FPIR, f=(0, 5000), m=(0, 5000)), "inconclusive"),
        (trials(Metric.FPIR, f=(40, 2000), m=(5, 2000)), "disparity"),
        (trials(Metric.FPIR, f=(2000, 9000), m=(2010, 9000)), "equivalence"),
        (trials(Metric.TPIR, f=(900, 1000), m=(905, 1000)), "equivalence"),
        (trials(Metric.TPIR, f=(90, 100), m=(88, 100)), "inconclusive"),
        (trials(Metric.TPIR, f=(90, 100), m=(50, 100)), "disparity"),
        # Everybody recognised, in ten people of ten passes each: the bootstrap has no width, which proves nothing.
        (trials(Metric.TPIR, f=(10, 10), m=(10, 10), repeat=10), "inconclusive"),
        # Three groups, one of them different: permutation and bootstrap.
        (trials(Metric.TPIR, a=(180, 200), b=(184, 200), c=(120, 200)), "disparity"),
        (trials(Metric.TPIR, a=(1900, 2000), b=(1910, 2000), c=(1905, 2000)), "equivalence"),
        # The same evidence, once from 200 people, once from 20 people of ten passes each.
        (trials(Metric.FPIR, f=(18, 100), m=(4, 100)), "disparity"),
        (trials(Metric.FPIR, f=(2, 10), m=(1, 10), repeat=10), "inconclusive"),
    ],
)
def test_findings(data, finding):
    assert only(data).finding == finding


def test_fewer_than_ten_subjects_bar_equivalence_but_not_disparity():
    equal = only(trials(Metric.TPIR, f=(9000, 10_000), m=(8990, 10_000), x=(8, 9)))
    assert equal.finding == "inconclusive"
    assert equal.notes == ("too few subjects: x",)
    assert [group.too_small for group in equal.groups] == [False, False, True]
    assert only(trials(Metric.TPIR, f=(900, 1000), x=(0, 9))).finding == "disparity"


def test_a_group_seen_in_one_metric_only_bars_equivalence_in_the_other():
    fpir = trials(Metric.FPIR, f=(30, 1000), m=(30, 1000), x=(30, 1000))
    tpir = trials(Metric.TPIR, f=(900, 1000), m=(905, 1000))
    _, verdict = verdicts([fpir, tpir], ["sex"])
    assert verdict.finding == "inconclusive"
    assert verdict.notes == ("too few subjects: x",)


def test_equivalence_comes_before_a_detectable_difference():
    verdict = only(trials(Metric.TPIR, f=(45_000, 50_000), m=(44_500, 50_000)))
    assert verdict.finding == "equivalence"
    assert verdict.leading.p_adjusted < 0.05
    assert verdict.notes == ("a difference within the margin is detectable",)


def test_correction_spans_groups_attributes_and_metrics():
    fpir, tpir = trials(Metric.FPIR, f=(12, 400), m=(3, 400)), trials(Metric.TPIR, f=(90, 100), m=(80, 100))
    results = verdicts([fpir, tpir], ["sex"])
    family = [fisher(12, 400, 3, 400)] * 2 + [fisher(90, 100, 80, 100)] * 2
    found = [group.p_adjusted for verdict in results for group in verdict.groups]
    assert found == pytest.approx(holm(family).tolist())
    explored = verdicts([fpir, tpir], ["sex"], exploratory=True)
    assert explored[0].exploratory
    assert explored[0].leading.p_adjusted < results[0].leading.p_adjusted


def test_needed_passes():
    # 1 in 1,000 pooled, one pass each.
    verdict = only(trials(Metric.FPIR, f=(2, 1000), m=(0, 1000)))
    assert verdict.needed.baseline == 0.001
    assert (verdict.needed.passes_per_group, verdict.needed.subjects_per_group) == (23508, 23508)
    # Nothing was seen: the policy's limit stands in; passes of one person may be all alike.
    verdict = only(trials(Metric.FPIR, f=(0, 50), m=(0, 50), repeat=4), limits={Metric.FPIR: 0.001})
    assert verdict.needed.design_effect == 4
    assert (verdict.needed.passes_per_group, verdict.needed.subjects_per_group) == (4 * 23508, 23508)
    assert only(trials(Metric.FPIR, f=(0, 50), m=(0, 50))).needed.passes_per_group is None
    # Of TPIR it is the miss rate that would double.
    assert only(trials(Metric.TPIR, f=(90, 100), m=(90, 100))).needed.baseline == pytest.approx(0.1)


def test_not_recorded_is_counted_and_not_tested():
    verdict = only(trials(Metric.FPIR, f=(3, 100), m=(2, 100), missing=7))
    assert verdict.not_recorded == 7
    assert [group.value for group in verdict.groups] == ["f", "m"]
    assert verdict.groups[0].rest.n == 100


@pytest.mark.parametrize("groups", [{}, {"f": (3, 100)}])
def test_nothing_to_compare(groups):
    verdict = only(trials(Metric.FPIR, missing=3, **groups))
    assert (verdict.finding, verdict.leading) == ("inconclusive", None)
    assert "fewer than two groups are recorded" in verdict.notes


def test_conditions_are_not_tested_as_if_they_were_people():
    data = MetricTrials(
        Metric.FPIR,
        np.array([True, False]),
        np.array(["s", "s"], object),
        {"light": np.array(["day", "night"], object)},
    )
    with pytest.raises(InputError, match="attribute light: expected one value per subject"):
        verdicts([data], ["light"])


def test_trials_come_from_pass_records_and_go_to_json():
    passes = [
        row("1", 0, 5, "P", attributes={"sex": "f"}),
        row("2", 10, 15, attributes={"sex": "m"}),
        row("3", 20, 25, attributes={"sex": ""}),
    ]
    fpir, tpir = trials_of(watch(passes, [hit(1), hit(11)]).records, ["sex"])
    assert (fpir.events.tolist(), fpir.columns["sex"].tolist()) == ([True, False], ["m", None])
    assert (tpir.events.tolist(), tpir.columns["sex"].tolist()) == ([True], ["f"])
    found = [verdict.to_json() for verdict in verdicts([fpir, tpir], ["sex"])]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert {"attribute", "metric", "verdict", "effect", "p_adjusted", "needed_subjects_per_group"} <= set(found[0])
