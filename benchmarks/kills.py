"""Jobs that are killed (SIGKILL) at each of their steps and at random moments, and what stands afterwards.

Usage: python benchmarks/kills.py [--quick] [--random N] [--json FILE]

A step is a file or folder that is opened for writing, made, renamed, linked or removed in the home: the job is killed
just before it. Each kill is a process of its own on a home of its own; the models are those of the tests, which find
painted squares, and everything that writes is the program's own. Exit code 1 if one kill was not survived.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from killed_jobs import JOBS, Job, make_home, score_it

from lfr_eval.core.home import Home

STEPS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree", "open"})
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def run_job(job: Job, home: Home, *, at_step: int = 0, after_s: float | None = None) -> tuple[int, int, bool]:
    """Do a job in a process of its own.

    Returns:
        How many steps were begun, how often something was said to be kept, and whether it was killed.
    """
    steps, said = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        _as_child(job, home, steps[1], said[1], at_step)
    for end in (steps[1], said[1]):
        os.close(end)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    counts = [_read_all(steps[0]), _read_all(said[0])]
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"{job.name}: the job itself failed")
    return counts[0], counts[1], os.WIFSIGNALED(status)


def _as_child(job: Job, home: Home, steps: int, said: int, at_step: int) -> None:
    begun = 0

    def step(event: str, given: tuple[Any, ...]) -> None:
        nonlocal begun
        if event not in STEPS or (event == "open" and not (isinstance(given[2], int) and given[2] & WRITES)):
            return
        if str(home.folder) in os.fsdecode(given[0]) if isinstance(given[0], str | bytes | os.PathLike) else False:
            begun += 1
            os.write(steps, b".")
            if begun == at_step:
                os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        sys.addaudithook(step)
        job.work(home, lambda: os.write(said, b".") and None)
        code = 0
    finally:
        os._exit(code)


def _read_all(end: int) -> int:
    with os.fdopen(end, "rb") as stream:
        return len(stream.read())


def kill(job: Job, template: Path, folder: Path, **how: Any) -> tuple[bool, str]:
    """Kill a job once; whether it was not done before, and what was lost."""
    home = Home(Path(shutil.copytree(template, folder / "home")))
    killed = True
    try:
        _, told, killed = run_job(job, home, **how)
        job.check(home, told)
    except Exception as error:
        return killed, f"{job.name}, {how}: {type(error).__name__}: {error}"
    finally:
        shutil.rmtree(home.folder)
    return killed, ""


def kill_all(job: Job, template: Path, folder: Path, at_random: int, every: int) -> tuple[int, list[str]]:
    """Kill a job at its steps and at random moments; how often, and what was lost."""
    home = Home(Path(shutil.copytree(template, folder / "home")))
    began = time.monotonic()
    steps, told, _ = run_job(job, home)
    lasts_s = time.monotonic() - began
    job.check(home, told)
    shutil.rmtree(home.folder)
    moments = [random.Random(seed).uniform(0, lasts_s) for seed in range(at_random)]  # noqa: S311
    ways: list[dict[str, Any]] = [{"at_step": step} for step in range(1, steps + 1, every)]
    ways += [{"after_s": moment} for moment in moments]
    found = [kill(job, template, folder, **way) for way in ways]
    return sum(killed for killed, _ in found), [lost for _, lost in found if lost]


def main(given: Sequence[str] | None = None) -> int:
    """Kill every job; print how many kills were survived of how many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="every fifth step, and two random moments")
    parser.add_argument("--random", type=int, default=25, help="random moments of each job")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(given)
    found: dict[str, dict[str, int]] = {}
    with TemporaryDirectory() as name:
        folder, plain, scored = Path(name), Path(name) / "plain", Path(name) / "scored"
        make_home(Home(plain))
        shutil.copytree(plain, scored)
        score_it(Home(scored), lambda: None)
        for job in JOBS:
            template = scored if job.name == "runs delete" else plain
            kills, lost = kill_all(job, template, folder, 2 if asked.quick else asked.random, 5 if asked.quick else 1)
            found[job.name] = {"kills": kills, "survived": kills - len(lost)}
            print(f"{job.name:<16} {kills - len(lost):>4} of {kills} kills survived", *lost, sep="\n  ", flush=True)
    kills, kept = (sum(one[key] for one in found.values()) for key in ("kills", "survived"))
    print(f"{'all':<16} {kept:>4} of {kills} kills survived")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")
    return int(kept < kills)


if __name__ == "__main__":
    sys.exit(main())
