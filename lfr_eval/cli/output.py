"""What every command shares: where data stands, progress on stderr, JSON alone on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from lfr_eval.core.home import Home
from lfr_eval.core.names import brief, visible
from lfr_eval.core.progress import Progress

Json = Annotated[bool, typer.Option("--json", help="Print the result alone, as JSON, on stdout.")]


class Interrupted(Exception):
    """Ctrl-C ended the work; says what is left of it."""


def home() -> Path:
    """The folder in which `watchlists/`, `datasets/` and `reports/` are found."""
    return Home.here().folder


def template_cache() -> Path:
    """Where templates of labelled photographs are kept when that is asked for."""
    return Home.here().templates


def runs_folder() -> Path:
    """Where runs are recorded."""
    return Home.here().runs


def within_home(path: Path) -> Path:
    """See `Home.find`."""
    return Home.here().find(path)


def print_json(value: Any) -> None:
    """Write one JSON document to stdout; there is never a NaN in it."""
    say(json.dumps(value, indent=2, allow_nan=False, ensure_ascii=False))


def say(text: str, end: str = "\n") -> None:
    """Write to stdout; nothing that a name holds reaches the terminal as a command."""
    print(visible(text), end=end)


def remark(text: str) -> None:
    """Write a line to stderr, where there is something to say."""
    if text:
        print(f"lfr-eval: {visible(brief(text))}", file=sys.stderr)


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Draw a bar with time left on stderr while the block works; silent when stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total, note="": None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    def shown(text: str) -> str:
        return escape(visible(text))

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(shown(title), total=None, note="")

        def report(done: float, total: float | None, note: str = "") -> None:
            bar.update(task, completed=done, total=total, note=shown(note))

        yield report
