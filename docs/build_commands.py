"""Render `commands.md` from the command line itself. Usage: python docs/build_commands.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

import typer

from lfr_eval.cli.main import app

PAGE = Path(__file__).with_name("commands.md")
WIDTH = 100
HELD = "\0"
"""Stands for a space at which a line must not be broken."""
INTRODUCTION = """\
# Commands

Made from the command line's own help by `docs/build_commands.py`; do not edit it by hand. `lfr-eval COMMAND --help`,
or `-h`, says the same.

Results go to stdout, progress and errors to stderr. Exit codes are in [reliability.md](reliability.md#exit-codes),
files and JSON in [data-formats.md](data-formats.md).
"""


def commands() -> Iterator[tuple[str, Any]]:
    """Every command and group below the top, by its full name, groups before what is in them."""
    return _below("lfr-eval", typer.main.get_command(app))


def render() -> str:
    """The page."""
    return "\n".join([INTRODUCTION, *(_section(name, command) for name, command in commands())])


def _below(name: str, group: Any) -> Iterator[tuple[str, Any]]:
    for word, command in group.commands.items():
        full = f"{name} {word}"
        yield full, command
        if hasattr(command, "commands"):
            yield from _below(full, command)


def _section(name: str, command: Any) -> str:
    text = "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
    if hasattr(command, "commands"):
        return f"## `{name}`\n\n{text}\n"
    level = "##" if name.count(" ") == 1 else "###"
    words = [name, *(_usage(param).replace(" ", HELD) for param in command.params)]
    usage = wrap(" ".join(words), WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    lines = [f"{level} `{name}`", "", text, "", "```text", *(line.replace(HELD, " ") for line in usage), "```", ""]
    if command.params:
        lines += ["| | |", "|---|---|", *(_row(param) for param in command.params), ""]
    return "\n".join(lines)


def _usage(param: Any) -> str:
    several = "..." if getattr(param, "multiple", False) else ""
    return (_words(param) if param.required else f"[{_words(param)}]") + several


def _words(param: Any) -> str:
    value = str(param.metavar or param.name.upper())
    if param.param_type_name == "argument":
        return value
    if param.is_flag:
        return "/".join([*param.opts, *param.secondary_opts])
    return f"{param.opts[0]} {value}"


def _row(param: Any) -> str:
    return f"| `{_words(param)}` | {(param.help + _default(param)).replace('|', '&#124;')} |"


def _default(param: Any) -> str:
    if param.param_type_name == "argument" or param.required or param.default in (None, False, ()):
        return ""
    return f" Default: {param.opts[0] if param.default is True else param.default}."


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
