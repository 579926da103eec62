"""Timelines: | entry and exit of a pass, ! a hit, each dash about a quarter of a second unless said otherwise."""

import dataclasses

import numpy as np
import pytest
from scenes import (
    LEFT,
    RIGHT,
    as_hits,
    boxes,
    crowd,
    deduplicate,
    face,
    faces,
    hit,
    outcomes,
    row,
    score,
    tracks,
    unknown,
    watch,
)

from lfr_eval.core.errors import InputError
from lfr_eval.core.events import OnList
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.metrics.alert_truth import AlertVerdict
from lfr_eval.metrics.pass_scores import pool
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import Observed
from lfr_eval.metrics.truth import Listed, Truth

DEDUP_PASSES = [row("1", 10.0, 12.0, "P"), row("2", 40.0, 41.0, "P")]
DEDUP_HITS = [hit(10.08, emitted_s=10.21), hit(10.12), hit(40.2, emitted_s=40.3)]


@pytest.mark.parametrize("window_s", [30, 60])
def test_published_pass_and_dedup(vectors, window_s):
    expected = vectors["pass_dedup"]
    run = watch(DEDUP_PASSES, DEDUP_HITS, window_s=window_s)
    assert len(run.alerts) == expected[f"alerts_W{window_s}"]
    assert sum(record.correct_hits > 0 for record in run.records) == expected["passes_recognised"]
    assert sum(record.correct_hits for record in run.records) == expected["frame_hits"]
    assert run.records[0].first_hit_s == pytest.approx(expected["first_hit_latency"])
    assert run.records[0].alert_s == pytest.approx(expected["alert_latency"])


def test_a_silenced_recognition_has_no_alert_of_its_own():
    first, second = watch(DEDUP_PASSES, DEDUP_HITS, window_s=60).records
    assert (first.timely, second.timely, second.alert_s) == (True, True, None)
    assert second.first_hit_s == pytest.approx(0.2)
    # The operator knows from the alert of 10.21 s that P is about, and so of the second pass as it is recognised
    assert [first.told_s, second.told_s] == pytest.approx([0.21, 0.3])


def test_published_bounds_of_unconfirmed_alerts(vectors):
    expected = vectors["unconfirmed_bounds"]
    passes = [row("mated", 0, 1000, "P"), row("stranger", 2000, 2001), unknown("unknown", 3000, 3100)]
    # Six windows on P, one on a stranger, three on somebody of whom truth cannot tell.
    times = [*range(0, 600, 100), 2000, 3000, 3031, 3062]
    scores = score(passes, [hit(time) for time in times])
    assert [scores.alerts.counts[one] for one in AlertVerdict] == [
        expected[one] for one in ("true", "false", "unconfirmed")
    ]
    assert scores.alerts.false_share == pytest.approx(expected["false_share"])


@pytest.mark.parametrize(
    ("pts_s", "outcome"),
    [
        # The collar before entry opens the pass (closed end) ...
        (9.75, "correct_alert"),
        (9.74, "miss"),
        # ... and after exit (open end).
        (12.24, "correct_alert"),
        (12.25, "miss"),
    ],
)
def test_collar(pts_s, outcome):
    assert outcomes(watch([row("p", 10, 12, "P")], [hit(pts_s)])) == {"p": outcome}


@pytest.mark.parametrize(
    ("pts_s", "expected", "open_to"),
    [  # of one track that is in view as the stranger is
        # |--stranger--|--P--|   the hit on P at 4.9 is held by the stranger's interval and only by P's collar: identity
        # comes first, for annotators are not exact, and the range says that it may have been the stranger.
        (4.9, {"s": "no_alert", "p": "correct_alert"}, 1),
        (5.1, {"s": "no_alert", "p": "correct_alert"}, 0),
        (4.7, {"s": "false_alert", "p": "miss"}, 0),
    ],
)
def test_identity_beats_bare_interval(pts_s, expected, open_to):
    scores = score([row("s", 0, 5), row("p", 5, 10, "P")], [hit(pts_s)], seen=tracks((1, 0, 5)))
    assert outcomes(scores.runs[0]) == expected
    assert scores.ambiguity.hits == open_to
    assert (scores.system.fpir.k_high, scores.system.tpir.k_low) == ((1, 0) if open_to else (None, None))


def test_ambiguous_hit_goes_to_the_pass_that_fits_its_track():
    # a |--------|            track 1 spans 3..9: 2 of 9 s in common with a, 5 of 7 s with b; the hit on P at 4.5
    # b     |--!-----|        could be of either, so exactly one FPIR event and one ambiguous hit.
    scores = score([row("a", 0, 5), row("b", 4, 10)], [hit(4.5)], seen=tracks((1, 3, 9)))
    assert outcomes(scores.runs[0]) == {"a": "no_alert", "b": "false_alert"}
    assert (scores.ambiguity.hits, scores.ambiguity.fpir) == (1, (0.5, 0.5))


