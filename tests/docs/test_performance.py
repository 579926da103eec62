"""The commands that the page on performance names exist, with the options that it gives them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import COMMAND

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^(?:lfr-eval bench|python benchmarks/).*$|`((?:lfr-eval bench|python benchmarks/)[^`]*)`", re.M)
OPTION = re.compile(r"--[a-z-]+")


def named() -> dict[str, set[str]]:
    """Each command with all options that the page gives it."""
    found = dict[str, set[str]]()
    for match in LINE.finditer((ROOT / "docs" / "performance.md").read_text(encoding="utf-8")):
        words = (match[1] or match[0]).split()
        command = " ".join(words[: 3 if words[0] == "lfr-eval" else 2])
        found.setdefault(command, set()).update(OPTION.findall(" ".join(words)))
    return {command: options for command, options in found.items() if command != "lfr-eval bench"}


@pytest.mark.parametrize(("command", "options"), named().items(), ids=named())
def test_every_command_takes_what_the_page_gives_it(command: str, options: set[str]):
    program, *words = command.split()
    first = [COMMAND] if program == "lfr-eval" else [sys.executable]
    wide = os.environ | {"COLUMNS": "200", "TERM": "dumb"}
    said = subprocess.run([*first, *words, "--help"], cwd=ROOT, env=wide, capture_output=True, text=True, timeout=120)
    assert said.returncode == 0, said.stderr
    assert options <= set(OPTION.findall(said.stdout))


def test_what_operators_and_developers_measure_is_named():
    assert len([command for command in named() if command.startswith("lfr-eval bench")]) == 6
    assert len([command for command in named() if command.startswith("python benchmarks/")]) >= 7
