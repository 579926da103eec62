"""`import lfr_eval as lfr`: one call per job; results are the commands' own."""

import json
import subprocess
import sys

import pytest
from command import spawn
from golden_home import make_golden

import lfr_eval as lfr
from lfr_eval.core.errors import InputError, LfrError, RecordError, TableError


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return make_golden(tmp_path_factory.mktemp("golden"))


@pytest.fixture
def at_home(home, monkeypatch):
    monkeypatch.setenv("LFR_EVAL_HOME", str(home.folder))
    return home


def test_nothing_is_loaded_before_it_is_asked_for():
    asked = (
        "import sys, lfr_eval; print({'numpy', 'pandas', 'onnxruntime', 'cv2', 'altair', 'pydantic'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_every_name_is_there_and_no_other():
    assert {name for name in lfr.__all__ if getattr(lfr, name) is None} == set()
    assert set(lfr.__all__) <= set(dir(lfr))
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        lfr.scores  # noqa: B018


def test_a_score_is_the_one_that_the_command_prints(at_home):
    passes = next(at_home.datasets.rglob("passes.csv"))
    people = passes.with_name("subjects.csv")
    scored = lfr.score("latest", lfr.Truth(passes, people), by="sex")
    given = ("score", "latest", "--truth", passes, "--subjects", people, "--by", "sex")
    said = spawn(at_home.folder, *given, "--json")
    assert scored.to_json() == json.loads(said.out)
    assert scored.lines() == spawn(at_home.folder, *given).out.rstrip("\n").split("\n")


def test_a_run_is_compared_with_itself_at_another_threshold(at_home):
    # S10 resembles P5 by 0.6: below it a false positive, above it none
    passes = next(at_home.datasets.rglob("passes.csv"))
    found = lfr.compare("latest", "latest", passes, thresholds=(0.55, 0.65))
    assert (found.fpir.counts.only_first, found.fpir.counts.only_second) == (1, 0)
    assert found.table().set_index("Rate")["Only first"].to_dict() == {
        "Recognised (TPIR)": 0,
        "False positives (FPIR)": 1,
    }
    assert "first 1 =" in found.lines()[1]


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (lambda passes: lfr.score("nowhere", passes), RecordError, "nowhere: no run"),
        (lambda passes: lfr.score("latest", "none.csv"), TableError, "none.csv"),
        (lambda passes: lfr.score("latest", passes, within="light"), InputError, "give --by as well"),
        (lambda passes: lfr.watch("none.mp4", "watchlists/none"), LfrError, "none"),
        (lambda passes: lfr.load_system(threshold=3.0), TableError, "threshold"),
        (lambda passes: lfr.plan(lfr.Plan(limit=2.0)), InputError, "limit|FPIR"),
        (lambda passes: lfr.search("none", distances=True), LfrError, "none|distances"),
    ],
)
def test_what_is_wrong_is_one_line(at_home, asked, error, said):
    with pytest.raises(error, match=said) as raised:
        asked(next(at_home.datasets.rglob("passes.csv")))
    assert "\n" not in str(raised.value)
