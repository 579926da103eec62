"""Checklists over evidence worked out by hand: what they answer, what they leave open, what they never claim."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from score_objects import NONE, compared, delay, group, latency, rate, score, verdict
from synthetic_runs import make_list

from lfr_eval.core.errors import InputError
from lfr_eval.core.home import Home
from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.datasets.subjects import Subject, Subjects
from lfr_eval.evaluate.policy import Policy, answer
from lfr_eval.evaluate.results.score import ListSize
from lfr_eval.evaluate.review import after, before, shown
from lfr_eval.evaluate.review.check import CheckState, worst
from lfr_eval.evaluate.review.coverage import Tried, coverage, gaps
from lfr_eval.evaluate.review.currency import changes, close
from lfr_eval.evaluate.review.evidence import Evidence, Facts, Watched, system_of
from lfr_eval.evaluate.review.plan import Plan, plan_of, restate
from lfr_eval.evaluate.review.review import Verdict, open_review, read_review, state_terms
from lfr_eval.evaluate.review.terms import Held, ListInUse, Outcome, Terms
from lfr_eval.metrics.comparisons import Effect
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.needed import Needed
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.record.reviews import add_entries

WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
RUN = "20260501T093000Z-0000000a"
POLICY = Policy(fpir=0.01, tpir=0.85)
FPIR, TPIR, EQUIVALENCE, DISPARITY = Metric.FPIR, Metric.TPIR, Finding.EQUIVALENCE, Finding.DISPARITY


HEADER = {
    "run_id": RUN,
    "settings": {"alerting": {"threshold": 0.4, "window_s": 30.0}, "models": {"pack": "vectron", "threads": 0}},
    "models": {"pack": "vectron", "files": [{"role": "recogniser", "sha256": "9c" * 32}]},
    "watchlist": {"digest": "ab", "persons_enrolled": 10, "persons_submitted": 11},
    "rows": {"alerts": 2},
}


def answers(policy: Policy, **seen: tuple[int, int]):
    """How so many events in so many passes stand to the limits of a policy."""

    def trials(metric: Metric, k: int, n: int) -> MetricTrials:
        return MetricTrials(metric, np.arange(n) < k, np.arange(n).astype(str).astype(object), {})

    return tuple(answer(policy, [trials(Metric(name), *counts) for name, counts in seen.items()], []))


TO_ALERT = delay(54, 4, median=0.8, median_low=0.6, median_high=1.1, p95_low=2.0)
SCORE = score(
    tpir=rate(50, 54),
    fpir=rate(5, 2000, 0.001, 0.004),
    watchlist=ListSize(persons_submitted=11, persons_enrolled=10, images_enrolled=10),
    false_alerts_per_face_seen=rate(5, 9000, 0.001, 0.004),
    groups=tuple(group(value) for value in ("F", "M", None)),
    policy=answers(POLICY, fpir=(5, 2000), tpir=(50, 54)),
    verdicts=(),
    timely=rate(40, 54),
    latency=latency(TO_ALERT, process_ms={"p95": 41.0}),
)


def watched(header=HEADER, run_id=RUN, **held):
    return Watched(Held(**{"run_id": run_id, "score": "cd", "policy": POLICY} | held), header)


EVIDENCE = Evidence((watched(),), SCORE)
TERMS = Terms(
    place="High Street", purpose="wanted", policy=POLICY, threshold=0.4, list_size=10, system=system_of(HEADER)
)


NEEDED = Needed(None, 1.0, 23508, 23508, 343634, 343634)
APART = compared("F", "M", (rate(10, 800), rate(6, 1200)), Effect(2.5, 1.1, 4.5, "katz"), 0.02)
GROUPS = tuple(compared(name, None, (rate(k, n), NONE), APART.effect) for name, k, n in (("F", 0, 1200), ("M", 3, 800)))


def found(metric=Metric.FPIR, finding=Finding.INCONCLUSIVE, **more):
    return verdict(metric, finding, (APART,), groups=GROUPS, needed=NEEDED, **more)


def with_verdicts(*verdicts):
    return replace(EVIDENCE, score=SCORE.model_copy(update={"verdicts": verdicts}))


def sex(terms, *evidence):
    return next(one for one in shown.equality(terms, evidence) if one.topic == "alike sex")


def test_each_limit_takes_the_answer_of_the_score_by_its_bounds():
    accuracy = shown.accuracy(TERMS, [EVIDENCE])
    assert accuracy.state == "not shown"
    assert "50 of 54 passes of listed people" in accuracy.because
    assert accuracy.because.endswith("The limit is 85 %: one-sided 95 % bounds 83.8 % to 97.4 %, clopper-pearson")
    assert shown.false_alerts_per_pass(TERMS, [EVIDENCE]).state == "met"
    assert accuracy.proof[0].query == {"run": RUN, "score": "0"}


@pytest.mark.parametrize(
    ("k", "n", "state"),
    [
        (5, 9000, "met"),  # upper bound 0.0012
        (2, 300, "not shown"),  # 0.0012 to 0.021
        (20, 300, "breached"),  # lower bound 0.045
        (0, 0, "not shown"),
        (0, 298, "not shown"),  # upper bound just above 0.01: none seen is not none
        (0, 299, "met"),
    ],
)
def test_the_other_denominator_is_held_against_the_same_limit(k, n, state):
    assert shown.per_face(k, n, n, POLICY)[0] == state


def test_without_a_limit_a_person_must_judge_the_same_figures():
    terms = TERMS.model_copy(update={"policy": Policy()})
    check = shown.accuracy(terms, [replace(EVIDENCE, runs=(watched(policy=Policy()),))])
    assert check.state == "needs a person"
    assert "50 of 54" in check.because


def test_the_worst_run_counts_and_nothing_is_met_by_no_run():
    bad = replace(EVIDENCE, score=SCORE.model_copy(update={"policy": answers(POLICY, fpir=(50, 2000))}))
    assert shown.false_alerts_per_pass(TERMS, [EVIDENCE, bad]).state == "breached"
    assert shown.false_alerts_per_pass(TERMS, []).state == "not shown"
    assert worst([], CheckState.NOT_SHOWN) == "not shown"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"threshold": 0.45}, "threshold 0.45 was not tested: this evidence is for 0.4"),
        ({"list_size": 11}, "a list of 11 people was not tested: this evidence is for 10 enrolled"),
        ({"watchlist": ListInUse(name="x", digest="ab", persons=12)}, "a list of 12 people was not tested"),
        ({"system": TERMS.system.model_copy(update={"files": {"recogniser": "00" * 32}})}, "model vectron"),
        (
            {"system": TERMS.system.model_copy(update={"settings": {"alerting": {"window_s": 60.0}}})},
            "alerting.window_s 60.0 (tested: 30.0)",
        ),
    ],
)
def test_outside_what_was_tested_nothing_is_covered(changed, said):
    terms = TERMS.model_copy(update=changed)
    (gap,) = [one for one in gaps(terms, Tried.of(EVIDENCE)) if said in one]
    check = shown.false_alerts_per_pass(terms, [EVIDENCE])
    assert (check.state, check.obstacle) == ("not covered by this evidence", gap)
    assert "In what was tested: met." in check.because
    assert "not covered by this evidence" in {one.state for one in coverage(terms, Facts((EVIDENCE,), None))}


def test_within_what_was_tested_all_is_covered():
    smaller = TERMS.model_copy(update={"list_size": 3})
    assert gaps(smaller, Tried.of(EVIDENCE)) == []
    threads = HEADER | {"settings": HEADER["settings"] | {"models": {"pack": "vectron", "threads": 8}}}
    assert gaps(TERMS, Tried.of(replace(EVIDENCE, runs=(watched(threads),)))) == [], "more threads change no score"


def test_a_policy_that_was_changed_afterwards_is_out_of_date():
    terms = TERMS.model_copy(update={"policy": Policy(fpir=0.001, tpir=0.85)})
    check = shown.false_alerts_per_pass(terms, [EVIDENCE])
    assert check.state == "out of date"
    assert "the policy was changed after run" in check.because


@pytest.mark.parametrize(
    ("verdicts", "demanded", "state"),
    [
        ([found(FPIR, EQUIVALENCE), found(TPIR, EQUIVALENCE)], True, "met"),
        ([found(FPIR, EQUIVALENCE), found(TPIR)], True, "not shown"),
        ([found(FPIR, DISPARITY), found(TPIR)], True, "breached"),
        ([found(FPIR, DISPARITY)], False, "needs a person"),  # no limit was set: people must weigh it
        ([found(FPIR, EQUIVALENCE, model_inferred=True)], True, "not shown"),
        ([found(FPIR, EQUIVALENCE, exploratory=True)], True, "not shown"),
        ([], True, "not shown"),
    ],
)
def test_a_characteristic_is_alike_only_where_that_is_shown(verdicts, demanded, state):
    policy = POLICY.model_copy(update={"equivalence": ("sex",) if demanded else ()})
    terms = TERMS.model_copy(update={"policy": policy})
    one = replace(with_verdicts(*verdicts), runs=(watched(policy=policy),))
    assert sex(terms, one).state == state


def test_it_says_how_much_testing_is_missing_and_links_to_each_group():
    check = sex(TERMS, with_verdicts(found()))
    assert "to see a doubling takes about 23,508 passes of 23,508 people in each group" in check.because
    assert "to show equivalence, if the groups are alike, about 343,634 passes" in check.because
    assert "the smallest had 800: for equivalence about 342,834 are missing" in check.because
    assert [dict(one.query).get("group") for one in check.proof] == [None, "F", "M"]
    assert {one.query["attribute"] for one in check.proof} == {"sex"}


def test_operator_load_is_the_footfall_times_the_interval():
    terms = TERMS.model_copy(update={"footfall": 2000, "false_alerts_an_hour": 8.0})
    check = shown.load(terms, [EVIDENCE])
    assert (check.state, "modelled: 2,000 people an hour would give 2 to 8 false alerts" in check.because) == (
        "met",
        True,
    )
    assert shown.load(terms.model_copy(update={"false_alerts_an_hour": 1.0}), [EVIDENCE]).state == "breached"
    assert shown.load(TERMS, [EVIDENCE]).state == "needs a person"


def test_a_percentile_that_is_never_reached_has_no_value_and_is_no_number():
    because = shown.delay(TERMS, [EVIDENCE]).because
    assert because.startswith("40 of 54 passes of listed people within 2 s of entry = 74.1 %")
    assert "from entry to alert median 0.80 s (95 % 0.60 s to 1.10 s); 4 of 54 passes left without it" in because
    assert "95th percentile no value, since fewer than 95 % got there" in because


def test_a_limit_of_recognition_in_time_answers_whether_alerts_come_in_time():
    policy = POLICY.model_copy(update={"timely": 0.85})
    score = SCORE.model_copy(update={"policy": answers(policy, timely=(40, 54))})
    terms = TERMS.model_copy(update={"policy": policy})
    evidence = Evidence((watched(policy=policy),), score)
    check = shown.delay(terms, [evidence])
    assert (check.state, "The limit is 85 %: one-sided 95 % bounds 62.5 % to 83.6 %" in check.because) == (
        "breached",
        True,
    )
    assert shown.delay(TERMS, [EVIDENCE]).state == "needs a person"


@pytest.fixture
def opened(tmp_path):
    home = Home(tmp_path)
    return home, open_review(home, "High Street", "wanted", "Ann")


def test_only_a_person_answers_what_no_test_answers(opened):
    home, review_id = opened
    review = read_review(home, review_id)
    checks = {one.topic: one for one in before.checklist(review, Facts((), None))}
    assert {checks[topic].state for topic in before.QUESTIONS} == {CheckState.PERSON}
    assert "met" not in {one.state for one in checks.values()}, "an empty review shows nothing"
    said = Entry(review_id, Phase.BEFORE, Kind.ANSWER, "necessity", {"text": "because"}, "Ben", WHEN)
    add_entries(home.reviews, [said], review.seen)
    checks = {one.topic: one for one in before.checklist(read_review(home, review_id), Facts((), None))}
    assert (checks["necessity"].state, checks["necessity"].answer.author) == ("answered by a person", "Ben")


def test_nothing_is_decided_before_a_member_has_spoken(opened):
    home, review_id = opened
    with pytest.raises(InputError, match="opinion of at least one member"):
        close(home, read_review(home, review_id), Verdict.REFUSE, "", "Ann", ())


def test_a_policy_file_that_changes_is_told(opened):
    home, review_id = opened
    (home.folder / "policy.yaml").write_text("fpir: 0.001\n")
    review = read_review(home, review_id)
    stated = restate(home, review.terms, Plan(policy_file="policy.yaml"), ["policy_file"])
    add_entries(home.reviews, state_terms(stated, review_id, Phase.BEFORE, "Ann"), review.seen)
    review = read_review(home, review_id)
    assert review.terms.policy == Policy(fpir=0.001)
    assert plan_of(review.terms).false_one_in == 1000
    assert changes(home, review, date(2026, 5, 1)) == ()
    (home.folder / "policy.yaml").write_text("fpir: 0.002\n")
    assert changes(home, review, date(2026, 5, 1)) == (
        "The policy in policy.yaml was changed since this review took it over.",
    )
    (home.folder / "policy.yaml").unlink()
    assert "can no longer be read" in changes(home, review, date(2026, 5, 1))[0]


def test_a_review_needs_a_place_and_a_purpose(tmp_path):
    with pytest.raises(InputError, match="a place and a purpose"):
        open_review(Home(tmp_path), " ", "wanted", "Ann")


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "met"),
        ({"settings": {**HEADER["settings"], "alerting": {"threshold": 0.3, "window_s": 30.0}}}, "breached"),
        ({"watchlist": HEADER["watchlist"] | {"persons_enrolled": 11}}, "breached"),
    ],
)
def test_a_deployment_is_held_against_what_was_approved(opened, changed, state):
    home, review_id = opened
    review = replace(read_review(home, review_id), terms=TERMS)
    run = Evidence((watched(HEADER | changed, score=""),), None)
    checks = {one.topic: one for one in after.checklist(home, review, Facts((run,), None))}
    assert checks["as approved"].state == state
    assert checks["false alerts per pass"].state == "not shown", "without truth nothing is known of false alerts"
    assert checks["decided"].because == "0 of 2 alerts decided"


@pytest.mark.parametrize(
    ("counted", "state"),
    [
        ({"people_passed": 5000, "alerts_false": 3}, "met"),
        ({"people_passed": 5000, "alerts_false": 3, "alerts_unresolved": 60}, "not shown"),  # they may all be false
        ({"people_passed": 5000, "alerts_false": 90}, "breached"),
        ({"people_passed": 5000}, "not shown"),
        ({"people_passed": 0, "alerts_false": 0}, "not shown"),
    ],
)
def test_the_own_count_of_a_deployment_is_held_against_the_limit(opened, counted, state):
    home, review_id = opened
    review = replace(read_review(home, review_id), terms=TERMS, outcome=Outcome(**counted))
    checks = {one.topic: one for one in after.checklist(home, review, Facts((), None))}
    assert checks["counted"].state == state


def test_what_is_known_of_a_list_is_said_and_a_person_judges_it(tmp_path):
    listed = make_list(tmp_path / "square", 1, 2, failing=["lost"], expired=[3])
    terms = TERMS.model_copy(update={"watchlist": ListInUse(name="square", digest="ab", persons=3)})
    review = replace(read_review(*_opened(tmp_path)), terms=terms)
    people = Subjects({"P1": Subject("P1", {}, age=15.0), "P2": Subject("P2", {}, age=40.0)})
    checks = {one.topic: one for one in before.checklist(review, Facts((), listed, people))}
    said = {
        topic: checks[topic].because for topic in ("make-up", "age of pictures", "quality", "children", "retention")
    }
    assert said["make-up"] == "4 people; by category not recorded: 4"
    assert said["age of pictures"] == "none of 4 pictures has a date"
    assert said["quality"].startswith("1 of 4 people cannot be found: none of their pictures could be used (25 %)")
    assert said["children"] == "1 of 2 whose age is recorded are under 18; of 2 no age is recorded"
    assert said["retention"].startswith("the list is not sealed; 3 of 4 entries never expire")
    assert {checks[topic].state for topic in said} == {CheckState.PERSON}
    assert checks["list"].state == "out of date", "it is another list than the one that was chosen"


def _opened(folder):
    home = Home(folder)
    return home, open_review(home, "High Street", "wanted", "Ann")
