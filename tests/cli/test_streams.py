"""What goes to stdout, what goes to stderr, and who need not be asked."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import typer
from command import end, spawn, start

from lfr_eval.cli.main import app

JSON = {
    "bench search": ("--entries", "300", "--repeats", "1"),
    "datasets list": (),
    "doctor": (),
    "models check": ("vectron",),
    "models list": (),
    "plan": (),
    "runs list": (),
    "runs show": ("latest",),
    "runs verify": ("latest",),
    "score": ("latest", "--truth", "passes.csv"),
    "system show": (),
    "watchlist show": ("watchlists/people",),
}
ELSEWHERE = {"datasets check", "datasets forget", "datasets import", "demo", "enrol", "search", "verify", "watch"}
"""They make what others read: their own tests parse what they print."""
LIKE_SEARCH = {f"bench {name}" for name in ("backends", "capacity", "latency", "start-up", "throughput")}
"""They take minutes, and print by the same function as `bench search`."""


def commands(group: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with the words that call it."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


@pytest.mark.parametrize(("command", "words"), JSON.items(), ids=JSON)
def test_json_stands_alone_on_stdout(call, town, command, words):
    said = call(town.home, *command.split(), *words, "--json")
    assert (said.code, said.err) == (0, "")
    assert isinstance(json.loads(said.out), dict | list)


def test_every_command_that_has_json_is_tried():
    having = {name for name, command in commands() if any("--json" in one.opts for one in command.params)}
    assert having <= JSON.keys() | ELSEWHERE | LIKE_SEARCH


@pytest.mark.parametrize("command", dict(commands()).values(), ids=dict(commands()))
def test_every_command_and_every_word_of_it_has_help(command):
    assert command.help
    assert [parameter.name for parameter in command.params if not parameter.help and parameter.name != "help"] == []


def test_help_loads_no_library_that_takes_time(tmp_path):
    script = (
        "import sys\nfrom lfr_eval.cli.main import main\nsys.argv = ['lfr-eval', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"cv2", "insightface", "onnxruntime", "pandas", "pyarrow", "scipy", "numpy", "av", "altair"}
    assert "Usage: lfr-eval" in said.stdout
    assert not heavy & set(said.stderr.split())


def test_narrow_terminal_gets_its_help(tmp_path):
    said = spawn(tmp_path, "watch", "--help", env={"COLUMNS": "40"})
    assert (said.code, said.err) == (0, "")
    assert "Usage" in said.out
    assert max(map(len, said.out.splitlines())) <= 40


def test_command_alone_shows_its_help_and_no_empty_complaint(call, tmp_path):
    for words in ((), ("runs",)):
        said = call(tmp_path, *words)
        assert (said.code, said.err) == (2, "")
        assert "Usage: lfr-eval" in said.out


def test_progress_is_drawn_at_a_terminal_however_narrow(home, town):
    ours, theirs = pty.openpty()
    words = ("enrol", town.photographs / "yao-ming.png", "--to", "watchlists/new")
    process = start(home, *words, stderr=theirs, env={"TERM": "xterm-256color", "COLUMNS": "40"})
    os.close(theirs)
    drawn = b""
    with suppress(OSError):  # raised when the other end of a terminal was closed
        while part := os.read(ours, 65536):
            drawn += part
    os.close(ours)
    said = end(process)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drawn.decode())
    assert said.code == 0
    assert "Enrolling" in text
    assert "Traceback" not in text


def test_any_name_can_be_told_to_any_terminal(home, own_run):
    header = own_run / "run.json"
    header.write_text(header.read_text().replace('"clip.mp4"', '"Straße \\udcff.mp4"'))
    words = spawn(home, "runs", "list", env={"PYTHONIOENCODING": "ascii:strict"})
    assert (words.code, words.err) == (0, "")
    assert "Stra\\xdfe \\udcff.mp4" in words.out
    stated = json.loads(spawn(home, "runs", "list", "--json", env={"PYTHONIOENCODING": "utf-8:strict"}).out)
    assert stated[0]["source"] == "Straße \udcff.mp4"


BUFFERED, AT_ONCE = {"PYTHONUNBUFFERED": ""}, {"PYTHONUNBUFFERED": "1"}
"""Whether output is refused when the command ends, or, as much output is, while it still prints."""


@pytest.mark.parametrize("env", [BUFFERED, AT_ONCE], ids=["at the end", "while printing"])
def test_reader_of_the_output_may_leave_at_once(town, env):
    read, write = os.pipe()
    os.close(read)
    said = end(start(town.home, "runs", "list", stdout=write, env=env))
    os.close(write)
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize("env", [BUFFERED, AT_ONCE], ids=["at the end", "while printing"])
def test_output_that_cannot_be_written_is_a_failure(town, env):
    with open("/dev/full", "w") as full:
        said = end(start(town.home, "runs", "list", "--json", stdout=full, env=env))
    assert (said.code, said.err) == (2, "lfr-eval: [Errno 28] No space left on device\n")
