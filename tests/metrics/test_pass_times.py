"""When a pass was recognised and the operator told, and how waits end that see neither."""

import pytest
from scenes import hit, row, score, unknown, watch

from lfr_eval.metrics.pass_scores import pool


def test_a_recognition_that_a_false_alert_silences_tells_nobody_of_the_person():
    # A stranger is taken for P at 1 s; the true P passes within the window, is recognised, and raises no alert
    passes = [row("stranger", 0, 5), row("p", 10, 15, "P")]
    run = watch(passes, [hit(1), hit(11)])
    scores = pool([run])
    assert (run.records[1].correct_hits, run.records[1].alert_s, run.records[1].told_s) == (1, None, None)
    assert (scores.silenced.by_true, scores.silenced.by_other) == (0, 1)
    assert (scores.entry_to_hit_s.median, scores.entry_to_alert_s.median, scores.entry_to_alert_s.left) == (1, None, 1)


def test_an_alert_that_comes_when_the_window_ends_comes_late():
    # As before, but P stays until the window of the false alert is over: the next hit raises an alert of its own
    (_, mine) = watch([row("stranger", 0, 5), row("p", 10, 50, "P")], [hit(1), hit(11), hit(32)]).records
    assert (mine.first_hit_s, mine.alert_s, mine.told_s) == (1, 22, 22)


def test_who_leaves_unrecognised_never_is():
    # Recognised 1 s after entry; another leaves unrecognised after 4 s: half were recognised within 1 s, and no more.
    scores = score([row("p", 0, 5, "P"), row("q", 10, 14, "Q")], [hit(1, emitted_s=1.5)])
    found = scores.entry_to_hit_s
    assert (found.median, found.p95, found.n, found.left, found.censored) == (1.0, None, 2, 1, 0)
    assert scores.entry_to_alert_s.median == 1.5


def test_who_is_in_view_when_the_footage_ends_is_cut_off():
    # An hour is watched: q is in view when it ends, r leaves just then
    passes = [row("p", 0, 5, "P"), row("q", 3590, 3605, "Q"), row("r", 3580, 3600, "Q")]
    run = watch(passes, [hit(1)])
    assert [one.cut_off_s for one in run.records] == [None, 10.0, None]
    found = pool([run]).entry_to_hit_s
    assert (found.n, found.left, found.censored) == (3, 1, 1)


@pytest.mark.parametrize(
    ("pts_s", "timely"),
    [(9.9, True), (10.0, True), (12.0, True), (12.000_000_1, True), (12.01, False), (29.0, False)],
)
def test_grace_decides_what_is_in_time(pts_s, timely):
    run = watch([row("p", 10, 30, "P")], [hit(pts_s)])
    assert (run.records[0].timely, run.records[0].outcome) == (timely, "correct_alert")
    assert pool([run]).system.timely.k == timely


def test_recognition_in_time_is_asked_of_mated_passes_alone():
    # P is missed, Q taken for P at once, a stranger too, and of one nobody can tell
    passes = [row("p", 0, 5, "P"), row("q", 10, 15, "Q"), row("s", 20, 25), unknown("u", 30, 35)]
    run = watch(passes, [hit(11), hit(21), hit(31)])
    assert [one.timely for one in run.records] == [False, False, None, None]
    assert (pool([run]).system.timely.k, pool([run]).system.timely.n) == (0, 2)
