"""The golden home holds what its docstring promises, so that pages can be tested against it."""

import json
import shutil

from golden import newest
from score_objects import alerts

from lfr_eval.core.home import Home
from lfr_eval.evaluate import evidence, fairness, trade_off
from lfr_eval.evaluate.ahead import keep_with_tables
from lfr_eval.evaluate.evidence import (
    hold_again,
    keep_score,
    kept_scores,
    place_of,
    scores_of_any_version,
    truth_of,
)
from lfr_eval.evaluate.policy import Margins, Policy
from lfr_eval.evaluate.review.evidence import gather
from lfr_eval.evaluate.review.hold import hold
from lfr_eval.evaluate.review.terms import Terms
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.record.listing import list_runs


def test_figures_of_the_golden_runs_are_those_worked_out_by_hand(golden_home: Home):
    runs = {run.run_id: run.content["settings"]["alerting"]["threshold"] for run in list_runs(golden_home.runs)}
    scores = {threshold: kept_scores(golden_home, run_id)[0] for run_id, threshold in runs.items()}
    rates = {threshold: [(rate.k, rate.n) for rate in (score.tpir, score.fpir)] for threshold, score in scores.items()}
    assert rates == {0.4: [(5, 6), (1, 24)], 0.7: [(5, 6), (0, 24)]}
    assert scores[0.4].alerts == alerts(5, 1, 0)
    assert scores[0.4].attribution == "boxes"


def test_truth_of_a_kept_score_is_found_again_and_not_once_it_was_altered(golden_home: Home, tmp_path):
    run_id = list_runs(golden_home.runs)[0].run_id
    score = kept_scores(golden_home, run_id)[0]
    assert truth_of(golden_home, score.taken) is not None
    assert truth_of(golden_home, score.taken.model_copy(update={"truth_sha256": "0" * 64})) is None
    assert truth_of(Home(tmp_path), score.taken) is None


def test_what_came_of_the_passes_is_read_back_and_else_worked_out_again(own_home, monkeypatch):
    home, (run, score) = own_home, newest(own_home)
    for kept in (home.scores / run.run_id).glob("*.parquet"):
        kept.unlink()
    worked_out = hold_again(home, run, score)
    (kept,) = (home.scores / run.run_id).glob("*.parquet")
    kept.write_bytes(b"cut off")
    assert hold_again(home, run, score) == worked_out
    monkeypatch.setattr(evidence, "read_truth", None)  # nothing is worked out any more
    assert hold_again(home, run, score) == worked_out


def test_what_pages_show_is_worked_out_with_the_score(own_home, monkeypatch):
    home, (run, score) = own_home, newest(own_home)
    files = truth_of(home, score.taken)
    shutil.rmtree(home.scores)
    keep_with_tables(score_runs([run], files, Question(by=("sex",))), [run], files, home)
    (score,) = kept_scores(home, run.run_id)
    for module in (evidence, trade_off, fairness):
        monkeypatch.setattr(module, "hold_again", None, raising=False)  # nothing is worked out any more
    assert not trade_off.trade_off_of(home, run, score).empty
    assert not fairness.fairness_of(home, run, score).inequality.empty


def test_two_policies_that_differ_in_margins_alone_are_two_scores(own_home):
    home, (run, score) = own_home, newest(own_home)
    files = truth_of(home, score.taken)
    names = {
        keep_score(score_runs([run], files, Question(policy=policy)), files, home)
        for margin in (0.05, 0.1)
        for policy in [Policy(equivalence=("sex",), margins=Margins(tpir=margin))]
    }
    assert len(names) == 2


def test_scores_of_an_earlier_version_are_passed_over_and_their_truth_is_used_again(own_home):
    home, (run, score) = own_home, newest(own_home)
    (held,) = hold(home, [run.run_id], None, Policy(fpir=0.5))
    terms = Terms(place="gate", purpose="wanted", evidence=(held,))
    assert [one.problem for one in gather(home, terms).evidence] == [""]
    for file in (home.scores / run.run_id).glob("*.json"):
        file.write_text(json.dumps(json.loads(file.read_text()) | {"meaning": score.meaning - 1}))
    assert kept_scores(home, run.run_id) == []
    assert len(scores_of_any_version(home, run.run_id)) == 2
    (evidence_then,) = gather(home, terms).evidence
    assert (evidence_then.score, "earlier version: hold the evidence again" in evidence_then.problem) == (None, True)
    (again,) = hold(home, [run.run_id], None, Policy(fpir=0.5))
    assert place_of(home, run.run_id, again.score) == 0
    assert kept_scores(home, run.run_id)[0].fpir == score.fpir
