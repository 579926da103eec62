"""How long the program takes before it does its work, each time in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.bench.footage import ten_people
from lfr_eval.evaluate.bench.gallery import FPS, film
from lfr_eval.evaluate.bench.measure import Findings, Ratio, in_turn
from lfr_eval.evaluate.enrol.enrol import enrol_photographs
from lfr_eval.evaluate.system import load_engine

HELP, PYTHON, WATCH, WORK = "--help", "bare Python", "watch", "models and work"
HELP_S, READY_S = 0.3, 2.0
COMMAND = "from lfr_eval.cli.main import main; main()"
ONLY_WORK = """
import sys
from lfr_eval.evaluate.bench.start_up import only_work
only_work(sys.argv[1])
"""
"""Loads the models and makes the calls that the clip needs, and nothing else."""


def bench_start_up(settings: SystemSettings, repeats: int = 5, progress: Progress = silent) -> Findings:
    """Measure `--help`, and a watch of a clip of one second beside its models and their work alone.

    Args:
        settings: The system under test; its defaults apply in the processes.
        repeats: Runs of each way, in turn.
        progress: Told of every run.

    Returns:
        Rows with seconds; as ratios, seconds over what they should be: `--help` over 0.3 s, and what a watch takes
        beyond loading the same models and running them over the same frames, over 2 s.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clip, listed = folder / "second.mp4", folder / "list"
        film(clip, faces=1, frames=int(FPS))
        enrol_photographs(ten_people(folder / "people"), listed, load_engine(settings), settings)
        ways = {
            HELP: lambda: _run([COMMAND, "--help"], folder),
            PYTHON: lambda: _run(["pass"], folder),
            WATCH: lambda: _run([COMMAND, "watch", str(clip), "--watchlist", str(listed)], folder),
            WORK: lambda: _run([ONLY_WORK, str(clip)], folder),
        }
        seconds = in_turn(ways, repeats, progress)
    beyond = tuple(max(0.0, ours - work) for ours, work in zip(seconds[WATCH], seconds[WORK], strict=True))
    rows = ({f"{way}_s": median(values) for way, values in seconds.items()} | {"watch_beyond_s": median(beyond)},)
    ratios = (
        Ratio(f"start-up: --help / {HELP_S} s", tuple(one / HELP_S for one in seconds[HELP]), "lower", 1.0),
        Ratio(f"start-up: watch beyond its models / {READY_S:g} s", tuple(s / READY_S for s in beyond), "lower", 1.0),
    )
    return Findings("start-up", rows, ratios)


def only_work(clip: str) -> None:
    """Load the default models, decode the clip, and detect and embed the faces of each frame."""
    from lfr_eval.capture.source import open_source

    settings = SystemSettings()
    engine = load_engine(settings)
    with open_source(clip) as source:
        for frame in source:
            faces = engine.detect(frame.image, size_px=settings.detector.size_px, min_score=settings.detector.min_score)
            engine.embed([engine.crop(frame.image, landmarks) for landmarks in faces.landmarks_px])


def _run(code: Sequence[str], folder: Path) -> None:
    home = os.environ | {"LFR_EVAL_HOME": str(folder)}
    subprocess.run([sys.executable, "-c", *code], cwd=folder, env=home, check=True, capture_output=True)  # noqa: S603
