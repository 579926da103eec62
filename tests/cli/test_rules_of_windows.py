"""What Windows refuses, refused here: enrolling, watching, scoring and tidying up must not need it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from golden_home import make_golden
from PIL import Image
from synthetic import template_of
from windows import impose, require_name

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.core.errors import InputError
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.processes import lives, this_process
from lfr_eval.record.deleting import delete
from lfr_eval.record.listing import list_runs, verify
from lfr_eval.record.naming import fit_name, rename
from lfr_eval.record.writer import RunWriter
from lfr_eval.watchlist.enrol import enrol
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.submissions import Submission, Submissions
from lfr_eval.watchlist.watchlist import ListModels
from lfr_eval.watchlist.writing import write_watchlist

REPOSITORY = Path(__file__).parents[2]
CLIP = ("clip.mp4", "--watchlist", "watchlists/people")


@pytest.fixture
def windows() -> Iterator[None]:
    """The last of the fixtures that a test asks for: others ask Linux."""
    with pytest.MonkeyPatch.context() as patched:
        impose(patched)
        yield


def test_the_whole_chain_keeps_to_them(tmp_path, windows):
    home = make_golden(tmp_path)
    first, second = list_runs(home.runs)
    assert first.status == second.status == "complete"
    assert verify(first.path) == []
    assert len(list(home.scores.rglob("*.json"))) == 2
    renamed = rename(first.path, "Monday")
    assert verify(renamed) == []
    delete(home, second.path)
    assert [run.path for run in list_runs(home.runs)] == [renamed]


def test_a_list_is_replaced_and_a_clip_too(tmp_path, windows):
    Image.new("RGB", (40, 40)).save(tmp_path / "P1.png")
    rows = (Submission("P1/1", "P1", tmp_path / "P1.png"),)
    for replace in (False, True):
        made = enrol(Submissions(rows, {}), lambda _: Portrait(template_of(1), None, 24.0, 0.9, False, 0))
        models = ListModels(pack="p", digests={"detector": "d", "recogniser": "r"})
        now = datetime.now(UTC)
        write_watchlist(tmp_path / "list", made, models=models, portrait={}, created=now, replace=replace)
    assert [entry.image for entry in read_watchlist(tmp_path / "list").entries] == ["000001.png"]
    for _ in range(2):
        with ClipWriter(tmp_path / "clip.mp4", 64, 48, 25) as clip:
            clip.write(np.zeros((48, 64, 3), np.uint8))
    left = {one.name for one in tmp_path.iterdir()}
    assert left - {".list.lock"} == {"P1.png", "clip.mp4", "list"}  # Windows deletes a lock when it is let go of


def test_a_run_takes_the_place_of_an_empty_folder(tmp_path, windows):
    (tmp_path / "here").mkdir()
    with RunWriter(tmp_path, {}, out=tmp_path / "here") as writer:
        pass
    assert writer.path == tmp_path / "here"
    assert verify(writer.path) == []


@pytest.mark.parametrize("name", ["con", "NUL.txt", "Com1", "lpt9.a.b", "a:b", "what?", "end."])
def test_no_run_is_called_what_windows_refuses(tmp_path, name):
    with pytest.raises(InputError):
        fit_name(name)


@pytest.mark.parametrize("name", ["control", "com", "com10", "aux1", "con-1"])
def test_what_only_resembles_it_is_a_name(name):
    assert fit_name(name) == name


def test_whether_a_process_lives_is_asked_without_a_signal(windows):
    assert lives(this_process())
    assert lives({"pid": os.getpid(), "began": None})
    assert not lives({"pid": 2**31 - 1, "began": None})
    assert not lives({"pid": 10**30, "began": None})


def test_the_rules_are_those_of_windows(tmp_path: Path, windows):
    (tmp_path / "file").write_text("text")
    with (tmp_path / "file").open("rb") as reading:
        for refused in (
            lambda: os.fsync(reading.fileno()),
            lambda: (tmp_path / "file").unlink(),
            lambda: (tmp_path / "file").rename(tmp_path / "other"),
            lambda: tmp_path.rename(tmp_path.with_name("other")),
            lambda: (tmp_path / "link").symlink_to(tmp_path / "file"),
            lambda: (tmp_path / "a:b").mkdir(),
            lambda: (tmp_path / "NUL.txt").write_text("text"),
        ):
            with pytest.raises(OSError, match=r"WinError|Bad file descriptor"):
                refused()
    (tmp_path / "file").rename(tmp_path / "other")
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        (tmp_path / "file").rename(tmp_path / "other")
    with pytest.raises(AssertionError):
        os.kill(os.getpid(), signal.SIG_DFL)


def test_everything_that_is_kept_is_kept_there_too(town, call, tmp_path, windows):
    def done(*words: object) -> str:
        said = call(tmp_path, *words)
        assert (said.code, said.err) == (0, ""), said
        return said.out

    (tmp_path / "clip.mp4").write_bytes(town.clip.read_bytes())
    enrol = ("enrol", town.photographs, "--to", "watchlists/people", "--json")
    assert json.loads(done(*enrol))["persons_enrolled"] == 3
    assert json.loads(done(*enrol, "--replace"))["persons_enrolled"] == 3
    watched = json.loads(done("watch", *CLIP, "--truth", town.truth, "--json"))
    assert watched["score"]["tpir"]["value"] == 1
    scored = json.loads(done("score", "latest", "--truth", town.truth, "--threshold", 0.5, "--json"))
    assert scored["threshold"] == 0.5
    done("annotate", "latest", "--source", "clip.mp4", "--out", tmp_path / "annotated.mp4")
    done("runs", "tag", "latest", "trial")
    done("runs", "rename", "latest", "monday")
    done("runs", "verify", "monday")
    done("runs", "delete", "monday")
    left = {one.name for one in (tmp_path / "reports" / "runs").iterdir()}
    assert left - {".monday.lock"} == set()  # Windows deletes a lock when it is let go of


def test_a_run_that_is_written_is_known_to_be_so(own_run: Path, call, windows):
    # the process of the run is this one, and nobody may send it anything to find out
    header = json.loads((own_run / "run.json").read_text())

    partial = own_run.rename(own_run.with_name(own_run.name + ".partial"))
    (partial / "run.json").write_text(json.dumps(header | {"status": "running", "process": this_process()}))
    listed = json.loads(call(own_run.parents[2], "runs", "list", "--json").out)
    assert [run["status"] for run in listed] == ["running"]


def test_the_repository_can_stand_there():
    said = subprocess.run(["git", "ls-files", "-s", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    rows = [row.partition("\t") for row in said.stdout.split("\0") if row]
    assert [name for about, _, name in rows if about.startswith("120000")] == []
    for name in (name for _, _, name in rows):
        for part in name.split("/"):
            require_name(part)
    assert len({name.casefold() for _, _, name in rows}) == len(rows)
