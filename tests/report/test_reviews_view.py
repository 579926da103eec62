"""How a review stands in words, and what somebody typed while somebody else was faster."""

from dataclasses import replace
from datetime import UTC, datetime

from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.evaluate.review.check import Check, CheckState
from lfr_eval.evaluate.review.review import Review
from lfr_eval.evaluate.review.terms import Outcome, Terms
from lfr_eval.report import review as view

WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
OPENING = Entry("R1", Phase.BEFORE, Kind.OPENING, "", {}, "Ann", WHEN, 1)
SAID = {"verdict": "approve with conditions", "conditions": "two signs", "dissent": "", "reasons": "it is short"}
OPINION = replace(OPENING, kind=Kind.OPINION, content=SAID, number=2)
CLOSING = replace(
    OPENING,
    kind=Kind.CLOSING,
    content={"verdict": "approve", "reasons": "", "digests": {"policy": "ab"}, "checklist": [["q", "met", "b"]]},
    number=3,
)


def review(*entries):
    return Review("R1", (OPENING, *entries), Terms(place="High Street", purpose="wanted"), Outcome())


def check(state, question="Why?", because="so", obstacle=""):
    return Check("topic", "Section", question, state, because, obstacle=obstacle)


def test_the_answer_counts_states_the_worst_first():
    checks = [check(state) for state in (CheckState.MET, CheckState.BREACHED, CheckState.MET, CheckState.PERSON)]
    assert view.answer(checks) == "Of 4 questions: breached 1, needs a person 1, met 2."


def test_questions_with_the_same_obstacle_stand_together():
    long_list = "a list of 12 was not tested"
    checks = [
        check(CheckState.NOT_COVERED, "A?", "x", long_list),
        check(CheckState.NOT_COVERED, "B?", "y", long_list),
        check(CheckState.BREACHED, "C?", "too many"),
        check(CheckState.NOT_SHOWN, "D?"),
    ]
    assert [(one.state.value, one.reason, one.questions) for one in view.in_the_way(checks)] == [
        ("breached", "too many", ("C?",)),
        ("not covered by this evidence", long_list, ("A?", "B?")),
    ]


def test_a_review_stands_undecided_decided_or_out_of_date():
    assert view.standing(review(), ["It changed."]) == "not decided"
    assert view.standing(review(CLOSING), []) == "Before the deployment: approve, 2026-05-01"
    assert view.standing(review(CLOSING), ["It changed."]).endswith("; out of date")


def test_the_last_opinion_of_each_member_stands_and_history_keeps_all():
    again = replace(OPINION, content=SAID | {"verdict": "refuse"}, author="ann", number=3)
    one = review(OPINION, replace(OPINION, author="Ben", number=4), again)
    assert view.opinions_table(one, Phase.BEFORE)[["Member", "Decision"]].to_numpy().tolist() == [
        ["ann", "Refuse"],
        ["Ben", "Approve with conditions"],
    ]
    said = view.history(one.entries)
    assert len(said) == 4
    assert said["Said"][0] == "Refuse; conditions: two signs; reasons: it is short"


def test_a_decision_in_words_with_what_it_rests_on():
    assert view.decision_sentence(CLOSING) == (
        "Approve. Recorded by Ann, 2026-05-01 09:30 UTC, frozen with the digests of 1 piece of evidence."
    )
    assert view.digests_table(CLOSING).to_numpy().tolist() == [["policy", "ab"]]
    assert view.decided_checks(CLOSING)["State"].tolist() == ["met"]


def test_what_was_typed_stays_on_top_of_what_somebody_else_stored():
    form = view.Form(1, {"place": "High Street", "purpose": "wanted", "threshold": 0.4})
    mine = {"place": "Low Street", "purpose": "wanted", "threshold": 0.4}
    theirs = {"place": "Broad Street", "purpose": "missing", "threshold": 0.4}
    assert form.touched(mine) == ["place"]
    assert form.rebased(mine, theirs) == {"place": "Low Street", "purpose": "missing", "threshold": 0.4}