def test_ambiguity_between_strangers_and_listed_is_bounded():
    # Two hits on Q while two strangers and the listed P are in view, all for as long: anything from nobody to both
    # strangers, and nothing tells which.
    passes = [row("a", 0, 10), row("b", 0, 10), row("p", 0, 10, "P")]
    scores = score(passes, [hit(4, "Q"), hit(5, "Q", track=2)], seen=tracks((1, 0, 9), (2, 0, 9)))
    assert scores.ambiguity.hits == 2
    assert scores.system.fpir.value is None
    assert scores.ambiguity.fpir == (0.0, 1.0)
    assert scores.ambiguity.wrong_identity == (0.0, 1.0)
    assert scores.ambiguity.tpir == (0.0, 0.0)
    assert scores.sel is None


def test_two_separate_forced_hits_bound_from_below():
    # a|----|b|----|  and  c|----|d|----| later: each ambiguous pair forces one event, at most two per pair of hits.
    passes = [row("a", 0, 5), row("b", 0, 5), row("c", 50, 55), row("d", 50, 55)]
    assert score(passes, [hit(1), hit(2), hit(51)]).ambiguity.fpir == (0.5, 0.75)


@pytest.mark.parametrize(
    "passes",
    [
        # Equal overlap: neither the standing of a pass nor its name decides, nor its place in the file.
        [row("a", 0, 5, "Q"), row("b", 0, 5)],
        [row("b", 0, 5), row("a", 0, 5)],
    ],
)
def test_ties_are_left_open(passes):
    run = watch(passes, [hit(2)], seen=tracks((1, 0, 5)))
    assert [record.other_hits for record in run.records] == [0, 0]
    assert set(outcomes(run).values()) == {"undecided"}
    assert [one.verdict for one in run.alerts] == ["false"], "whoever it was"
    assert pool([run]).alerts.persons_falsely_alerted == 1


@pytest.mark.parametrize(
    ("passes", "verdict"),
    [
        # An alert about one of two is what it is about each; where that differs, it is unconfirmed.
        ([row("s", 0, 5), row("t", 0, 5)], "false"),
        ([row("s", 0, 5), unknown("u", 0, 5)], "unconfirmed"),
        ([row("one", 0, 1.9, "P"), row("two", 2.1, 5, "P")], "true"),
    ],
)
def test_alerts_of_which_nothing_tells_whom_they_are_about(passes, verdict):
    scores = score(passes, [hit(2)])
    assert [one.verdict for one in scores.runs[0].alerts] == [verdict]
    assert scores.alerts.uncovered == 0


def test_a_hit_silenced_by_deduplication_is_counted():
    # P is recognised; within the window a stranger is taken for P, then Q is: nobody is told of either.
    passes = [row("p", 0, 5, "P"), row("s", 10, 15), row("q", 20, 25, "Q")]
    scores = score(passes, [hit(2), hit(12, track=2), hit(22, track=3)])
    assert (scores.system.fpir.k, scores.system.wrong_identity.k, scores.alerts.counts[AlertVerdict.FALSE]) == (1, 1, 0)
    assert (scores.silenced_false_positives, scores.silenced_wrong_identities) == (1, 1)
    told = score(passes, [hit(2), hit(12, "Q", track=2)])
    assert (told.system.fpir.k, told.silenced_false_positives) == (1, 0)


def test_a_hit_on_somebody_in_view_is_theirs_and_not_ambiguous():
    run = watch([row("s", 0, 10), row("p", 4, 6, "P")], [hit(5)], seen=tracks((1, 0, 10)))
    assert outcomes(run) == {"s": "no_alert", "p": "correct_alert"}
    assert run.ambiguous == 0


def test_crowd_row_makes_alerts_false_but_no_fpir():
    # crowd |--!---------!--|    the second hit is P's own.
    # P              |---!-|
    run = watch([crowd("c", 0, 100), row("p", 50, 60, "P")], [hit(10, "Q"), hit(55, track=2)], seen=tracks((1, 9, 11)))
    scores = score([crowd("c", 0, 100), row("p", 50, 60, "P")], [hit(10, "Q"), hit(55)], seen=tracks((1, 9, 11)))
    assert outcomes(run) == {"c": None, "p": "correct_alert"}
    assert [one.verdict for one in run.alerts] == ["true", "false"]
    assert scores.system.fpir.n == 0
    assert scores.system.fpir.value is None
    assert (scores.alerts.false_per_face_seen.k, scores.alerts.false_per_face_seen.n) == (1, 1)
    assert scores.alerts.persons_falsely_alerted == 1
    assert (scores.passes.total, scores.passes.crowd_rows) == (1, 1)


