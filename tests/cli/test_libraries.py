"""What does not import is one line with the remedy; and what needs no model or picture imports neither library."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from golden_home import make_golden
from search_trials import town, write_lists

from lfr_eval.cli.libraries import missing_library
from lfr_eval.record.listing import list_runs

HEAVY = ("cv2", "insightface", "onnxruntime", "openvino", "av", "trackers", "supervision", "streamlit")
BLOCK = f"""
import importlib.abc, sys
class Block(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in {HEAVY!r}:
            raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory", name=name)
sys.meta_path.insert(0, Block())
from lfr_eval.cli.main import main
main()
"""


def without_libraries(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command where no library of pictures or models can be loaded."""
    env = os.environ | {"LFR_EVAL_HOME": str(home)}
    command = [sys.executable, "-c", BLOCK, *words]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=home, check=False)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ImportError("libGL.so.1: cannot open shared object file: No such file"),
            "the system library libGL.so.1 is missing; on Debian and Ubuntu: apt install libgl1",
        ),
        (
            ImportError("/x/y.so: libgthread-2.0.so.0: cannot open shared object file"),
            "the system library libgthread-2.0.so.0 is missing; on Debian and Ubuntu: apt install libglib2.0-0",
        ),
        (
            ImportError("libodd.so.7: cannot open"),
            "the system library libodd.so.7 is missing; install the package that carries it",
        ),
        (
            ModuleNotFoundError("No module named 'av.video'", name="av.video"),
            "the Python package av is not installed; install lfr-eval again: pip install lfr-eval",
        ),
        (
            ImportError("cannot import name\n 'x'"),
            "a Python package cannot be used: cannot import name 'x'; install lfr-eval again: pip install "
            "--force-reinstall lfr-eval",
        ),
    ],
)
def test_what_is_missing(error, said):
    assert missing_library(error) == said


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with a scored run, and with a set whose photographs another system searched."""
    home = make_golden(tmp_path_factory.mktemp("home"))
    folder, lists = town(home.folder / "town")
    write_lists(folder / "lists.csv", lists)
    (home.folder / "log.csv").write_text("person_id,pts_s,score\nP1,0.5,0.8\n")
    (home.folder / "listed.csv").write_text("person_id\nP1\n")
    return home


LOG = "score --alerts log.csv --listed listed.csv --source-id gate.mp4 --duration 21 --truth datasets/gate/passes.csv"


@pytest.mark.parametrize(
    "words",
    [
        "score latest --truth datasets/gate/passes.csv --by sex --subjects datasets/gate/subjects.csv",
        LOG,
        "search town --scores town/lists.csv --threshold 0.5 --by sex",
        "plan --limit 0.001",
        "runs list",
        "runs show latest",
        "runs verify latest",
        "system show",
        "watchlist show watchlists/square",
        "models list",
        "datasets list",
    ],
)
def test_what_reads_records_alone_needs_no_library_of_pictures_or_models(home, words):
    done = without_libraries(home.folder, *words.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize(
    "words",
    ["watch x.mp4 --watchlist watchlists/square", "enrol x.jpg --to watchlists/z", "search town", "verify town", "app"],
)
def test_what_needs_one_says_which_in_one_line(home, words):
    runs = len(list_runs(home.runs))
    done = without_libraries(home.folder, *words.split())
    remedy = "lfr-eval: the system library libGL.so.1 is missing; on Debian and Ubuntu: apt install libgl1\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", remedy)
    assert len(list_runs(home.runs)) == runs


def test_the_doctor_says_what_is_missing_and_all_the_rest(home):
    done = without_libraries(home.folder, "doctor")
    assert (done.returncode, done.stderr) == (1, "")
    assert "missing    the system library libGL.so.1 is missing" in done.stdout
    assert done.stdout.startswith("machine    ")
    assert f"home       {home.folder}" in done.stdout
