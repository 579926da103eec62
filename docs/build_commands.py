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
INTRODUCTION = """\
# Commands

Made from the command line's own help by `docs/build_commands.py`; do not edit it by hand. `lfr-eval COMMAND --help`, or `-h`,
says the same.

Results go to stdout, progress and errors to stderr. Exit codes are in [reliability.md](reliability.md#exit-codes), files and
JSON in [data-formats.md](data-formats.md).
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
    usage = wrap(" ".join([name, *map(_usage, command.params)]), WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    lines = [f"{level} `{name}`", "", text, "", "```text", *usage, "```", ""]
    if command.params:
        lines += ["| | |", "|---|---|", *(_row(param) for param in command.params), ""]
    return "\n".join(lines)


def _usage(param: Any) -> str:
    words = _words(param)
    return words if param.required else f"[{words}]"


def _words(param: Any) -> str:
    value = param.metavar or param.name.upper()
    if param.param_type_name == "argument":
        return value
    if param.is_flag:
        return "/".join([*param.opts, *param.secondary_opts])
    return f"{param.opts[0]} {value}"


def _row(param: Any) -> str:
    default = "" if param.required or param.is_flag or param.default in (None, ()) else f" Default: {param.default}."
    if param.secondary_opts:
        default = f" Default: {(param.opts if param.default else param.secondary_opts)[0]}."
    return f"| `{_words(param)}` | {(param.help + default).replace('|', '&#124;')} |"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