def test_unknown_pass_is_in_no_denominator():
    scores = score([unknown("u", 0, 10)], [hit(5)])
    assert (scores.system.tpir.n, scores.system.fpir.n, scores.passes.unknown) == (0, 0, 1)
    assert scores.alerts.counts[AlertVerdict.UNCONFIRMED] == 1
    assert scores.alerts.uncovered == 0


def test_uncovered_hit_is_unconfirmed():
    # No pass is open at 20.
    scores = score([row("p", 0, 10, "P")], [hit(20)])
    assert (scores.alerts.uncovered, scores.alerts.counts[AlertVerdict.UNCONFIRMED]) == (1, 1)
    assert scores.alerts.false_share == (0.0, 1.0)
    assert scores.alerts.persons_falsely_alerted == 0


def test_failure_to_enrol_stays_mated():
    scores = score([row("p", 0, 10, "P"), row("q", 20, 30, "Q")], [hit(5)], failed={"Q"})
    assert scores.outcomes["mated"]["failure_to_enrol"] == 1
    assert (scores.system.tpir.k, scores.system.tpir.n) == (1, 2)
    assert (scores.tpir_enrolled.k, scores.tpir_enrolled.n) == (1, 1)


def test_wrong_identity_on_a_mated_pass_is_a_false_alert_but_no_fpir():
    # P is called Q, and later recognised: the pass counts in both rates.
    scores = score([row("p", 0, 10, "P")], [hit(2, "Q"), hit(5)])
    assert (scores.system.tpir.k, scores.system.wrong_identity.k, scores.system.fpir.n) == (1, 1, 0)
    assert scores.outcomes["mated"]["correct_alert"] == 1
    assert (scores.alerts.counts[AlertVerdict.TRUE], scores.alerts.counts[AlertVerdict.FALSE]) == (1, 1)
    only_wrong = score([row("p", 0, 10, "P")], [hit(2, "Q")])
    assert only_wrong.outcomes["mated"]["wrong_identity"] == 1


def test_a_stranger_taken_for_two_people():
    # Two alerts, one FPIR event, one person wronged.
    scores = score([row("s", 0, 10, "stranger")], [hit(2, "P"), hit(3, "Q")], seen=tracks((1, 0, 10)))
    assert scores.alerts.counts[AlertVerdict.FALSE] == 2
    assert (scores.system.fpir.k, scores.system.fpir.n) == (1, 1)
    assert scores.alerts.persons_falsely_alerted == 1
    assert scores.alerts.false_per_face_seen.method == "poisson"


def test_an_alert_is_what_its_first_covered_hit_is():
    # The stranger is called P; P himself follows within the window: the operator was shown the stranger.
    stranger_first = score([row("s", 0, 5), row("p", 10, 15, "P")], [hit(2), hit(12, track=2)])
    assert stranger_first.alerts.counts[AlertVerdict.FALSE] == 1
    assert stranger_first.system.tpir.k == 1
    # P is recognised; a stranger called P within the window is silenced, yet an FPIR event.
    listed_first = score([row("p", 0, 5, "P"), row("s", 10, 15)], [hit(2), hit(12, track=2)])
    assert listed_first.alerts.counts[AlertVerdict.TRUE] == 1
    assert listed_first.system.fpir.k == 1
    # P is recognised before truth says that he entered.
    early = score([row("p", 10, 15, "P")], [hit(9), hit(11)])
    assert (early.alerts.counts[AlertVerdict.TRUE], early.alerts.uncovered) == (1, 0)


def test_failure_to_acquire_by_time():
    # p |----|        track 1 is embedded in p and hits: credited to p, so it cannot vouch for s, in view with p.
    # s |----|        t has a face that was never good enough, u an embedded one without a hit.
    #   t |----| u |----|
    passes = [row("p", 0, 5, "P"), row("s", 0, 5), row("t", 10, 15), row("u", 20, 25)]
    seen = [face(2, 1), face(12, 2, embedded=False), face(22, 3)]
    run = watch(passes, [hit(2)], detections=seen, seen=tracks((1, 1, 3)))
    assert outcomes(run) == {
        "p": "correct_alert",
        "s": "failure_to_acquire",
        "t": "failure_to_acquire",
        "u": "no_alert",
    }
    scores = score(passes, [hit(2)], detections=seen, seen=tracks((1, 1, 3)))
    assert (scores.fta.k, scores.fta.n) == (2, 4)
    assert (scores.system.fpir.n, scores.algorithm_only.fpir.n) == (3, 1)
    assert scores.to_json()["fta_is_lower_bound"] is True


