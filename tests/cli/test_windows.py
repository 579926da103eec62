"""The main job under Windows' rules: nothing is brought to the disk by a reading handle, renamed while open, linked."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from windows import impose

from lfr_eval.record.process import this_process

CLIP = ("clip.mp4", "--watchlist", "watchlists/people")


@pytest.fixture
def windows() -> Iterator[None]:
    """The last of the fixtures that a test asks for: others ask Linux."""
    with pytest.MonkeyPatch.context() as patched:
        impose(patched)
        yield


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
    with pytest.raises(AssertionError):
        os.kill(os.getpid(), 0)


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
    assert not [*(tmp_path / "reports" / "runs").iterdir()]


def test_a_run_that_is_written_is_known_to_be_so(own_run: Path, call, windows):
    # the process of the run is this one, and nobody may send it anything to find out
    header = json.loads((own_run / "run.json").read_text())

    partial = own_run.rename(own_run.with_name(own_run.name + ".partial"))
    (partial / "run.json").write_text(json.dumps(header | {"status": "running", "process": this_process()}))
    listed = json.loads(call(own_run.parents[2], "runs", "list", "--json").out)
    assert [run["status"] for run in listed] == ["running"]
