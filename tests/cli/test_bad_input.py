"""Lists, truth, settings and words that cannot be used: one line that names the thing, and nothing is left behind."""

import json
import shutil

import pytest
from command import refusal, spawn, tree

LIST = ("--watchlist", "watchlists/people")
HEAD = "pass_id,source,subject_id,t_enter_s,t_exit_s\n"


def test_photograph_that_cannot_be_read_is_not_enrolled_and_the_rest_is(call, home, town):
    mixed = shutil.copytree(town.photographs, home / "mixed")
    (mixed / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0torn")
    (mixed / "empty.png").touch()
    (mixed / "notes.txt").write_text("not an image")
    said = call(home, "enrol", mixed, "--to", "watchlists/mixed", "--json")
    result = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert (result["persons_submitted"], result["persons_enrolled"]) == (5, 3)
    assert {row["entry"]: row["reason"] for row in result["failures"]} == {"torn": "unreadable", "empty": "unreadable"}
    assert result["skipped"] == {"not an image": 1}
    in_words = call(home, "enrol", mixed, "--to", "watchlists/mixed", "--replace").out
    assert "3 of 5 people" in in_words
    assert "not enrolled: torn: unreadable" in in_words
    assert "1 (not an image)" in in_words


@pytest.mark.parametrize("submitted", ["nothing", "empty", "notes.txt"])
def test_nothing_to_enrol_makes_no_list(call, home, submitted):
    (home / "empty").mkdir()
    (home / "notes.txt").write_text("not an image")
    before = tree(home)
    assert submitted in refusal(call(home, "enrol", home / submitted, "--to", "watchlists/new"))
    assert tree(home) == before


def test_list_that_exists_is_replaced_only_on_request(call, home, town):
    before = tree(home)
    line = refusal(call(home, "enrol", town.photographs, "--to", "watchlists/people"))
    assert "watchlists/people" in line
    assert "exists" in line
    assert tree(home) == before


def test_list_on_which_nobody_is_enrolled_is_not_watched_for(call, home, town):
    (home / "torn").mkdir()
    (home / "torn" / "somebody.jpg").write_bytes(b"torn")
    assert call(home, "enrol", "torn", "--to", "watchlists/nobody").code == 0
    before = tree(home)
    line = refusal(call(home, "watch", town.clip, "--watchlist", "watchlists/nobody"))
    assert "nobody" in line
    assert "none enrolled" in line
    assert "watchlist show" in line
    assert tree(home) == before


def test_list_that_is_missing_is_named(call, home, town):
    before = tree(home)
    line = refusal(call(home, "watch", town.clip, "--watchlist", "watchlists/absent"))
    assert "watchlists/absent" in line
    assert "lfr-eval enrol" in line
    assert tree(home) == before
    assert "watchlists/absent" in refusal(call(home, "watchlist", "show", "watchlists/absent"))


def test_list_that_was_altered_is_refused(call, home, town):
    with (home / "watchlists/people/templates.npy").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    line = refusal(call(home, "watch", town.clip, *LIST))
    assert "watchlists/people" in line
    assert "damaged" in line
    assert "enrol the list again" in line


TRUTHS = [
    ("no row names this source", HEAD + "a,gate.mp4,,0,1\n", ("source", "clip.mp4", "gate.mp4")),
    ("exit before entry", HEAD + "a,clip.mp4,,2,1\n", ("line 2", "t_exit_s", "after the entry")),
    ("a time is no number", HEAD + "a,clip.mp4,,nan,1\n", ("line 2", "t_enter_s", "nan")),
    ("an id stands twice", HEAD + "a,clip.mp4,,0,1\na,clip.mp4,,2,3\n", ("line 3", "pass_id")),
    ("a column is missing", "pass_id,source,subject_id,t_enter_s\na,clip.mp4,,0\n", ("t_exit_s",)),
    ("it contradicts the list", HEAD.strip() + ",on_list\na,clip.mp4,yao-ming,0,1,no\n", ("line 2", "on_list")),
    ("it is empty", "", ("empty",)),
    ("it is not UTF-8", "pass_id,source\n\xff".encode("latin-1"), ("UTF-8",)),
]


@pytest.mark.parametrize(("truth", "words"), [case[1:] for case in TRUTHS], ids=[case[0] for case in TRUTHS])
def test_truth_that_cannot_be_used_is_refused(call, town, tmp_path, truth, words):
    passes = tmp_path / "passes.csv"
    passes.write_bytes(truth if isinstance(truth, bytes) else truth.encode())
    line = refusal(call(town.home, "score", "latest", "--truth", passes))
    assert str(passes) in line, line
    assert all(word in line for word in words), line


def test_truth_is_read_before_the_film_is_watched(call, home, town, tmp_path):
    (tmp_path / "passes.csv").write_text(HEAD + "a,gate.mp4,,0,1\n")
    before = tree(home)
    for truth in ("passes.csv", "absent.csv"):
        assert truth in refusal(call(home, "watch", town.clip, *LIST, "--truth", tmp_path / truth))
        assert tree(home) == before


SETTINGS = [
    ("detector: {sise_px: 640}", ("detector.sise_px", "does not exist", "lfr-eval system show")),
    ("detector: {size_px: 641}", ("detector.size_px", "641", "32")),
    ("alerting: {threshold: high}", ("alerting.threshold", "high")),
    ("alerting: {threshold: .nan}", ("alerting.threshold", "nan")),
    ("models: {pack: none_such}", ("none_such", "vectron")),
    ("- a list", ("list",)),
    ("detector: {size_px", ("line 1",)),
    ("{matching: {score_floor: 0.5}, alerting: {threshold: 0.4}}", ("0.4", "matching.score_floor", "0.5")),
]


@pytest.mark.parametrize(("stated", "words"), SETTINGS, ids=[stated for stated, _ in SETTINGS])
def test_settings_that_cannot_be_used_are_refused(call, home, town, stated, words):
    (home / "system.yaml").write_text(stated)
    before = tree(home)
    line = refusal(call(home, "watch", town.clip, *LIST, "--system", home / "system.yaml"))
    assert all(word in line for word in words), line
    assert tree(home) == before


def test_model_file_that_is_missing_is_named_with_the_remedy(call, home, town, tmp_path, monkeypatch):
    (home / "system.yaml").write_text("models: {pack: buffalo_l}")
    monkeypatch.setenv("INSIGHTFACE_HOME", str(tmp_path / "no-models"))
    before = tree(home)
    line = refusal(call(home, "watch", town.clip, *LIST, "--system", home / "system.yaml"))
    assert "det_10g.onnx is missing" in line
    assert "lfr-eval models pull buffalo_l" in line
    assert tree(home) == before
    assert "det_10g.onnx" in refusal(call(home, "models", "check", "buffalo_l"))


@pytest.mark.parametrize("threshold", ["-0.01", "nan", "1.5"])
def test_threshold_that_no_recorded_score_can_answer_is_refused(call, town, threshold):
    line = refusal(call(town.home, "score", "latest", "--truth", town.truth, "--threshold", threshold))
    assert town.run.name in line
    assert "score floor 0" in line
    assert str(float(threshold)) in line


WORDS = [
    (["gaze"], "gaze"),
    (["runs", "gaze"], "gaze"),
    (["watch", "clip.mp4", "--gaze"], "--gaze"),
    (["watch"], "source"),
    (["watch", "clip.mp4"], "--watchlist"),
    (["score", "latest", "--truth", "passes.csv", "--threshold", "high"], "--threshold"),
    (["watch", "clip.mp4", *LIST, "--duration", "0"], "duration"),
    (["watch", "clip.mp4", *LIST, "--duration", "nan"], "duration"),
    (["watch", ".", *LIST, "--fps", "0"], "images per second"),
    (["watch", "rtsp://user:secret@gate/1", *LIST], "a network camera needs a name"),
    (["watch", "camera:no", *LIST], "camera:NUMBER"),
    (["watch", "camera:9999", *LIST], "no such camera"),
    (["runs", "show", "2001"], "lfr-eval runs list"),
    (["runs", "delete", "2001"], "lfr-eval runs list"),
    (["score", "latest", "--truth", "absent.csv"], "absent.csv"),
    (["annotate", "latest", "--source", "absent.mp4", "--out", "shown.mp4"], "absent.mp4"),
    (["annotate", "latest", "--source", "clip.mp4", "--out", "photographs"], "is a folder"),
    (["annotate", "latest", "--source", "clip.mp4", "--out", "clip.mp4"], "is the footage itself"),
    (["watch", "clip.mp4", *LIST, "--out", "."], "expected a name"),
    (["models", "check", "none_such"], "none_such"),
    (["models", "pull", "vectron"], "cannot be pulled"),
    (["system", "show", "--system", "absent.yaml"], "absent.yaml"),
]


@pytest.mark.parametrize(("words", "named"), WORDS, ids=[" ".join(words) for words, _ in WORDS])
def test_words_that_mean_nothing_here_are_refused(call, town, monkeypatch, words, named):
    monkeypatch.chdir(town.home)
    before = tree(town.home)
    line = refusal(call(town.home, *words))
    assert named in line
    assert "secret" not in line
    assert tree(town.home) == before


def test_unknown_command_is_refused_in_one_line_by_a_real_process(tmp_path):
    assert "gaze" in refusal(spawn(tmp_path, "gaze"))


def test_a_home_that_is_a_link_to_itself_is_told_and_no_traceback(call, tmp_path):
    (home := tmp_path / "home").symlink_to("home")
    said = call(home, "doctor")
    assert (said.code, said.err) == (0, "")
    assert f"home       {home}" in said.out
    assert refusal(call(home, "watchlist", "show", "x")).startswith(f"{home}/x: ")
