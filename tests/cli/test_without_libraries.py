"""Commands where a library does not load: those that need it say so in one line, those that do not go on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import Said, refusal, tree
from search_trials import listed_people, write_lists, write_set

LIBRARIES = ("cv2", "onnxruntime", "insightface", "openvino")
NO_GL = "raise ImportError('libGL.so.1: cannot open shared object file: No such file or directory', name='cv2')"
ALERTS = ("--listed", "listed.csv", "--source-id", "street", "--duration", 60, "--truth", "log_passes.csv")
LOOK = f"""
import sys
from lfr_eval.cli.main import main
try:
    main()
finally:
    print("loaded", [name for name in {LIBRARIES} if sys.modules.get(name)], file=sys.stderr)
"""
NO_MODEL = {
    "score": ("score", "latest", "--truth", "passes.csv"),
    "score at another threshold, with groups": (
        *("score", "latest", "--truth", "passes.csv", "--threshold", "0.5"),
        *("--subjects", "subjects.csv", "--by", "sex"),
    ),
    "score of an alert log": ("score", "--alerts", "log.csv", *ALERTS),
    "search on scores": ("search", "people", "--scores", "lists.csv", "--threshold", "0.5", "--by", "sex"),
    "plan": ("plan", "--limit", "0.001"),
    "runs list": ("runs", "list"),
    "runs show": ("runs", "show", "latest"),
    "runs verify": ("runs", "verify", "latest"),
    "runs tag": ("runs", "tag", "latest", "trial"),
    "runs rename": ("runs", "rename", "latest", "monday"),
    "runs delete": ("runs", "delete", "latest"),
    "watchlist show": ("watchlist", "show", "watchlists/people"),
    "system show": ("system", "show"),
    "models list": ("models", "list"),
    "help": ("--help",),
}
NEEDS_MODEL = {
    "enrol": ("enrol", "photographs", "--to", "watchlists/new"),
    "watch": ("watch", "clip.mp4", "--watchlist", "watchlists/people"),
    "search": ("search", "people", "--threshold", "0.5"),
    "verify": ("verify", "people"),
    "demo": ("demo",),
    "models check": ("models", "check", "vectron"),
    "bench": ("bench", "backends"),
    "annotate": ("annotate", "latest", "--source", "clip.mp4", "--out", "annotated.mp4"),
    "app": ("app", "--no-open"),
}


@pytest.fixture
def given(town, own_run: Path, tmp_path: Path) -> Path:
    """The home of the town with its run, and inputs for commands that need no photograph."""
    for one in (town.clip, town.truth):
        shutil.copy(one, tmp_path / one.name)
    shutil.copytree(town.photographs, tmp_path / "photographs")
    (tmp_path / "subjects.csv").write_text("subject_id,sex\nyao-ming,M\n")
    (tmp_path / "log_passes.csv").write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\na,street,P,0,10\n")
    (tmp_path / "listed.csv").write_text("person_id\nP\n")
    (tmp_path / "log.csv").write_text("person_id,pts_s,score\nP,2,0.7\n")
    probes = [("p", "A", "probe"), ("u", "y", "probe")]
    write_set(tmp_path / "people", [*listed_people("AB"), *probes], people="subject_id,sex\nA,F\ny,F\n")
    write_lists(tmp_path / "lists.csv", {"p": [("A", 0.9)], "u": [("A", 0.7)]})
    return tmp_path


def broken(folder: Path, *libraries: str) -> str:
    """A folder of packages that do not load, for PYTHONPATH."""
    for name in libraries:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(NO_GL)
    return os.pathsep.join([str(folder), str(Path(__file__).parents[2])])


def run(home: Path, path: str, *words: object) -> Said:
    env = os.environ | {"LFR_EVAL_HOME": str(home), "PYTHONPATH": path}
    command = [sys.executable, "-c", LOOK, *map(str, words)]
    said = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True)
    lines = said.stderr.splitlines(keepends=True)
    assert lines[-1] == "loaded []\n", said
    return Said(said.returncode, said.stdout, "".join(lines[:-1]))


@pytest.mark.parametrize("words", NO_MODEL.values(), ids=NO_MODEL)
def test_what_needs_no_model_loads_none(given: Path, tmp_path_factory, words):
    said = run(given, broken(tmp_path_factory.mktemp("broken"), *LIBRARIES), *words)
    assert said.code == 0, said
    assert said.out


@pytest.mark.parametrize("words", NEEDS_MODEL.values(), ids=NEEDS_MODEL)
def test_what_needs_opencv_says_which_package_to_install(given: Path, tmp_path_factory, words):
    before = tree(given)
    said = run(given, broken(tmp_path_factory.mktemp("broken"), "cv2"), *words)
    expected = "a library of the system is missing: libGL.so.1; on Debian: apt install libgl1"
    assert refusal(said) == expected
    assert tree(given) == before


@pytest.mark.parametrize("absent", [LIBRARIES, *((name,) for name in LIBRARIES)], ids=" ".join)
def test_doctor_names_what_does_not_load(tmp_path: Path, tmp_path_factory, absent):
    path = broken(tmp_path_factory.mktemp("broken"), *absent)
    env = os.environ | {"LFR_EVAL_HOME": str(tmp_path), "PYTHONPATH": path}
    command = [sys.executable, "-m", "lfr_eval", "doctor"]
    for words in ((), ("--json",)):
        said = subprocess.run([*command, *words], cwd=tmp_path, env=env, capture_output=True, text=True)
        assert (said.returncode, said.stderr) == (1, "")
        assert said.stdout.count("libgl1") == 1
    stated = json.loads(said.stdout)
    assert len(stated["missing"]) == 1
    assert stated["hardware"]["cores"] >= 1