def test_without_detections_failures_to_acquire_are_not_known():
    scores = score([row("p", 0, 5, "P")])
    assert scores.outcomes["mated"] == dict.fromkeys(scores.outcomes["mated"], 0) | {"miss": 1}
    assert (scores.fta.n, scores.algorithm_only.tpir.n) == (0, 0)


TWO_BOXES = boxes(*[(name, time, box) for name, box in (("p", LEFT), ("s", RIGHT)) for time in (0.0, 1.0, 2.0)])


def test_boxes_uncover_a_stranger_taken_for_the_listed_person_in_view():
    # P stands left, a stranger right; the hit on P is on the stranger's face.
    passes = [row("p", 0, 2.1, "P"), row("s", 0, 2.1)]
    seen = [face(0.52, 1, LEFT), face(0.52, 2, RIGHT)]
    by_boxes = watch(passes, [hit(0.52, track=2)], detections=seen, truth_boxes=TWO_BOXES)
    assert outcomes(by_boxes) == {"p": "miss", "s": "false_alert"}
    assert by_boxes.attribution == "boxes"
    by_time = watch(passes, [hit(0.52, track=2)], detections=seen)
    assert outcomes(by_time) == {"p": "correct_alert", "s": "no_alert"}


def test_failure_to_acquire_by_boxes():
    # The stranger is detected but never embedded; P's embedded face is P's alone.
    passes = [row("p", 0, 2.1, "P"), row("s", 0, 2.1)]
    seen = [face(0.52, 1, LEFT), face(0.52, 2, RIGHT, embedded=False)]
    scores = score(passes, detections=seen, truth_boxes=TWO_BOXES)
    assert scores.outcomes["mated"]["miss"] == 1
    assert scores.outcomes["non_mated"]["failure_to_acquire"] == 1
    assert scores.to_json()["fta_is_lower_bound"] is False


def test_a_pass_without_boxes_among_boxed_ones_is_counted():
    passes = [row("p", 0, 2.1, "P"), row("s", 0, 2.1), row("t", 5, 6), crowd("c", 5, 6)]
    assert watch(passes, detections=[face(0.52, 1)], truth_boxes=TWO_BOXES).unboxed == 1
    assert watch(passes).unboxed is None


def test_id_switch_and_fragment():
    # Track 1 jumps from P to the stranger at 1.0; the stranger was track 2 before: two tracks, one fragment.
    passes = [row("p", 0, 2.1, "P"), row("s", 0, 2.1)]
    seen = [face(0.52, 1, LEFT), face(0.52, 2, RIGHT), face(1.52, 1, RIGHT)]
    scores = score(passes, [hit(0.52), hit(1.52)], detections=seen, truth_boxes=TWO_BOXES)
    assert (scores.id_switches, scores.fragments) == (1, 1)
    # Each hit goes to its own pass.
    assert (scores.system.tpir.k, scores.system.fpir.k) == (1, 1)


@pytest.mark.parametrize(
    ("pts_s", "outcome", "uncovered"),
    [
        # The hit's own frame has no truth box, but its track matched P 0.6 s earlier ...
        (2.6, "correct_alert", 0),
        # ... or more than 1 s earlier.
        (3.04, "miss", 1),
    ],
)
def test_a_track_remembers_its_pass_for_a_second(pts_s, outcome, uncovered):
    seen = [face(2.0, 1, LEFT), face(pts_s, 1, LEFT)]
    scores = score([row("p", 0, 4, "P")], [hit(pts_s)], detections=seen, truth_boxes=TWO_BOXES)
    assert scores.outcomes["mated"][outcome] == 1
    assert scores.alerts.uncovered == uncovered


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        # Track 1 was the stranger's; then it jumps to P, and hits P at IoU 0.49 of P's own box: the stranger was
        # falsely accused of that. It is nobody's, and no crowd takes it.
        ((34, 0, 134, 100), (0, 0, "unconfirmed")),
        # Away from all boxes the track is still the stranger's.
        ((400, 0, 500, 100), (0, 1, "false")),
        ((33, 0, 133, 100), (1, 0, "true")),
    ],
)
@pytest.mark.parametrize("more", [[], [crowd("c", 0, 9)]])
def test_after_an_id_switch_a_face_near_another_box_is_not_the_last_ones(box, expected, more):
    passes = [row("p", 0, 2.1, "P"), row("s", 0, 2.1), *more]
    seen = [face(0.52, 1, RIGHT), face(1.0, 1, box)]
    scores = score(passes, [hit(1.0)], detections=seen, truth_boxes=TWO_BOXES)
    assert (scores.system.tpir.k, scores.system.fpir.k, scores.runs[0].alerts[0].verdict) == expected


