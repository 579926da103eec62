"""Pipes, devices, sockets and folders in place of files: one line each, at once; names that would steer a terminal."""

import json
import os
import re
import socket
import stat
from errno import EROFS
from pathlib import Path

import pytest
from command import refusal, spawn

from lfr_eval.cli import output
from lfr_eval.core.errors import StorageError
from lfr_eval.evaluate import ahead
from lfr_eval.record.remarks import Remarks, change_remarks

LIST = ("--watchlist", "watchlists/people")
ALERTS = ("--listed", "{given}", "--source-id", "gate", "--duration", "5", "--truth", "passes.csv")
COMMANDS = {
    "enrol": ("enrol", "{given}", "--to", "watchlists/new"),
    "watch": ("watch", "{given}", *LIST),
    "watch --truth": ("watch", "clip.mp4", *LIST, "--truth", "{given}"),
    "watch --system": ("watch", "clip.mp4", *LIST, "--system", "{given}"),
    "annotate": ("annotate", "latest", "--source", "{given}", "--out", "shown.mp4"),
    "score --truth": ("score", "latest", "--truth", "{given}"),
    "score --subjects": ("score", "latest", "--truth", "passes.csv", "--subjects", "{given}", "--by", "sex"),
    "search --labels": ("search", "photographs", "--labels", "{given}"),
    "score --policy": ("score", "latest", "--truth", "passes.csv", "--policy", "{given}"),
    "score --alerts": ("score", "--alerts", "{given}", *ALERTS),
    "score RUN": ("score", "{given}", "--truth", "passes.csv"),
    "search": ("search", "{given}"),
    "search --scores": ("search", "--scores", "{given}"),
    "verify": ("verify", "{given}"),
    "verify --pairs": ("verify", "photographs", "--pairs", "{given}"),
    "system show": ("system", "show", "--system", "{given}"),
    "runs show": ("runs", "show", "{given}"),
    "watchlist show": ("watchlist", "show", "{given}"),
    "datasets import": ("datasets", "import", "lfw", "{given}"),
}
GIVEN = ("/dev/zero", "/etc/passwd", "pipe", "pipe.csv", "pipe.mp4", "pipe.parquet", "socket.mp4", "zero.jpg", "folder")


@pytest.fixture
def odd(town, home, monkeypatch):
    """A home that holds what is no file, beside a clip, its truth and a run."""
    for name in ("pipe", "pipe.csv", "pipe.mp4", "pipe.parquet"):
        os.mkfifo(home / name)
    (home / "folder").mkdir()
    os.mkfifo(home / "folder" / "pipe")
    monkeypatch.chdir(home)
    (home / "zero.jpg").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.mp4")
    for name in ("clip.mp4", "passes.csv", "photographs", "reports"):
        if not (home / name).exists():
            (home / name).symlink_to(town.home / name)
    return home


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_is_refused_in_one_line(call, odd, command, given):
    line = refusal(call(odd, *(word.format(given=given) for word in COMMANDS[command])))
    assert "Errno" not in line
    assert len(line) < 600


@pytest.mark.parametrize("out", ["/dev/null", "pipe.mp4"])
def test_a_clip_replaces_no_device(call, odd, town, out):
    line = refusal(call(odd, "annotate", town.run, "--source", town.clip, "--out", out))
    assert "not a file" in line
    assert not stat.S_ISREG(os.stat(out).st_mode)


def test_what_is_written_is_for_its_owner_alone(town):
    made = [path for part in ("reports", "watchlists") for path in (town.home / part).rglob("*")]
    modes = {oct(stat.S_IMODE(path.stat().st_mode) & 0o077) for path in made}
    assert modes == {"0o0"}
    assert len(made) > 10


def test_what_would_steer_a_terminal_is_seen(town, home):
    notes = home / "reports" / "notes"
    change_remarks(notes, town.run.name, lambda old: Remarks((), "\x1b[2J\x1b]0;title\x07 \x9b31m \u202egnp.exe"))
    said = spawn(home, "runs", "show", town.run, env={})
    assert said.code == 0
    assert "\\u001b[2J\\u001b]0;title\\u0007 \\u009b31m \\u202egnp.exe" in said.out
    stated = spawn(home, "runs", "list", "--json").out
    assert json.loads(stated) is not None
    assert not set("\x1b\x9b\u202e") & set(said.out + stated)
    line = refusal(spawn(home, "runs", "show", "\x1b[31mred"))
    assert "\\u001b[31mred" in line


def test_no_command_prints_past_that():
    folder = Path(output.__file__).parent
    printing = {file.name for file in folder.glob("*.py") if re.search(r"(?<![\w.])print\(", file.read_text())}
    assert printing == {"main.py", "output.py"}


def test_a_score_that_can_be_kept_nowhere_is_still_told(call, town, home, monkeypatch):
    def refused(*what):
        raise StorageError("no") from OSError(EROFS, "Read-only file system")

    monkeypatch.setattr(ahead, "keep_score", refused)
    said = call(home, "score", town.run, "--truth", town.truth, "--json")
    assert said.code == 0
    assert json.loads(said.out)["run_id"] == town.run.name
    assert said.err == f"lfr-eval: the score is kept nowhere, since {home / 'reports' / 'scores'} may only be read\n"
