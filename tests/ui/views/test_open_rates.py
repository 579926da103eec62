"""A score whose rates truth leaves open, in every place that says a rate: a range everywhere, and no value made up."""

import json

import pytest

from lfr_eval.core.home import Home
from lfr_eval.core.phrases import rate
from lfr_eval.evaluate.compare import compare
from lfr_eval.evaluate.evidence import keep_score, kept_scores
from lfr_eval.evaluate.external import ExternalSystem, record_alerts
from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.results.base import Ends
from lfr_eval.evaluate.results.groups import State
from lfr_eval.evaluate.score import Question, Score, score_runs
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.record.reader import RunRecord
from lfr_eval.report import demo
from lfr_eval.report.timeline import timeline_of
from lfr_eval.report.words import score_lines
from lfr_eval.ui.views import compare as compare_view
from lfr_eval.ui.views import fairness, fairness_figures, overview
from lfr_eval.ui.views import run as run_view
from lfr_eval.ui.views.threshold import Explorer, Setting

PASSES = "pass_id,source,subject_id,t_enter_s,t_exit_s,sex,age\n" + "".join(
    f"{name}{n},street,{subject},{20 * n},{20 * n + 10},{sex},{age}\n"
    for n in range(4)
    for name, subject, sex, age in (("f", "", "F", "20"), ("m", "", "M", "30"), ("p", "P", "F", "20"))
)
"""Four times two strangers and P pass together; the log has a hit on Q each time, who is not there, and two at last."""
LOG = "person_id,pts_s,score\nQ,5,0.5\nQ,25,0.6\nQ,45,0.7\nP,61,0.8\nQ,65,0.9\nQ,66,0.9\n"
RANGE = "0 to 5 of 8 passes of people not listed = 0 % to 62.5 %"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("home")
    (folder / "passes.csv").write_text(PASSES)
    (folder / "log.csv").write_text(LOG)
    (folder / "listed.csv").write_text("person_id\nP\nQ\n")
    return Home(folder)


@pytest.fixture(scope="module")
def run(home: Home) -> RunRecord:
    system = ExternalSystem("a vendor's", "street", 100.0, home.folder / "listed.csv")
    return RunRecord.open(record_alerts(home.folder / "log.csv", system, home.runs))


@pytest.fixture(scope="module")
def score(home: Home, run: RunRecord) -> Score:
    files = TruthFiles(home.folder / "passes.csv")
    question = Question(by=("sex", "age", "sex*age"), policy=Policy(fpir=0.6, tpir=0.1))
    found = score_runs([run], files, question)
    keep_score(found, files, home)
    return found


def test_the_score_has_a_range_and_no_value(score: Score):
    fpir, plain = score.result.fpir, score.result.to_json()
    assert (fpir.k, fpir.value, fpir.k_low, fpir.k_high) == (0, None, 0, 5)
    assert score.result.fpir_bounds == Ends(low=0.0, high=0.625)
    assert score.result.wrong_identity_bounds == Ends(low=0.0, high=1.0)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert any("by time could belong to more than one pass: 5; rates are ranges" in one for one in score.result.caveats)


def test_a_policy_is_neither_met_nor_breached_where_that_depends_on_whose_a_hit_was(score: Score):
    (found,) = [one for one in score.result.policy if one.metric is Metric.FPIR]
    assert (found.limit, found.state) == ("FPIR at most 0.6", State.NOT_SHOWN)
    assert found.because.startswith("0 to 5 of 8; ")


def test_every_line_of_text_says_the_range(score: Score):
    lines = "\n".join(score_lines(score.result))
    assert RANGE in lines
    assert "fpir" not in lines
    assert "FPIR 0 to 4/4 = 0 % to 100 %" in lines
    assert demo.headline(score.result).endswith("0 to 5 of the others (8) raised an alert.")
    assert RANGE in rate(score.result.fpir, "passes of people not listed")


def test_the_page_of_a_run_says_the_range(score: Score, run: RunRecord):
    assert RANGE in " ".join(run_view.answer(score.result))
    assert "taken for somebody else" in " ".join(run_view.answer(score.result))
    table = run_view.rates(score.result).set_index("Rate")
    assert table.loc["False positives (FPIR)", "Value"] == "0 % to 62.5 %"
    outcomes = run_view.outcomes(score.result)
    assert outcomes[outcomes["Outcome"] == "truth does not tell"]["Passes"].sum() == 11
    drawn = timeline_of(run, score.scores.runs[0])
    assert drawn.rows() is not None
    assert set(drawn.alerts["Row"]) >= {"one of several passes"}


def test_overview_and_comparison_say_the_range(score: Score, run: RunRecord, home: Home):
    (kept,) = kept_scores(home, run.run_id)
    row = overview.runs_table([overview.tested(_listed(run), [kept])]).iloc[0]
    assert row["False positives (95 %)"].startswith("0 to 5 of 8 = 0 % to 62.5 % (0 % to ")
    table = compare_view.side_by_side(score.result, score.result).set_index("Figure")
    assert table.loc["False positives (FPIR)", "First"].startswith("0 to 5 of 8 = 0 % to 62.5 %")
    both = compare(score.scores.runs[0], score.scores.runs[0])
    assert any("of which truth does not tell" in one for one in compare_view.reservations(both))


def _listed(run: RunRecord):
    from lfr_eval.record.listing import list_runs

    return next(one for one in list_runs(run.path.parent) if one.run_id == run.run_id)


def test_the_page_of_groups_says_the_range(score: Score):
    for attribute in ("sex", "age"):
        for figure in fairness.forests(score.result, attribute, "F"):
            figure.chart.to_dict()
        assert "FPIR is open in 2 groups" in fairness.forests(score.result, attribute, "F")[0].sentence
    assert "0 to 4 of 4 passes" in "\n".join(
        fairness.group_lines(score.result.model_copy(update={"verdicts": ()}), "sex", "F")
    )
    crossed = fairness_figures.intersections(score.result, "sex", "F")
    assert "0 % to 100 % = 0 to 4 of 4" in crossed[0].table.to_string()


@pytest.mark.parametrize("persons", [2, 100])
def test_the_threshold_explorer_says_the_range(score: Score, run: RunRecord, home: Home, persons: int):
    (kept,) = kept_scores(home, run.run_id)
    trade = trade_off_of(home, run, kept)
    asked = Setting(0.5, persons, 1000, 10, "sex", fpir_limit=0.6, tpir_limit=0.1)
    explorer = Explorer(trade, 2, asked)
    said = " ".join(explorer.answer())
    assert "nan" not in said.lower()
    assert RANGE in said
    panels = {one.key: one for one in explorer.panels()}
    assert {"fpir", "alerts"} <= panels.keys()
    assert ("ppv" in panels) == (persons == 2), "for a list of another size there is no interval to draw"
    for panel in panels.values():
        panel.chart().to_dict()
        assert "nan" not in panel.sentence.lower()
    if persons == 2:
        assert "FPIR 0 % to 62.5 %" in panels["fpir"].sentence
        assert "0.0 to 618.8 false alerts" in said
        # within the limit only where the most is: from three hits in eight down
        assert explorer.region()[0][0] > 0.5
    fairness_figures.spreads(trade, "sex", 0.5)
