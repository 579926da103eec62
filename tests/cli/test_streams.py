"""What goes to stdout, what goes to stderr, and who need not be asked."""

import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress

import pytest
import typer
from command import end, spawn, start

from lfr_eval.cli.main import app

LIST = ("--watchlist", "watchlists/people")

JSON = [
    ("doctor",),
    ("models", "list"),
    ("models", "check", "vectron"),
    ("runs", "list"),
    ("runs", "show", "latest"),
    ("runs", "verify", "latest"),
    ("score", "latest", "--truth", "passes.csv"),
    ("system", "show"),
    ("watchlist", "show", "watchlists/people"),
]
"""The others (demo, enrol, watch) make what these read: their own tests parse what they print."""


@pytest.mark.parametrize("words", JSON, ids=" ".join)
def test_json_stands_alone_on_stdout(call, town, words):
    said = call(town.home, *words, "--json")
    assert (said.code, said.err) == (0, "")
    assert isinstance(json.loads(said.out), dict | list)


def test_every_command_that_has_json_is_tried():
    tried = {words[:-1] if words[-1] in ("latest", "vectron", "watchlists/people") else words for words in JSON}
    tried = {words[:2] if words[0] in GROUPS else words[:1] for words in tried}
    having = {path for path, command in commands() if "--json" in options(command)}
    assert having == tried | {("demo",), ("enrol",), ("watch",)}


def commands(group=None, path=()):
    """Every command with the words that call it."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def options(command) -> list[str]:
    return [word for parameter in command.params for word in parameter.opts]


GROUPS = {path[0] for path, _ in commands() if len(path) > 1}


@pytest.mark.parametrize("words", [path for path, _ in commands()], ids=" ".join)
def test_every_command_and_every_word_of_it_has_help(words):
    command = dict(commands())[words]
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
    process = start(home, "watch", town.clip, *LIST, stderr=theirs, env={"TERM": "xterm-256color", "COLUMNS": "40"})
    os.close(theirs)
    drawn = b""
    with suppress(OSError):  # raised when the other end of a terminal was closed
        while part := os.read(ours, 65536):
            drawn += part
    os.close(ours)
    said = end(process)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drawn.decode())
    assert said.code == 0
    assert "Watching" in text
    assert "Traceback" not in text


def test_reader_of_the_output_may_leave_at_once(town):
    read, write = os.pipe()
    os.close(read)
    said = end(start(town.home, "runs", "list", stdout=write))
    os.close(write)
    assert (said.code, said.err) == (0, "")


def test_reader_of_long_output_may_leave_at_once(town):
    """More than the buffer of stdout holds: the refusal comes while the command still prints."""
    read, write = os.pipe()
    os.close(read)
    said = end(start(town.home, "runs", "list", stdout=write, env={"PYTHONUNBUFFERED": "1"}))
    os.close(write)
    assert (said.code, said.err) == (0, "")


def test_output_that_cannot_be_written_is_a_failure(town):
    with open("/dev/full", "w") as full:
        said = end(start(town.home, "runs", "list", "--json", stdout=full))
    assert said.code == 2
    assert said.err.splitlines() == ["lfr-eval: [Errno 28] No space left on device"]
