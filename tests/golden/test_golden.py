"""The JSON of every command, frozen: whatever moves inside, no key and no value changes unseen.

After a change that is meant: `pytest tests/golden --rewrite-golden`, and read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import pytest
from frozen import differences, hold
from golden_home import golden_passes, make_golden
from search_trials import searched_json, town
from synthetic import draw
from synthetic_runs import PackedEngine

from lfr_eval.core.home import Home
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.plan import Crowd, Plan, make_plan
from lfr_eval.evaluate.score.policy import Policy
from lfr_eval.evaluate.score.score import Question, score_runs
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.evaluate.verify.result import VerifyQuestion, verify
from lfr_eval.evaluate.verify.sets import VerifyFiles
from lfr_eval.evaluate.watch.external import ExternalSystem, record_alerts
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord

POLICY = Policy(
    fpir=0.01, tpir=0.5, timely=0.5, equivalence=("sex",), equivalence_of=(Metric.FPIR, Metric.TPIR, Metric.TIMELY)
)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_golden(tmp_path_factory.mktemp("golden"))


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))


def files(home: Home) -> TruthFiles:
    return TruthFiles(home.datasets / "gate" / "passes.csv", (home.datasets / "gate" / "subjects.csv",))


def newest(home: Home) -> RunRecord:
    return RunRecord.open(list_runs(home.runs)[0].path)


def test_the_header_of_a_run(home: Home, rewrite: bool):
    hold("run", newest(home).header, rewrite=rewrite)


def test_a_score_by_boxes(home: Home, rewrite: bool):
    question = Question(by=("sex",), policy=POLICY)
    hold("score", score_runs([newest(home)], files(home), question).result.to_json(), rewrite=rewrite)


def test_a_score_of_an_alert_log_that_leaves_hits_open(tmp_path: Path, rewrite: bool):
    (tmp_path / "passes.csv").write_text(golden_passes())
    (tmp_path / "listed.csv").write_text("person_id\n" + "".join(f"P{number}\n" for number in range(1, 6)))
    (tmp_path / "log.csv").write_text("person_id,pts_s,score\nP1,0.5,0.8\nP2,0.7,0.7\nP5,9,0.6\nP5,17.5,0.5\n")
    system = ExternalSystem("a vendor's", "gate.mp4", 21.0, tmp_path / "listed.csv")
    run = RunRecord.open(record_alerts(tmp_path / "log.csv", system, tmp_path / "runs"))
    asked = Question(threshold=0.5, policy=POLICY.model_copy(update={"equivalence": ()}))
    found = score_runs([run], TruthFiles(tmp_path / "passes.csv"), asked).result
    hold("score-of-log", found.to_json(), rewrite=rewrite)


def test_a_search(tmp_path: Path, rewrite: bool):
    hold("search", searched_json(*town(tmp_path), "sex", "hair", threshold=0.5), rewrite=rewrite)


def test_a_verification(tmp_path: Path, rewrite: bool):
    pairs = ["path_a,path_b,mated,fold"]
    for number in range(12):
        for shot in "ab":
            cv2.imwrite(str(tmp_path / f"{number}{shot}.png"), draw({10 + number: (100, 100)}))
        pairs.append(f"{number}a.png,{number}b.png,yes,{1 + number % 3}")
        pairs.append(f"{number}a.png,{(number + 1) % 12}b.png,no,{1 + number % 3}")
    (tmp_path / "pairs.csv").write_text("\n".join(pairs) + "\n")
    rows = [f"{number}{shot},S{number},{number}{shot}.png" for number in range(12) for shot in "ab"]
    (tmp_path / "images.csv").write_text("\n".join(["image_id,subject_id,path", *rows]) + "\n")
    people = [f"S{number},{'FM'[number % 2]},self" for number in range(12)]
    (tmp_path / "subjects.csv").write_text("\n".join(["subject_id,sex,label_source", *people]) + "\n")
    question = VerifyQuestion(at=(0.25,), all_pairs=True, by=("sex",))
    found: Any = verify(VerifyFiles(tmp_path), question, PackedEngine(), SystemSettings()).to_json()
    hold("verify", found, rewrite=rewrite)


def test_a_plan(rewrite: bool):
    asked = Plan(0.001, 1, 2.0, 0.8, 4.0, 0.2, Crowd(100_000, (10, 100), 0.8, 0.001), groups=3, attributes=2)
    hold("plan", make_plan(asked).to_json(), rewrite=rewrite)


@pytest.mark.parametrize(
    ("found", "where"),
    [
        ({"a": 1, "b": [1.0, None]}, []),
        ({"a": 1, "b": [1.0 + 1e-12, None]}, []),
        ({"a": 1, "b": [1.001, None]}, ["x.b[0]: 1.0 ± 1.0e-09 became 1.001"]),
        ({"a": 2, "b": [1.0, None]}, ["x.a: 1 became 2"]),
        ({"b": [1.0, 0]}, ["x: keys ['a']", "x.b[1]: None became 0"]),
        ({"a": 1, "b": []}, ["x.b: [1.0, None] became []"]),
    ],
)
def test_a_difference_is_seen_and_named(found: Any, where: list[str]):
    assert differences({"a": 1, "b": [1.0, None]}, found, "x") == where
