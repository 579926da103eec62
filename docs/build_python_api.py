"""Render `python-api.md` from the docstrings of the front door. Usage: python docs/build_python_api.py."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lfr_eval as lfr
from lfr_eval import api
from lfr_eval.report.notebook.base import Readable

PAGE = Path(__file__).with_name("python-api.md")
INTRODUCTION = """\
# Python

Made from docstrings by `docs/build_python_api.py`; do not edit it by hand. After `lfr-eval demo`, in the same folder:

```python
import lfr_eval as lfr

lfr.enrol("datasets/demo/references", to="watchlists/notebook")
run = lfr.watch("datasets/demo/demo.mp4", "watchlists/notebook", truth="datasets/demo/passes.csv")
run.score
run.score.table()
run.score.chart()
```

In a notebook `run.score` shows the answer in words and its figures; `table()` is a table of pandas, `chart()` a chart
of Altair. `run.score.tpir`, `run.score.verdicts` and all else are the keys of `score --json`
([data formats](data-formats.md)).

{errors}
"""
SECTIONS = ("Args", "Raises")


def render() -> str:
    """The page."""
    door = {name: getattr(lfr, name) for name in lfr.__all__}
    jobs = {name: each for name, each in door.items() if inspect.isfunction(each)}
    parts = [INTRODUCTION.format(errors=_prose(_about(api).partition("\n\n")[2]))]
    parts += ["## Jobs\n", *(_job(name, each) for name, each in jobs.items())]
    given = {name: each for name, each in door.items() if name not in jobs and not issubclass(each, Readable)}
    read = {name: each for name, each in door.items() if name not in jobs and name not in given}
    parts += ["## What they are given\n", *(_given(name, each) for name, each in given.items())]
    parts += ["## What they return\n", *(_returned(name, each) for name, each in read.items())]
    return "\n".join(parts)


def _about(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "")


def _job(name: str, job: Any) -> str:
    signature = inspect.signature(job)
    words = [_parameter(one) for one in signature.parameters.values()]
    positional = sum(one.kind is not one.KEYWORD_ONLY for one in signature.parameters.values())
    if positional < len(words):
        words.insert(positional, "*")
    call = f"lfr.{name}(\n    " + ",\n    ".join(words) + f",\n) -> {signature.return_annotation}"
    return f"### `{name}`\n\n```text\n{call}\n```\n\n{_prose(_about(job))}\n"


def _parameter(one: inspect.Parameter) -> str:
    kind = str(one.annotation).strip('"')
    if one.default is one.empty:
        return f"{one.name}: {kind}"
    return f"{one.name}: {kind} = {getattr(one.default, '__name__', None) or repr(one.default)}"


def _prose(text: str) -> str:
    """A docstring as Markdown: its sections as lists."""
    lines: list[str] = []
    section = ""
    for line in text.replace("``", "`").splitlines():
        if line.rstrip(":") in SECTIONS and line.endswith(":"):
            section = line.rstrip(":")
            lines += [] if section == "Args" else [f"{section}:", ""]
        elif section and line.startswith("    ") and not line.startswith("     "):
            name, _, told = line.strip().partition(": ")
            lines.append(f"- `{name}`: {told}" if told else f"- {name}")
        elif section and line.strip():
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _given(name: str, kind: Any) -> str:
    return f"### `{name}`\n\n{_prose(_about(kind))}\n\n" + "\n".join(_fields(kind)) + "\n"


def _fields(kind: Any) -> Iterator[str]:
    """Each field of a dataclass, with the prose below it and its default."""
    told = dict(re.findall(r"^    (\w+): .*\n    \"\"\"(.*?)\"\"\"", inspect.getsource(kind), re.MULTILINE))
    for one in inspect.signature(kind).parameters.values():
        if not one.name.startswith("_"):
            default = "" if one.default is one.empty else f" = `{one.default!r}`"
            yield f"- `{one.name}`{default}" + (f": {told[one.name]}" if one.name in told else "")


def _returned(name: str, kind: Any) -> str:
    own = (one for one in dir(kind) if not one.startswith("_") and one in _defined(kind))
    members = [f"- `{_called(kind, one)}`: {' '.join(_about(getattr(kind, one)).split())}" for one in own]
    fields = _fields(kind) if issubclass(kind, lfr.WatchReport) else ()
    return "\n".join([f"### `{name}`\n", f"{_prose(_about(kind))}\n", *fields, *members, ""])


def _defined(kind: Any) -> set[str]:
    """What a kind of result adds to its plain values."""
    ours = [part for part in kind.__mro__ if part.__module__.startswith(Readable.__module__.rpartition(".")[0])]
    members = {name: value for part in ours for name, value in vars(part).items() if not name.startswith("model_")}
    return {name for name, value in members.items() if inspect.isfunction(value) or isinstance(value, property)}


def _called(kind: Any, name: str) -> str:
    return name if isinstance(inspect.getattr_static(kind, name), property) else f"{name}()"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
