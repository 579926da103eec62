"""Pages over runs that hold less than others: an alert log of a system from elsewhere, and decisions only."""

import pytest
from synthetic import draw
from synthetic_runs import Pictures, make_list, record, settings

from lfr_eval.core.home import Home
from lfr_eval.evaluate.score.evidence import keep_score
from lfr_eval.evaluate.score.score import score_runs
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.evaluate.watch.external import ExternalSystem, record_alerts
from lfr_eval.record.reader import RunRecord

PASSES = "pass_id,source,subject_id,t_enter_s,t_exit_s\na,gate.mp4,P1,0,1\nb,gate.mp4,,1,2\n"


@pytest.fixture
def alert_log(tmp_path):
    """P1 is recognised in a, and a stranger taken for them in b."""
    home = Home(tmp_path / "home")
    home.datasets.mkdir(parents=True)
    (home.datasets / "passes.csv").write_text(PASSES)
    (tmp_path / "listed.csv").write_text("person_id\nP1\nP2\n")
    (tmp_path / "log.csv").write_text("person_id,pts_s,score,emitted_s\nP1,0.5,80,0.9\nP2,1.5,70,1.6\n")
    system = ExternalSystem("a vendor's", "gate.mp4", 2.0, tmp_path / "listed.csv")
    run = RunRecord.open(record_alerts(tmp_path / "log.csv", system, home.runs))
    files = TruthFiles(home.datasets / "passes.csv")
    keep_score(score_runs([run], files), files, home)
    return home


@pytest.fixture
def decisions_only(tmp_path):
    """P1 and somebody who is not listed; nothing is kept of the latter. Not held against truth."""
    home = Home(tmp_path / "home")
    listed = make_list(tmp_path / "list", 1)
    pictures = [draw({1: (100, 100), 7: (300, 100)})] * 10
    record(Pictures(pictures), listed, home.runs, settings(), keep="decisions")
    return home


def texts(app):
    return " ".join(one.value for one in app.markdown)


def test_an_alert_log_has_a_timeline_but_no_times(page, alert_log):
    run, latency = page("run", home=alert_log), page("latency", home=alert_log)
    assert not run.exception
    assert "1 of 2 alerts = 1 in 2" in texts(run)
    assert "Not measured: there were no faces that the system followed." in texts(run)
    assert set(run.dataframe[0].value["What"]) >= {"true alert", "false alert"}
    assert not latency.exception
    assert "From entering to alert: median 0.90 s (no interval: 1 person)" in texts(latency)
    assert "This run holds no times." in latency.info[-1].value


def test_decisions_only_have_times_and_alerts(page, decisions_only):
    run, latency = page("run", home=decisions_only), page("latency", home=decisions_only)
    assert not run.exception
    assert run.dataframe[0].value["About"].tolist() == ["P1"]
    assert not latency.exception
    assert latency.dataframe[0].value["Stage"].tolist()[-1] == "whole frame"


@pytest.mark.parametrize("home", ["alert_log", "decisions_only"])
def test_nothing_to_compare_them_with(page, home, request):
    app = page("compare", home=request.getfixturevalue(home))
    assert not app.exception
    assert app.info
