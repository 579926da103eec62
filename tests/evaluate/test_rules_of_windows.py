"""What Windows refuses, refused here: enrolling, watching, scoring and tidying up must not need it."""

import fcntl
import os
import signal
import stat

import pytest
from golden_home import make_golden

from lfr_eval.core.processes import lives, this_process
from lfr_eval.record.deleting import delete
from lfr_eval.record.listing import list_runs, verify


@pytest.fixture
def windows(monkeypatch):
    """There only a handle for writing synchronises a file, signal 0 ends a process, and links need rights."""
    fsync = os.fsync

    def sync(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode) and fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(9, "Bad file descriptor")
        fsync(handle)

    def kill(pid, number):
        raise AssertionError(f"signal {number} sent to {pid}")

    def link(*arguments, **more):
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "kill", kill)
    monkeypatch.setattr(os, "symlink", link)


def test_the_whole_chain_keeps_to_them(windows, tmp_path):
    home = make_golden(tmp_path)
    first, second = list_runs(home.runs)
    assert first.status == second.status == "complete"
    assert verify(first.path) == []
    assert len(list(home.scores.rglob("*.json"))) == 2
    delete(home, second.path)
    assert [run.path for run in list_runs(home.runs)] == [first.path]


def test_whether_a_process_lives_is_asked_without_a_signal(windows):
    assert lives(this_process())
    assert lives({"pid": os.getpid(), "began": None})
    assert not lives({"pid": 2**31 - 1, "began": None})
    assert not lives({"pid": 10**30, "began": None})


def test_the_rules_are_in_force(windows, tmp_path):
    (tmp_path / "a").write_text("a")
    with (tmp_path / "a").open("rb") as stream, pytest.raises(OSError, match="Bad file descriptor"):
        os.fsync(stream.fileno())
    with pytest.raises(AssertionError):
        os.kill(os.getpid(), signal.SIG_DFL)
