"""Evidence of one system on one list counts together: what each run is too short to show, all of them may."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.core.home import Home
from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.evaluate.evidence import keep_score, kept_scores
from lfr_eval.evaluate.external import ExternalSystem, record_alerts
from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.review import before, shown
from lfr_eval.evaluate.review.currency import changes, close
from lfr_eval.evaluate.review.evidence import gather
from lfr_eval.evaluate.review.hold import hold
from lfr_eval.evaluate.review.review import Verdict, open_review, read_review, state_terms
from lfr_eval.evaluate.review.terms import Held, Terms
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.deleting import delete
from lfr_eval.record.listing import resolve
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.reviews import add_entries
from lfr_eval.record.scores import TOGETHER, read_score

POLICY = Policy(fpir=0.001)
RUNS, PASSES = 10, 300


def watch(home: Home, name: str, people: str = "", passes: int = PASSES, system: str = "theirs", **how) -> str:
    """A system that alerted to nobody while so many people passed, scored; gives the id of its run.

    `people` are named `<people>0`, `<people>1` and so on; without it nobody is named.
    """
    folder = home.datasets / name
    folder.mkdir(parents=True)
    rows = (f"{place},{name},{people and f'{people}{place}'},{place},{place + 1}\n" for place in range(passes))
    (folder / "passes.csv").write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\n" + "".join(rows))
    (folder / "listed.csv").write_text("person_id\nP\n")
    (folder / "log.csv").write_text("person_id,pts_s,score\n" + how.get("alerts", ""))
    about = ExternalSystem(system, name, float(passes), folder / "listed.csv")
    path = record_alerts(folder / "log.csv", about, home.runs, threshold=how.get("threshold", 0.6))
    run, files = RunRecord.open(path), TruthFiles(folder / "passes.csv")
    keep_score(score_runs([run], files), files, home)
    return run.run_id


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def ten(home: Home) -> list[str]:
    return [watch(home, f"street-{number}") for number in range(RUNS)]


def asked(home: Home, run_ids, policy=POLICY, threshold=None) -> Terms:
    return Terms(policy=policy, evidence=hold(home, run_ids, threshold, policy))


def per_pass(home: Home, terms: Terms):
    return shown.false_alerts_per_pass(terms, gather(home, terms).evidence)


def test_three_thousand_passes_over_ten_runs_show_what_none_of_them_shows(home, ten):
    terms = asked(home, ten)
    check = per_pass(home, terms)
    assert check.state == "met"
    assert check.because.startswith("10 runs together (3,000 people, none of them in several runs): 0 of 3,000 passes")
    assert check.because.endswith("one-sided 95 % bounds 0 % to 0.0998 %, clopper-pearson")
    assert per_pass(home, asked(home, ten[:1])).state == "not shown"
    old = [one.model_copy(update={"together": ""}) for one in terms.evidence]
    apart = terms.model_copy(update={"evidence": tuple(old)})
    assert per_pass(home, apart).state == "not shown", "as reviews of an earlier version hold them: each by itself"


def test_it_is_proved_by_the_page_of_each_run(home, ten):
    proof = per_pass(home, asked(home, ten)).proof
    assert [one.query["run"] for one in proof] == ten
    assert [one.label.partition(", ")[2] for one in proof] == [f"{place} of 10" for place in range(1, 11)]
    for one in proof:
        score = kept_scores(home, one.query["run"])[int(one.query["score"])]
        assert (score.run_id, score.policy[0].limit) == (one.query["run"], "FPIR at most 0.001")


def test_the_same_people_in_every_run_are_no_more_people(home):
    runs = [watch(home, f"street-{number}", people="S") for number in range(RUNS)]
    check = per_pass(home, asked(home, runs))
    assert check.state == "not shown"
    assert check.because.startswith("10 runs together (300 people, 300 of them in several runs): 0 of 3,000 passes")


def test_the_command_line_gives_the_same_figures(home, ten):
    terms = asked(home, ten)
    (evidence,) = gather(home, terms).evidence
    both = home.datasets / "passes.csv"
    head, *rows = [(home.datasets / f"street-{n}" / "passes.csv").read_text().partition("\n") for n in range(RUNS)]
    texts = [text for _, _, text in (head, *rows)]
    numbered = [f"{n}-{line}\n" for n, text in enumerate(texts) for line in text.splitlines()]
    both.write_text(head[0] + "\n" + "".join(numbered))
    runs = [RunRecord.open(resolve(home.runs, run_id)) for run_id in ten]
    stated = score_runs(runs, TruthFiles(both), Question(policy=POLICY)).result
    for name in ("tpir", "fpir", "together", "policy", "alerts_per_hour", "run_id"):
        assert getattr(stated, name) == getattr(evidence.score, name)


def test_what_is_not_one_system_on_one_list_stands_apart_and_the_worst_counts(home, ten):
    runs = [*ten, watch(home, "yard", system="another"), watch(home, "hall", threshold=0.7)]
    evidence = gather(home, asked(home, runs)).evidence
    assert sorted(len(one.runs) for one in evidence) == [1, 1, 10]
    check = per_pass(home, asked(home, runs))
    assert check.state == "not shown"
    assert f"10 runs together (3,000 people, none of them in several runs), from {ten[0]}: " in check.because
    assert f"; {runs[-2]}: 0 of 300" in check.because
    at_one = gather(home, asked(home, [*ten, runs[-1]], threshold=0.7)).evidence
    assert [len(one.runs) for one in at_one] == [11], "held at one threshold they are one system again"


def test_people_labelled_by_different_sources_stand_apart(home):
    runs = [watch(home, f"street-{number}", people=f"S{number}-") for number in range(3)]
    for number, source in ((0, "self"), (1, "officer")):
        folder = home.datasets / f"street-{number}"
        (folder / "subjects.csv").write_text(f"subject_id,sex,label_source\nS{number}-0,F,{source}\n")
        files = TruthFiles(folder / "passes.csv", (folder / "subjects.csv",))
        keep_score(score_runs([RunRecord.open(resolve(home.runs, runs[number]))], files), files, home)
    assert [len(one.runs) for one in gather(home, asked(home, runs)).evidence] == [1, 1, 1]
    assert [len(one.runs) for one in gather(home, asked(home, [runs[0], runs[2]])).evidence] == [2]


def test_the_same_footage_twice_is_refused(home):
    alerts = "P,1.5,0.9\n"
    runs = [watch(home, "street", alerts=alerts), watch(home, "copy", alerts=alerts)]
    before = sorted(home.scores.rglob("*"))
    with pytest.raises(InputError, match="watched the same footage"):
        hold(home, runs, None, POLICY)
    with pytest.raises(InputError, match="is given twice"):
        hold(home, [runs[0], runs[0]], None, POLICY)
    assert sorted(home.scores.rglob("*")) == before, "nothing half done"


def test_a_pooled_score_is_no_score_of_a_run(home, ten):
    hold(home, ten, None, POLICY)
    for run_id in ten:
        assert {score.run_id for score in kept_scores(home, run_id)} == {run_id}


def pooled(home: Home, terms: Terms) -> Path:
    (digest,) = {one.together for one in terms.evidence}
    return home.scores / TOGETHER / f"{digest}.json"


def test_it_is_recomputed_under_the_same_digest(home, ten):
    terms = asked(home, ten)
    file = pooled(home, terms)
    was = file.read_bytes()
    file.unlink()
    assert per_pass(home, terms).because == "10 runs together: their score is gone: hold the evidence again"
    assert asked(home, ten[::-1]).evidence[::-1] == terms.evidence
    assert file.read_bytes() == was
    assert read_score(home.scores, TOGETHER, file.stem)["run_id"] == sorted(ten)


def closed(home: Home, run_ids) -> str:
    review_id = open_review(home, "High Street", "wanted", "Ann")
    stated = asked(home, run_ids).model_dump(mode="json", include={"policy", "evidence"})
    add_entries(home.reviews, state_terms(stated, review_id, Phase.BEFORE, "Ann"), 2 + 1)
    said = {"verdict": "approve", "reasons": "r", "conditions": "", "dissent": ""}
    seen = read_review(home, review_id).seen
    entry = Entry(review_id, Phase.BEFORE, Kind.OPINION, "", said, "Ann", datetime(2026, 5, 1, tzinfo=UTC))
    add_entries(home.reviews, [entry], seen)
    review = read_review(home, review_id)
    close(home, review, Verdict.APPROVE, "", "Ann", before.checklist(review, gather(home, review.terms)))
    return review_id


@pytest.mark.parametrize("what", ["run", "truth", "score", "policy"])
def test_a_decision_goes_out_of_date_with_a_run_a_truth_the_score_or_the_policy(home, what):
    run_ids = [watch(home, f"street-{number}", passes=20) for number in range(2)]
    review_id = closed(home, run_ids)
    review = read_review(home, review_id)
    assert changes(home, review, date(2026, 5, 1)) == ()
    assert per_pass(home, review.terms).state == "not shown"
    terms = review.terms
    if what == "run":
        (resolve(home.runs, run_ids[1]) / "SHA256SUMS").write_text("")
        told, checked = f"the run {run_ids[1]} was changed", f"run {run_ids[1]} was altered: hold the evidence again"
    elif what == "truth":
        (home.datasets / "street-1" / "passes.csv").write_text("")
        told = "the truth datasets/street-1/passes.csv was changed"
        checked = "the truth that it was held against is gone or was altered: hold the evidence again"
    elif what == "score":
        pooled(home, terms).unlink()
        told, checked = f"the score together/{terms.evidence[0].together[:8]} is no longer there", "is gone"
    else:
        terms = terms.model_copy(update={"policy": Policy(fpir=0.01)})
        told, checked = "the policy was changed", "after 2 runs were held against it: hold the evidence again"
    assert told in " ".join(changes(home, replace(review, terms=terms), date(2026, 5, 1)))
    check = per_pass(home, terms)
    assert (check.state, checked in check.because) == ("out of date", True)


def test_a_run_that_is_deleted_takes_the_scores_along_that_rested_on_it(home):
    run_ids = [watch(home, f"street-{number}", passes=20) for number in range(3)]
    two, other = asked(home, run_ids[:2]), asked(home, run_ids[1:])
    assert delete(home, resolve(home.runs, run_ids[0])) == 1
    assert (pooled(home, two).exists(), pooled(home, other).exists()) == (False, True)
    check = per_pass(home, two)
    assert (check.state, "the run cannot be read" in check.because) == ("out of date", True)
    assert per_pass(home, other).state == "not shown"


def test_a_review_of_an_earlier_version_opens(home):
    run_id = watch(home, "street", passes=20)
    (held,) = hold(home, [run_id], None, POLICY)
    stated = json.loads(held.model_dump_json(exclude={"together"}))
    assert set(stated) == {"run_id", "score", "policy"}
    terms = Terms.model_validate({"policy": POLICY.model_dump(), "evidence": [stated]})
    assert terms.evidence == (Held(run_id=run_id, score=held.score, policy=POLICY),)
    assert per_pass(home, terms).because.startswith("0 of 20 passes of people not listed")
