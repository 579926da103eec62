"""Groups of people in a score: whose labels they rest on, and which differences were declared beforehand."""

from pathlib import Path
from typing import Any

import pytest
from synthetic import draw
from synthetic_runs import Pictures, make_list, record

from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.words import score_lines

PASSES = """pass_id,source,subject_id,t_enter_s,t_exit_s,sex,light
listed,gate.mp4,P1,0,2,,day
stranger,gate.mp4,,0,2,M,day
"""


@pytest.fixture
def stated(tmp_path: Path) -> dict[str, Any]:
    """One listed woman, labelled by a model, and one man whose label stands in passes.csv; a policy names both."""
    scene = [draw({1: (50 + 10 * i, 100), 7: (400, 200)}) for i in range(10)]
    run = record(Pictures(scene), make_list(tmp_path / "list", 1), tmp_path / "runs").run
    (tmp_path / "passes.csv").write_text(PASSES)
    (tmp_path / "subjects.csv").write_text("subject_id,sex,label_source\nP1,F,model\n")
    files = TruthFiles(tmp_path / "passes.csv", (tmp_path / "subjects.csv",))
    question = Question(by=("light*sex",), policy=Policy(equivalence=("sex", "sex*light")))
    return score_runs([RunRecord.open(run)], files, question).stated


def test_every_row_says_whose_labels_it_rests_on(stated: dict[str, Any]):
    rows = {row["value"]: (row["label_sources"], row["model_inferred"]) for row in stated["groups"]}
    assert (rows["F"], rows["M"]) == ((["model"], True), (["not stated"], False))
    verdicts = {one["metric"]: one["model_inferred"] for one in stated["verdicts"]}
    assert verdicts == {"fpir": False, "tpir": True}
    because = {one["limit"]: one["because"] for one in stated["policy"]}
    assert "labels inferred by a model" in because["TPIR equivalent by sex"]
    assert "model" not in because["FPIR equivalent by sex"]


def test_words_flag_what_a_model_inferred(stated: dict[str, Any]):
    lines = score_lines(stated)
    assert any(line.startswith("  sex (labels inferred by a model), TPIR: ") for line in lines)
    assert any(line.startswith("  sex (labels inferred by a model) = F") for line in lines)
    assert any(line.startswith("  sex = M") for line in lines)
    assert "Note: some labels were inferred by a model: groups by them are not evidence about people" in lines


def test_what_a_policy_names_is_declared(stated: dict[str, Any]):
    explored = {one["attribute"] for one in stated["verdicts"] if one["exploratory"]}
    assert explored == {"light*sex"}
    assert {one["limit"] for one in stated["policy"]} == {
        f"{rate} equivalent by {attribute}" for rate in ("FPIR", "TPIR") for attribute in ("sex", "sex*light")
    }
