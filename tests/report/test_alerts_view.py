"""Whose turn an alert is, and what a reviewer may see of the others' decisions."""

from datetime import UTC, datetime

import pytest

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.events import Alert
from lfr_eval.evaluate.alerts.queue import QueueItem
from lfr_eval.metrics.reviewers import agreements, reviewer_errors, seeded_accepts
from lfr_eval.report import alerts as view

ALERTS = [Alert(number, f"P{number}", f"P{number}/1", 0.52, float(number), float(number), 0, 3) for number in range(3)]
QUEUE = [QueueItem(alert.key, alert, alert.person, alert.entry) for alert in ALERTS]


def said(reviewer, number, decision="true"):
    when = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
    return Adjudication("run", QUEUE[number].key, reviewer, Decision(decision), "", 2.0, when)


@pytest.mark.parametrize(
    ("decisions", "reviewer", "people", "following", "done"),
    [
        ([], "Ann", 1, 0, 0),
        ([said("Ann", 0)], "Ann", 1, 1, 1),
        ([said("Ann", 0)], "Ben", 1, 1, 1),  # one person is enough: Ben goes on with the next
        ([said("Ann", 0)], "Ben", 2, 0, 0),  # two must decide: Ben sees it too
        ([said("Ann", 0)], "ann", 2, 1, 0),  # and Ann never twice, however she types her name
        ([said("Ann", 0), said("Ben", 0)], "Cat", 2, 1, 1),
        ([said("Ann", 0), said("Ann", 1), said("Ann", 2)], "Ann", 2, None, 0),
    ],
)
def test_whose_turn_it_is(decisions, reviewer, people, following, done):
    work = view.work_of(QUEUE, decisions, reviewer, people)
    assert (work.next, work.done) == (None if following is None else QUEUE[following], done)


def test_what_waits_for_somebody_else_is_said():
    work = view.work_of(QUEUE, [said("Ann", 0), said("Ann", 1)], "Ann", 2)
    assert work.sentence == (
        "0 of 3 alerts decided by two people; you decided 2, 1 left to you. 2 alerts wait for another reviewer."
    )


def test_what_is_put_off_comes_again():
    following = [view.work_of(QUEUE, [], "Ann", 1, skip).next for skip in range(4)]
    assert following == [*QUEUE, QUEUE[0]]


def test_decisions_of_others_show_only_after_ones_own():
    decisions = [said("Ann", 0), said("Ann", 1), said("Ben", 1, "false")]
    begun = view.work_of(QUEUE, decisions, "Ben", 2)
    assert view.visible(decisions, "Ben", begun) == decisions[1:]
    assert view.visible(decisions, "", begun) == []
    finished = view.work_of(QUEUE[:1], decisions, "", 1)
    assert view.visible(decisions, "", finished) == decisions


def test_tables_say_no_value_where_there_is_none():
    decisions = [said("Ann", 0), said("Ben", 0)]
    assert view.agreement_table(agreements(decisions)).iloc[0].tolist() == [
        "Ann and Ben",
        "1 of 1 = 100 % (2.5 % to 100 %)",
        "no value",
    ]
    assert view.errors_table(reviewer_errors([]), ())["False alerts accepted (95 %)"].tolist() == ["none to decide"]
    assert "not measured" in view.seeded_sentence(seeded_accepts(decisions))


def test_a_made_up_pair_looks_like_any_other():
    pair = QueueItem(f"{ALERTS[0].key} shown as P9", ALERTS[0], "P9", "P9/1", seeded=True)
    made_up = Adjudication("run", pair.key, "Ann", Decision.FALSE, "", 2.0, datetime.now(UTC), True)
    assert view.card(pair, 0.4) == view.card(QUEUE[0], 0.4).replace("P0", "P9")
    assert view.decisions_table([made_up])["Shown as"].tolist() == ["P9"]