def test_an_embedded_face_near_another_box_is_not_the_last_ones():
    # The stranger's track, never embedded on the stranger, is embedded at IoU 0.49 of P: P's template or nobody's.
    passes = [row("p", 0, 2.1, "P"), row("s", 0, 2.1)]
    seen = [face(0.52, 1, RIGHT, embedded=False), face(1.0, 1, (34, 0, 134, 100))]
    scores = score(passes, detections=seen, truth_boxes=TWO_BOXES)
    assert scores.outcomes["non_mated"]["failure_to_acquire"] == 1


def test_crowd_row_covers_unmatched_hits_with_boxes():
    seen = [face(1.0, 3, (500, 0, 600, 100))]
    scores = score([row("p", 0, 2.1, "P"), crowd("c", 0, 9)], [hit(1.0, track=3)], detections=seen,
                   truth_boxes=boxes(("p", 1.0, LEFT)))  # fmt: skip
    assert scores.alerts.counts[AlertVerdict.FALSE] == 1
    assert (scores.system.tpir.k, scores.system.wrong_identity.k) == (0, 0)


@pytest.mark.parametrize(("subject", "on_list"), [("P", OnList.NO), ("stranger", OnList.YES), (None, OnList.YES)])
def test_on_list_must_agree_with_the_list(subject, on_list):
    with pytest.raises(InputError, match="on_list"):
        watch([row("p", 0, 5, subject, on_list=on_list)])


def test_nothing_watched():
    scores = score([])
    assert scores.passes.total == 0
    assert scores.system.tpir.value is None
    assert scores.alerts.false_share is None
    assert scores.alerts.per_hour.value == 0.0


def test_boxes_need_detections():
    with pytest.raises(ValueError, match="detections"):
        watch([row("p", 0, 5, "P")], truth_boxes=TWO_BOXES)


def test_hits_and_alerts_must_belong_together():
    observed = Observed(as_hits([]), deduplicate(as_hits([hit(1)])), 10.0)
    with pytest.raises(ValueError, match="its hits"):
        score_run(observed, Truth([]), Listed({"P"}), ScoringSettings())


def test_order_of_input_changes_nothing():
    rng = np.random.default_rng(0)
    passes = [row("a", 0, 6, "P"), row("b", 1, 7), row("c", 2, 8), row("d", 20, 30), unknown("e", 30, 40)]
    found = as_hits([hit(time, person, track) for time in (1, 3, 4, 25, 35) for track, person in enumerate("PQ")])
    seen = faces([face(time, track) for time in (1, 3, 4, 25) for track in range(2)])
    alerts = deduplicate(found)

    def run(hits, passes, alerts):
        result = score_run(
            Observed(hits, alerts, 60.0, tracks((0, 0, 9), (1, 0, 9)), seen),
            Truth(passes), Listed({"P", "Q"}), ScoringSettings(),
        )  # fmt: skip
        records = {record.row.pass_id: record for record in result.records}
        verdicts = {(one.alert.person, one.alert.first_hit_s): one.verdict for one in result.alerts}
        return records, verdicts, dataclasses.replace(result, records=(), alerts=(), claims=())

    expected = run(found, passes, alerts)
    for _ in range(5):
        shuffled = [passes[index] for index in rng.permutation(len(passes))]
        assert run(found[rng.permutation(len(found))], shuffled, alerts[::-1]) == expected


def test_the_peak_of_a_pass_takes_in_decisions_that_were_no_hits():
    # P is hit once and decided below the threshold twice, once for Q, who does not count; nobody hits the stranger
    passes = [row("mated", 0, 2, "P"), row("stranger", 4, 6), row("unseen", 8, 9)]
    hits = as_hits([hit(1.0)])
    below = as_hits([hit(0.5), hit(1.5, "Q"), hit(5.0, "Q"), hit(7.0)])
    below = dataclasses.replace(below, score=np.array([0.3, 0.9, 0.2, 0.9], np.float32))
    observed = Observed(hits, deduplicate(hits), 10.0, below=below)
    run = score_run(observed, Truth(passes), Listed({"P", "Q"}), ScoringSettings())
    assert [record.peak for record in run.records] == [pytest.approx(hits.score[0]), pytest.approx(0.2), None]
    assert [record.correct_hits + record.other_hits for record in run.records] == [1, 0, 0]
