import json
from dataclasses import replace

import numpy as np
import pytest
from scenes import hit, row, watch

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.comparisons import holm
from lfr_eval.metrics.group_comparison import Metric, MetricTrials, trials_of
from lfr_eval.metrics.planning import needed_for_difference, needed_for_ratio
from lfr_eval.metrics.verdicts import verdicts


def trials(metric, *, repeat=1, missing=0, missed=0, **groups):
    """Groups of (people with an event, people), each passing `repeat` times; `missing` people without a value, of whom
    `missed` have an event."""
    events, subjects, values = [], [], []
    for value, (k, n) in groups.items():
        events += [one < k for one in range(n) for _ in range(repeat)]
        subjects += [f"{value}{one}" for one in range(n) for _ in range(repeat)]
        values += [value] * (n * repeat)
    events += [one < missed for one in range(missing)]
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
        # Everybody recognised, in ten people of ten passes each: ten people show no more than ten passes.
        (trials(Metric.TPIR, f=(10, 10), m=(10, 10), repeat=10), "inconclusive"),
        # Three groups, one of them different.
        (trials(Metric.TPIR, a=(180, 200), b=(184, 200), c=(120, 200)), "disparity"),
        (trials(Metric.TPIR, a=(1900, 2000), b=(1910, 2000), c=(1905, 2000)), "equivalence"),
        # Each within the margin of the pooled rest, but the first is not within it of the last.
        (trials(Metric.TPIR, a=(9800, 10_000), b=(9500, 10_000), c=(9250, 10_000)), "disparity"),
        # Three groups of 40: 6, 1 and 1 false positives.
        (trials(Metric.FPIR, a=(6, 40), b=(1, 40), c=(1, 40)), "inconclusive"),
        # The same evidence, once from 200 people, once from 20 people of ten passes each.
        (trials(Metric.FPIR, f=(18, 100), m=(4, 100)), "disparity"),
        (trials(Metric.FPIR, f=(2, 10), m=(1, 10), repeat=10), "inconclusive"),
    ],
)
def test_findings(data, finding):
    assert only(data).finding == finding


def test_people_without_a_label_count_in_the_worst_way():
    # As many false alerts in either group; 700 more on people of whom nobody knows in which group they are.
    whole = trials(Metric.FPIR, f=(2000, 9000), m=(2010, 9000))
    assert only(whole).finding == "equivalence"
    unlabelled = trials(Metric.FPIR, f=(2000, 9000), m=(2010, 9000), missing=700, missed=700)
    verdict = only(unlabelled)
    assert verdict.finding == "inconclusive"
    assert verdict.notes == ("alike among those with a label, but not however the missing labels turn out",)
    # Half of them without a false alert: given to one group together they would change little, divided they do.
    assert only(trials(Metric.FPIR, f=(2000, 9000), m=(2010, 9000), missing=1900, missed=429)).finding == "inconclusive"
    assert only(trials(Metric.FPIR, f=(2000, 9000), m=(2010, 9000), missing=40, missed=9)).finding == "equivalence"


def test_a_verdict_stands_only_if_it_does_however_open_hits_are_given():
    # 40 against 5 of 2,000; but whose 30 of the 40 were, truth does not tell.
    data = trials(Metric.FPIR, f=(40, 2000), m=(5, 2000))
    least = data.events.copy()
    least[10:40] = False
    verdict = only(replace(data, least=least, most=data.events))
    assert verdict.finding == "inconclusive"
    assert verdict.notes[-1] == "judged at the worst, for truth does not tell whose some hits were"
    assert verdict.leading.p == pytest.approx(only(replace(data, events=least)).leading.p)
    sure = data.events.copy()
    sure[39] = False
    assert only(replace(data, least=sure, most=data.events)).finding == "disparity"


def test_open_hits_may_all_be_of_one_of_two_groups():
    # 2,000 in each of two groups are alike at their fewest and at their most, not where all open hits are of one.
    data = trials(Metric.FPIR, f=(2000, 9000), m=(2000, 9000))
    assert only(data).finding == "equivalence"
    least = data.events.copy()
    for group in ("f", "m"):
        least[np.flatnonzero((data.columns["sex"] == group) & data.events)[:400]] = False
    few = replace(data, events=least)
    assert only(few).finding == "equivalence"
    assert only(replace(data, least=least, most=data.events)).finding == "inconclusive"


