"""What walks are to show is stated beforehand, and ends them."""

import json

import pytest
from live_trials import WALK, ended, pushing
from synthetic import draw

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.stopping import Standing, StoppingRule
from lfr_eval.record.reader import RunRecord


def test_the_rule_stands_in_the_record_before_the_first_walk_and_cannot_be_changed(tmp_path):
    trial, camera = pushing(tmp_path, WALK[:1], rule=StoppingRule(0.7, 20))
    (begun,) = (tmp_path / "home" / "reports" / "runs").glob("*.partial/run.json")
    stated = json.loads(begun.read_text())["stopping_rule"]
    assert (stated["at_least"], stated["most"], stated["confidence"]) == (0.7, 20, 0.95)
    assert trial.look().standing is Standing.OPEN
    with pytest.raises(AttributeError):
        trial.rule = StoppingRule(0.5, 20)
    camera.close()
    result = ended(trial).result
    assert RunRecord.open(result.watched.run).header["stopping_rule"] == stated
    assert (result.rule, result.look) == (StoppingRule(0.7, 20), None)


def test_no_more_walks_than_the_rule_says_and_those_of_people_not_listed_go_on(tmp_path):
    trial, camera = pushing(tmp_path, WALK[:1], rule=StoppingRule(0.85, 1))
    trial.mark_pass("P2")
    with pytest.raises(InputError, match="no further walk is marked: these are 1, the most by the rule"):
        trial.mark_pass("P1")
    trial.mark_pass(None)
    camera.close()
    result = ended(trial).result
    assert (result.look.standing, result.look.k, result.look.n) == (Standing.NOT_SHOWN, 0, 1)
    assert (result.score.tpir.k, result.score.tpir.n, result.score.fpir.n) == (0, 1, 1)


def test_when_the_rule_has_stopped_the_trial_no_walk_is_added(tmp_path):
    # One of one is enough to leave 2 % out
    trial, camera = pushing(tmp_path, WALK[:1], rule=StoppingRule(0.02, 20))
    trial.mark_pass("P1")
    assert (trial.look().standing, trial.look().k, trial.look().n) == (Standing.SHOWN, 1, 1)
    with pytest.raises(InputError, match=r"by the rule the trial ended after 1 \(shown\)"):
        trial.mark_pass("P1")
    camera.close()
    assert ended(trial).result.look.standing is Standing.SHOWN


def test_a_walk_that_was_still_on_at_the_end_is_missed(tmp_path):
    trial, camera = pushing(tmp_path, [draw({7: (400, 100)})])
    trial.mark_pass("P1")
    assert trial.look().n == 0
    camera.close()
    result = ended(trial).result
    assert (result.look.k, result.look.n) == (0, 1)
