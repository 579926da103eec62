"""Frames per second of a watch, beside the loop that a user would otherwise write and beside the bare model calls."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from lfr_eval.capture.source import open_source
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.models.analysis import face_analysis
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.evaluate.bench.footage import Footage, crowd, first_frames, own
from lfr_eval.evaluate.bench.measure import WALL, Clock, Findings, Ratio, Seconds, in_turn, ratio_of
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.watch import WatchResult, watch

WATCH, LOOP, IN_STEP, SIDE_BY_SIDE, LIMIT = "watch", "loop", "calls in step", "calls side by side", "limit"
FRAMES = 100
OVERHEAD = 1.15


@dataclass(slots=True)
class _Case:
    """One clip, watched in each way."""

    footage: Footage
    engine: InsightFaceEngine
    """One thread for each call, as a watch has it."""
    wide: InsightFaceEngine
    """All threads for each call, as the loop has it."""
    settings: SystemSettings
    frames: int
    runs: Path
    results: list[WatchResult] = field(default_factory=list)
    hit: set[str] = field(default_factory=set)
    """Persons that the loop found."""

    def watch(self) -> None:
        """Watch with the system under test, and record everything."""
        with open_source(str(self.footage.clip)) as source:
            few = first_frames(source, self.frames)
            self.results.append(watch(few, self.footage.watchlist, self.engine, self.settings, root=self.runs))

    def loop(self, analysis: Any) -> None:
        """What a user would write: find and embed every face of every frame, multiply, compare; nothing is kept."""
        references = self.footage.watchlist.templates
        persons = [entry.person_id for entry in self.footage.watchlist.entries if entry.reason is None]
        with open_source(str(self.footage.clip)) as source, warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # the loop's own, once a face
            for frame in islice(source, self.frames):
                for face in analysis.get(frame.image):
                    scores = references @ face.normed_embedding
                    best = int(np.argmax(scores))
                    if scores[best] >= self.settings.alerting.threshold:
                        self.hit.add(persons[best])

    def calls(self, engine: InsightFaceEngine, workers: int) -> None:
        """Make the model calls that the watch needed, and nothing else."""
        detect, embed = engine.bare_calls(self.footage.picture(), self.settings.detector.size_px)
        counts = self.results[-1].counts
        calls = [detect] * int(counts["frames_read"]) + [embed] * int(counts["faces_embedded"])
        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(_call, calls):
                del done


def bench_throughput(
    settings: SystemSettings,
    clips: Sequence[tuple[Path, Path]] = (),
    *,
    frames: int = FRAMES,
    repeats: int = 5,
    progress: Progress = silent,
    clock: Clock = WALL,
) -> Findings:
    """Watch a crowd of ten and more, and clips of the caller's.

    Args:
        settings: The system under test; the loop and the bare calls use its models, backend and cores.
        clips: Clips, each with a folder of photographs of whom to look for.
        frames: First frames of each.
        repeats: Runs of each way, in turn.
        progress: Told of every run.
        clock: What times are taken by.

    Returns:
        Rows with frames per second of each way; ratios of frames per second to the loop, and of the time to the bare
        calls that the watch needed, made in the faster of two ways: one after the other with all threads, or side by
        side with one thread each.
    """
    engine, wide = load_engine(settings, threads=1), load_engine(settings)
    rows, ratios, notes = list[dict[str, Any]](), list[Ratio](), list[str]()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        seen = [crowd(folder, engine, settings, frames)]
        seen += [own(clip, photographs, folder, engine, settings) for clip, photographs in clips]
        for footage in seen:
            case = _Case(footage, engine, wide, settings, frames, folder / "runs")
            seconds = _limited(in_turn(_ways(case), repeats, progress, clock))
            rows.append(_row(case, seconds))
            ratios.extend(_ratios(case, seconds))
            notes.extend(_differences(case))
    return Findings("throughput", tuple(rows), tuple(ratios), tuple(notes))


def _ways(case: _Case) -> dict[str, Callable[[], object]]:
    analysis, workers = face_analysis(case.wide), case.settings.models.threads or os.cpu_count() or 1
    return {
        WATCH: case.watch,
        LOOP: lambda: case.loop(analysis),
        IN_STEP: lambda: case.calls(case.wide, 1),
        SIDE_BY_SIDE: lambda: case.calls(case.engine, workers),
    }


def _limited(seconds: Seconds) -> Seconds:
    """With the faster of the two ways to make the bare calls as the limit."""
    faster = min((IN_STEP, SIDE_BY_SIDE), key=lambda way: median(seconds[way]))
    return {**seconds, LIMIT: seconds[faster]}


def _row(case: _Case, seconds: Seconds) -> dict[str, Any]:
    counts, speeds = case.results[-1].counts, {f"{way}_fps": case.frames / median(seconds[way]) for way in seconds}
    found = {"clip": case.footage.name, "backend": case.engine.backend, "frames": counts["frames_read"]}
    return found | {"faces": counts["faces"], "faces_embedded": counts["faces_embedded"]} | speeds


def _ratios(case: _Case, seconds: Seconds) -> tuple[Ratio, Ratio]:
    name = f"throughput {case.footage.name}, {case.engine.backend}"
    return (
        ratio_of(f"{name}: times as fast as FaceAnalysis.get", seconds, WATCH, LOOP, better="higher"),
        ratio_of(f"{name}: time / bare model calls", seconds, WATCH, LIMIT, target=OVERHEAD),
    )


def _differences(case: _Case) -> list[str]:
    """Persons whom only one of the two ways found."""
    ours = {alert.person for alert in case.results[-1].alerts}
    said = [f"{case.footage.name}: the watch found {_names(ours)}, the loop {_names(case.hit)}"]
    if missed := case.hit - ours:
        said.append(f"{case.footage.name}: the loop alone found {_names(missed)}")
    return said


def _names(persons: set[str]) -> str:
    return ", ".join(sorted(persons)) or "nobody"


def _call(call: Callable[[], object]) -> object:
    return call()
