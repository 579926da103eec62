"""Results as a notebook shows them."""

import pytest
from frozen import read

from lfr_eval.evaluate.plan import Plan, make_plan
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.results.search import SearchResult
from lfr_eval.evaluate.results.verify import VerifyResult
from lfr_eval.report.notebook.base import readable
from lfr_eval.report.notebook.photographs import SearchReport, VerifyReport
from lfr_eval.report.notebook.plan import PlanReport
from lfr_eval.report.notebook.runs import ScoreReport

SCORE = readable(ScoreReport, ScoreResult.of_json(read("score")))


@pytest.mark.parametrize(
    ("kind", "plain", "name"),
    [
        (ScoreReport, ScoreResult, "score"),
        (SearchReport, SearchResult, "search"),
        (VerifyReport, VerifyResult, "verify"),
    ],
)
def test_reading_changes_no_key(kind, plain, name):
    frozen = read(name)
    made = readable(kind, plain.of_json(frozen))
    assert made.to_json() == frozen
    assert made.lines()
    assert not made.table().empty


def test_every_rate_stands_with_its_count_base_and_interval():
    # 5 of 6 listed people, 1 of 24 others; women and men
    table = SCORE.table()
    first = table[table["group"] == "everybody"].set_index("rate")
    assert (first.loc["tpir", "k"], first.loc["tpir", "n"]) == (5, 6)
    assert (first.loc["fpir", "k"], first.loc["fpir", "n"]) == (1, 24)
    assert set(table["group"]) > {"F", "M"}
    assert table[["low", "high"]].notna().all(axis=None)


def test_verdicts_have_a_row_each():
    verdicts = SCORE.verdicts_table()
    assert len(verdicts) == len(SCORE.verdicts)
    assert set(verdicts["verdict"]) <= {"equivalence", "disparity", "inconclusive"}


def test_the_chart_draws_everybody_and_every_group_for_both_rates():
    drawn = SCORE.chart().to_dict()
    assert [part["title"] for part in drawn["vconcat"]] == ["Recognised (TPIR)", "False positives (FPIR)"]
    rows = [row for data in drawn["datasets"].values() for row in data if "Group" in row]
    assert {"everybody", "sex: F", "sex: M"} <= {row["Group"] for row in rows}


def test_names_are_text_in_a_notebook():
    hostile = '<img src="http://outside.example/1.png">'
    groups = tuple(one.model_copy(update={"value": hostile}) for one in SCORE.groups)
    shown = SCORE.model_copy(update={"groups": groups, "caveats": (hostile,)})._repr_html_()
    assert hostile not in shown
    assert shown.count("&lt;img") >= 2


def test_a_plan_says_what_it_was_asked():
    asked = Plan(limit=0.001)
    found = PlanReport.answering(asked, make_plan(asked))
    assert "1 in 1,000" in "\n".join(found.lines())
    assert "2,995" in found._repr_html_()