def test_who_is_ahead_in_one_world_and_behind_in_another_is_not_shown_to_differ():
    # f 10 to 90 of 1,000, m 50: each end alone shows a difference, in opposite directions.
    most = trials(Metric.FPIR, f=(90, 1000), m=(50, 1000))
    least = most.events.copy()
    least[np.flatnonzero((most.columns["sex"] == "f") & most.events)[:80]] = False
    assert {only(replace(most, events=one)).finding for one in (least, most.events)} == {"disparity"}
    assert only(replace(most, least=least, most=most.events)).finding == "inconclusive"


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


def test_correction_spans_distinct_questions_of_attributes_and_metrics():
    # Two groups are one question, however one looks at them; three groups are three pairs and three against the rest.
    fpir, tpir = trials(Metric.FPIR, f=(12, 400), m=(3, 400)), trials(Metric.TPIR, f=(90, 100), m=(80, 100))
    results = verdicts([fpir, tpir], ["sex"])
    family = [verdict.pairs[0].p for verdict in results]
    assert [verdict.pairs[0].p_adjusted for verdict in results] == pytest.approx(holm(family).tolist())
    for verdict in results:
        assert [group.p for group in verdict.groups] == [verdict.pairs[0].p] * 2
        assert [group.p_adjusted for group in verdict.groups] == [verdict.pairs[0].p_adjusted] * 2
    three = only(trials(Metric.FPIR, a=(12, 400), b=(3, 400), c=(4, 400)))
    assert [(one.value, one.against) for one in three.questions] == [
        ("a", "b"), ("a", "c"), ("b", "c"), ("a", None), ("b", None), ("c", None),
    ]  # fmt: skip
    p = [one.p for one in three.questions]
    assert [one.p_adjusted for one in three.questions] == pytest.approx(holm(p).tolist())
    explored = verdicts([fpir, tpir], ["sex"], exploratory=True)
    assert explored[0].exploratory
    assert explored[0].leading.p_adjusted <= results[0].leading.p_adjusted


def test_needed_testing_to_see_a_difference_and_to_show_that_there_is_none():
    # 1 in 100 in the better group, one pass each: a doubling at the level of one question.
    verdict = only(trials(Metric.FPIR, f=(30, 1000), m=(10, 1000)))
    assert verdict.needed.baseline == 0.01
    assert verdict.needed.needed_passes_per_group == needed_for_ratio(0.01)
    # About 34,000 in each group to show that they are alike at 1 in 100, 344,000 at 1 in 1,000 (METHODOLOGY 2.4).
    alike = only(trials(Metric.FPIR, f=(10, 1000), m=(10, 1000))).needed
    assert alike.equivalence_passes_per_group == pytest.approx(34_000, rel=0.01)
    rare = only(trials(Metric.FPIR, f=(0, 50), m=(0, 50)), limits={Metric.FPIR: 0.001}).needed
    assert rare.equivalence_passes_per_group == pytest.approx(344_000, rel=0.01)
    # Nothing was seen: the policy's limit stands in; passes of one person may be all alike.
    verdict = only(trials(Metric.FPIR, f=(0, 50), m=(0, 50), repeat=4), limits={Metric.FPIR: 0.001})
    people = verdict.needed.needed_subjects_per_group
    assert (verdict.needed.design_effect, verdict.needed.needed_passes_per_group) == (4, 4 * people)
    assert only(trials(Metric.FPIR, f=(0, 50), m=(0, 50))).needed.needed_passes_per_group is None
    # Of TPIR it is a difference of twice the margin that would be seen, below the better group.
    verdict = only(trials(Metric.TPIR, f=(90, 100), m=(85, 100)))
    assert verdict.needed.baseline == 0.9
    assert verdict.needed.needed_passes_per_group == needed_for_difference(0.9, 0.8)
    # More questions at once take more testing.
    several = verdicts(
        [trials(Metric.TPIR, f=(90, 100), m=(85, 100)), trials(Metric.FPIR, f=(3, 90), m=(9, 90))], ["sex"]
    )
    assert several[0].needed.needed_passes_per_group > verdict.needed.needed_passes_per_group


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
    fpir, tpir, _ = trials_of(watch(passes, [hit(1), hit(11)]).records, ["sex"])
    assert (fpir.events.tolist(), fpir.columns["sex"].tolist()) == ([True, False], ["m", None])
    assert (tpir.events.tolist(), tpir.columns["sex"].tolist()) == ([True], ["f"])
    found = [verdict.to_json() for verdict in verdicts([fpir, tpir], ["sex"])]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert {"attribute", "metric", "verdict", "effect", "p_adjusted", "needed_subjects_per_group"} <= set(found[0])
