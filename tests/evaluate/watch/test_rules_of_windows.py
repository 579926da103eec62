"""What Windows refuses, refused here: enrolling, watching, scoring and tidying up must not need it."""

import fcntl
import io
import os
import re
import signal
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from golden_home import make_golden
from PIL import Image
from synthetic import template_of

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


RESERVED = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')


def require_name(path) -> None:
    """Refuse a name that Windows gives to no file and no folder."""
    name = os.path.basename(os.fspath(path)) if isinstance(path, (str, os.PathLike)) else ""
    if RESERVED.fullmatch(name) or FORBIDDEN.search(name) or name.endswith((" ", ".")):
        raise OSError(22, "Invalid argument", name)


def require_closed(path) -> None:
    """Refuse to move or delete a file that this process has open, and a folder with such a file in it."""
    real = os.path.realpath(path)
    opened = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
    if any(one == real or one.startswith(f"{real}/") for one in opened):
        raise PermissionError(13, "The process cannot access the file because it is being used", str(path))


def rule(monkeypatch, name, *checks) -> None:
    """Make a function of `os` check its arguments first."""
    usual = getattr(os, name)

    def ruled(*arguments, **options):
        for check in checks:
            check(*arguments)
        return usual(*arguments, **options)

    monkeypatch.setattr(os, name, ruled)


@pytest.fixture
def windows(monkeypatch):
    """What Windows refuses: some names, what is open, a name that is taken, signal 0, links without rights.

    A file is synchronised only through a handle that is open for writing.
    """

    def writable(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode) and fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(9, "Bad file descriptor")

    def free(source, target):
        if os.path.lexists(target) and not os.path.samefile(source, target):
            raise FileExistsError(17, "Cannot create a file when that file already exists", str(target))

    def closed(source, target=None):
        require_closed(source)
        if target is not None and os.path.lexists(target):
            require_closed(target)

    def no_signal(pid, number):
        raise AssertionError(f"signal {number} sent to {pid}")

    def no_link(*arguments):
        raise OSError(1314, "A required privilege is not held by the client")

    def fit(source, target):
        require_name(target)

    rule(monkeypatch, "fsync", writable)
    rule(monkeypatch, "kill", no_signal)
    rule(monkeypatch, "symlink", no_link)
    rule(monkeypatch, "rename", free, closed, fit)
    rule(monkeypatch, "replace", closed, fit)
    for name in ("unlink", "remove"):
        rule(monkeypatch, name, closed)
    rule(monkeypatch, "mkdir", lambda path, *_: require_name(path))
    usual = io.open

    def opening(file, mode="r", *arguments, **options):
        if mode[0] in "wax":
            require_name(file)
        return usual(file, mode, *arguments, **options)

    monkeypatch.setattr(io, "open", opening)


def test_the_whole_chain_keeps_to_them(windows, tmp_path):
    home = make_golden(tmp_path)
    first, second = list_runs(home.runs)
    assert first.status == second.status == "complete"
    assert verify(first.path) == []
    assert len(list(home.scores.rglob("*.json"))) == 2
    renamed = rename(first.path, "Monday")
    assert verify(renamed) == []
    delete(home, second.path)
    assert [run.path for run in list_runs(home.runs)] == [renamed]


def test_a_list_is_replaced_and_a_clip_too(windows, tmp_path):
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


def test_a_run_takes_the_place_of_an_empty_folder(windows, tmp_path):
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


def test_the_rules_are_in_force(windows, tmp_path):
    (tmp_path / "a").write_text("a")
    with (tmp_path / "a").open("rb") as stream, pytest.raises(OSError, match="Bad file descriptor"):
        os.fsync(stream.fileno())
    with pytest.raises(AssertionError):
        os.kill(os.getpid(), signal.SIG_DFL)
    with (tmp_path / "a").open("rb"):
        for refused in (lambda: os.rename(tmp_path, tmp_path.with_name("other")), (tmp_path / "a").unlink):
            with pytest.raises(PermissionError):
                refused()
    (tmp_path / "b").touch()
    with pytest.raises(FileExistsError):
        (tmp_path / "a").rename(tmp_path / "b")
    for name in ("nul", "a:b", "end."):
        with pytest.raises(OSError, match="Invalid argument"):
            (tmp_path / name).write_text("")
        with pytest.raises(OSError, match="Invalid argument"):
            (tmp_path / name).mkdir()


def test_the_repository_can_stand_there():
    said = subprocess.run(["git", "ls-files", "-s", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    rows = [row.partition("\t") for row in said.stdout.split("\0") if row]
    assert [name for about, _, name in rows if about.startswith("120000")] == []
    for name in (name for _, _, name in rows):
        for part in name.split("/"):
            require_name(part)
    assert len({name.casefold() for _, _, name in rows}) == len(rows)
