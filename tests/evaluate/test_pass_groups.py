"""Groups of people in a score: whose labels they rest on, and which differences were declared beforehand."""

from pathlib import Path

import pytest
from synthetic import draw
from synthetic_runs import Pictures, make_list, record

from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.words import score_lines

PASSES = """pass_id,source,subject_id,t_enter_s,t_exit_s,sex,light
listed,gate.mp4,P1,0,2,,day
stranger,gate.mp4,,0,2,M,day
"""


@pytest.fixture
def stated(tmp_path: Path) -> ScoreResult:
    """One listed woman, labelled by a model, and one man whose label stands in passes.csv; a policy names both."""
    scene = [draw({1: (50 + 10 * i, 100), 7: (400, 200)}) for i in range(10)]
    run = record(Pictures(scene), make_list(tmp_path / "list", 1), tmp_path / "runs").run
    (tmp_path / "passes.csv").write_text(PASSES)
    (tmp_path / "subjects.csv").write_text("subject_id,sex,label_source\nP1,F,model\n")
    files = TruthFiles(tmp_path / "passes.csv", (tmp_path / "subjects.csv",))
    question = Question(by=("light*sex",), policy=Policy(equivalence=("sex", "sex*light")))
    return score_runs([RunRecord.open(run)], files, question).result


def test_every_row_says_whose_labels_it_rests_on(stated: ScoreResult):
    rows = {row.value: (row.label_sources, row.model_inferred) for row in stated.groups}
    assert (rows["F"], rows["M"]) == ((("model",), True), (("not stated",), False))
    verdicts = {one.metric: one.model_inferred for one in stated.verdicts}
    assert verdicts == {"fpir": False, "tpir": True, "timely": True}
    because = {one.limit: one.because for one in stated.policy}
    assert "labels inferred by a model" in because["TPIR equivalent by sex"]
    assert "model" not in because["FPIR equivalent by sex"]


def test_words_flag_what_a_model_inferred(stated: ScoreResult):
    lines = score_lines(stated)
    assert any(line.startswith("  sex (labels inferred by a model), TPIR: ") for line in lines)
    assert any(line.startswith("  sex (labels inferred by a model) = F") for line in lines)
    assert any(line.startswith("  sex = M") for line in lines)
    assert "Note: some labels were inferred by a model: groups by them are not evidence about people" in lines


def test_what_a_policy_names_is_declared(stated: ScoreResult):
    explored = {one.attribute for one in stated.verdicts if one.exploratory}
    assert explored == {"light*sex"}
    assert {one.limit for one in stated.policy} == {
        f"{rate} equivalent by {attribute}" for rate in ("FPIR", "TPIR") for attribute in ("sex", "sex*light")
    }


def test_groups_are_compared_within_a_condition(tmp_path: Path):
    # By day both sexes pass, at night only men; nobody is falsely recognised.
    rows = [("day", "F"), ("day", "M"), ("night", "M"), ("night", "M")]
    scene = [draw({}) for _ in range(5 * len(rows))]
    run = record(Pictures(scene), make_list(tmp_path / "list", 1), tmp_path / "runs").run
    (tmp_path / "passes.csv").write_text(
        "pass_id,source,subject_id,t_enter_s,t_exit_s,sex,light\n"
        + "".join(f"p{i},gate.mp4,,{i},{i + 1},{sex},{light}\n" for i, (light, sex) in enumerate(rows))
    )
    question = Question(by=("sex",), within=("light",))
    stated = score_runs([RunRecord.open(run)], TruthFiles(tmp_path / "passes.csv"), question).result
    about = [one for one in stated.verdicts if one.metric == "fpir"]
    assert [(one.condition, one.exploratory) for one in about] == [
        ({}, False),
        ({"light": "day"}, True),
        ({"light": "night"}, True),
    ]
    assert [[(g.value, g.rate.n, g.rest.n) for g in one.groups] for one in about] == [
        [("F", 1, 3), ("M", 3, 1)],
        [("F", 1, 1), ("M", 1, 1)],
        [("F", 0, 2), ("M", 2, 0)],
    ]
    assert any(line.startswith("  sex in light night, FPIR: inconclusive") for line in score_lines(stated))
    # No false positive was seen: the testing needed is reckoned from 1 in 1,000.
    assert about[0].needed_passes_per_group == 24_472
