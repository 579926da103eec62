"""Ctrl-C, a killed process, a full disk, a taken place: what was recorded is kept, and nothing passes for whole."""

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from command import PATIENCE_S, end, refusal, start, tree
from full_disk import files_of_at_most

from lfr_eval.capture.source import open_source

LIST = ("--watchlist", "watchlists/people")


@pytest.fixture(scope="session")
def long_footage(town, tmp_path_factory) -> Path:
    """The pictures of the clip, over and over, as a folder: minutes of work and no space."""
    folder = tmp_path_factory.mktemp("long") / "clip.mp4"
    folder.mkdir()
    with open_source(str(town.clip)) as frames:
        for frame in frames:
            cv2.imwrite(str(folder / f"{frame.index}.jpg"), frame.image)
    pictures = sorted(folder.iterdir())
    for index in range(len(pictures), 3000):
        (folder / f"{index}.jpg").hardlink_to(pictures[index % len(pictures)])
    return folder


def wait_for(process, folder, pattern) -> Path:
    """The first path that appears while the process works."""
    until = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < until:
        if found := next(folder.glob(pattern), None):
            return found
        time.sleep(0.02)
    pytest.fail(f"no {pattern} in {folder}; {end(process)}")


@pytest.fixture
def watching(home, long_footage) -> Iterator[subprocess.Popen]:
    """A process that watches, as long as the test takes."""
    with start(home, "watch", long_footage, *LIST, "--fps", 12.5, "--json") as process:
        yield process
        process.kill()


def test_ctrl_c_on_a_recording_keeps_what_was_watched(call, home, town, watching):
    wait_for(watching, home / "reports" / "runs", "*.partial/log.jsonl")
    time.sleep(1)
    watching.send_signal(signal.SIGINT)
    line = refusal(end(watching), code=130)
    (run,) = (home / "reports" / "runs").iterdir()
    assert run.name in line
    assert "stopped" in line
    assert f"lfr-eval score {run}" in line
    (listed,) = json.loads(call(home, "runs", "list", "--json").out)
    assert (listed["run"], listed["status"]) == (run.name, "stopped")
    assert call(home, "runs", "verify", "latest").code == 0
    score = json.loads(call(home, "score", run, "--truth", town.truth, "--json").out)
    header = json.loads((run / "run.json").read_text())
    assert 0 < score["frames"]["read"] < 3000
    assert score["frames"]["read"] == header["rows"]["frames"] == header["rows"]["timings"]


def test_killed_run_is_found_interrupted_and_scored_only_on_request(call, home, town, watching):
    partial = wait_for(watching, home / "reports" / "runs", "*.partial/frames.part-0000.parquet").parent
    (busy,) = json.loads(call(home, "runs", "list", "--json").out)
    assert busy["status"] == "running"
    assert "still running" in refusal(call(home, "score", "latest", "--truth", town.truth, "--partial"))
    assert str(watching.pid) in refusal(call(home, "runs", "delete", "latest"))
    watching.kill()
    assert end(watching).code == -signal.SIGKILL
    before = tree(partial)
    listed = call(home, "runs", "list")
    assert f"{partial.name} interrupted" in " ".join(listed.out.split())
    line = refusal(call(home, "score", "latest", "--truth", town.truth))
    assert partial.name.removesuffix(".partial") in line
    assert "interrupted" in line
    assert "--partial" in line
    assert "only finished runs" in refusal(call(home, "runs", "verify", "latest"))
    score = json.loads(call(home, "score", "latest", "--truth", town.truth, "--partial", "--json").out)
    assert score["frames"]["read"] > 0
    assert (score["tpir"]["k"], score["tpir"]["n"]) == (1, 1)
    assert any("interrupted: scored as far as it goes" in caveat for caveat in score["caveats"])
    assert "interrupted" in call(home, "runs", "show", "latest").out
    assert tree(partial) == before
    assert call(home, "runs", "delete", "latest").code == 0
    assert not partial.exists()


def test_second_run_into_the_same_folder_is_refused_and_the_first_is_untouched(call, home, town, own_run):
    before = tree(home)
    line = refusal(call(home, "watch", town.clip, *LIST, "--out", own_run))
    assert str(own_run) in line
    assert "choose another place" in line
    assert tree(home) == before


FULL = [
    ("enrol", ("enrol", "photographs", "--to", "watchlists/new"), 2000, "watchlists/new"),
    ("begin a run", ("watch", "clip.mp4", *LIST), 1000, "reports/runs"),
    ("annotate", ("annotate", "latest", "--source", "clip.mp4", "--out", "shown.mp4"), 2000, "shown.mp4"),
]


@pytest.mark.parametrize(("words", "size", "named"), [case[1:] for case in FULL], ids=[case[0] for case in FULL])
def test_full_disk_leaves_nothing_half_written(call, town, tmp_path, monkeypatch, words, size, named):
    home = shutil.copytree(town.home, tmp_path / "home")
    before = tree(home)
    monkeypatch.chdir(home)
    with files_of_at_most(size):
        line = refusal(call(home, *words))
    assert named in line
    assert "File too large" in line
    assert tree(home) == before


def test_disk_that_fills_up_while_watching_leaves_a_run_that_says_so(call, home, town):
    """The header fits, the table of faces does not."""
    with files_of_at_most(6000):
        line = refusal(call(home, "watch", town.clip, *LIST))
    (partial,) = (home / "reports" / "runs").iterdir()
    assert partial.name.endswith(".partial")
    assert not list(partial.glob("*.tmp"))
    assert partial.name in line
    (listed,) = json.loads(call(home, "runs", "list", "--json").out)
    assert listed["status"] == "failed"
    assert "--partial" in refusal(call(home, "score", "latest", "--truth", town.truth))
    assert call(home, "score", "latest", "--truth", town.truth, "--partial").code == 0
