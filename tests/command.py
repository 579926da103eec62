"""The real command, in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("lfr-eval")
PATIENCE_S = 240
"""Far more than anything takes; a command that hangs fails its test."""


@dataclass(frozen=True)
class Said:
    """What a command left on its streams, and its exit code."""

    code: int
    out: str
    err: str


def environment(home: Path, **more: str) -> dict[str, str]:
    return os.environ | {"LFR_EVAL_HOME": str(home)} | more


def spawn(home: Path, *words: object, env: dict[str, str] | None = None) -> Said:
    """Run `lfr-eval` to its end."""
    return end(start(home, *words, env=env))


def start(home: Path, *words: object, env: dict[str, str] | None = None, **options: object) -> subprocess.Popen:
    """Begin `lfr-eval`; its streams are pipes unless `options` say otherwise."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen([COMMAND, *map(str, words)], env=environment(home, **env or {}), text=True, **pipes)


def end(process: subprocess.Popen) -> Said:
    with process:
        try:
            out, err = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
    return Said(process.returncode, out, err)


def refusal(said: Said, code: int = 2) -> str:
    """The one line with which a command refused; nothing else was said."""
    assert (said.code, said.out) == (code, ""), said
    assert said.err.startswith("lfr-eval: "), said.err
    assert said.err.endswith("\n"), said.err
    assert len(said.err.splitlines()) == 1, said.err
    return said.err.removeprefix("lfr-eval: ").strip()


def tree(folder: Path) -> dict[str, int]:
    """Every file and folder under a folder, hidden ones too, with its size."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size if path.is_file() else -1 for path in folder.rglob("*")
    }
