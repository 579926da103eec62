"""Frames per second of a watch, beside the bare model calls that it needed: the limit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from lfr_eval.capture.source import open_source
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.bench.footage import ListedClip, crowd, first_frames, own
from lfr_eval.evaluate.bench.measure import WALL, Clock, Findings, Seconds, in_turn, ratio_of
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.watch.watch import WatchResult, watch

WATCH = "watch"
IN_STEP, SIDE_BY_SIDE, LIMIT = "calls in step", "calls side by side", "limit"
BareCalls = tuple[Callable[[], object], Callable[[], object]]
FRAMES = 100
OVERHEAD = 1.15


@dataclass(frozen=True, slots=True)
class OwnClip:
    """A clip of the caller's."""

    clip: Path
    photographs: Path
    """A folder with whom to look for."""


@dataclass(slots=True)
class WatchedClip:
    """A clip that is watched again and again."""

    footage: ListedClip
    engine: FaceEngine
    """One thread for each call, as a watch has it."""
    settings: SystemSettings
    frames: int
    folder: Path
    """Takes the runs."""
    results: list[WatchResult] = field(default_factory=list)

    def watch(self) -> None:
        """Watch with the system under test, and record everything."""
        with open_source(str(self.footage.clip)) as source:
            few, out = first_frames(source, self.frames), self.folder / f"{self.footage.name}-{len(self.results)}"
            engine, listed = self.engine, self.footage.watchlist
            self.results.append(watch(few, listed, engine, self.settings, root=self.folder, out=out))

    def calls(self, bare: BareCalls, workers: int) -> None:
        """Make the model calls that the watch needed, and nothing else."""
        detect, embed = bare
        counts, every = self.results[-1].counts, self.settings.detector.every
        calls = [detect] * -(-int(counts["frames_read"]) // every) + [embed] * int(counts["faces_embedded"])
        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(_call, calls):
                del done

    def row(self, seconds: Seconds) -> dict[str, Any]:
        """What was in the clip, and frames per second of each way."""
        counts = self.results[-1].counts
        speeds = {f"{way}_fps": counts["frames_read"] / median(seconds[way]) for way in seconds}
        found = {"clip": self.footage.name, "backend": self.engine.backend, "frames": counts["frames_read"]}
        return found | {"faces": counts["faces"], "faces_embedded": counts["faces_embedded"]} | speeds

    @property
    def case(self) -> str:
        """What ratios are called by."""
        return f"throughput {self.footage.name}, {self.engine.backend}"


@contextmanager
def watched_clip(settings: SystemSettings, clip: OwnClip | None, frames: int) -> Iterator[WatchedClip]:
    """A clip with a list enrolled for it, for the block.

    Args:
        settings: The system under test.
        clip: The caller's; None = a crowd of ten and more.
        frames: First frames of the clip.

    Raises:
        InputError: Nobody can be enrolled.
    """
    engine = load_engine(settings, threads=1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if clip is None:
            footage = crowd(folder, engine, settings, frames)
        else:
            footage = own(clip.clip, clip.photographs, folder, engine, settings)
        yield WatchedClip(footage, engine, settings, frames, folder / "runs")


def bench_throughput(
    settings: SystemSettings,
    clip: OwnClip | None = None,
    *,
    frames: int = FRAMES,
    repeats: int = 5,
    progress: Progress = silent,
    clock: Clock = WALL,
) -> Findings:
    """Watch a clip of the caller's, or a crowd of ten and more.

    Args:
        settings: The system under test; the bare calls use its models, backend and cores.
        clip: The caller's; None = the crowd.
        frames: First frames of the clip.
        repeats: Runs of each way, in turn.
        progress: Told of every run.
        clock: What times are taken by.

    Returns:
        A row with frames per second of each way; the ratio of the time to that of the bare calls that the watch needed,
        made in the faster of two ways: one after the other with all threads, or side by side with one thread each.

    Raises:
        InputError: Nobody can be enrolled.
    """
    with watched_clip(settings, clip, frames) as watched:
        seconds = _limited(in_turn(_ways(watched), repeats, progress, clock))
        overhead = ratio_of(f"{watched.case}: time / bare model calls", seconds, WATCH, LIMIT, target=OVERHEAD)
        return Findings(f"throughput-{watched.footage.name}", (watched.row(seconds),), (overhead,))


def _ways(watched: WatchedClip) -> dict[str, Callable[[], object]]:
    settings = watched.settings
    workers = settings.models.threads or usable_cores()
    pictures = watched.footage.pictures(watched.frames)
    narrow, wide = (
        engine.bare_calls(pictures, settings.detector.size_px) for engine in (watched.engine, load_engine(settings))
    )
    return {
        WATCH: watched.watch,
        IN_STEP: lambda: watched.calls(wide, 1),
        SIDE_BY_SIDE: lambda: watched.calls(narrow, workers),
    }


def _limited(seconds: Seconds) -> Seconds:
    """With the faster of the two ways to make the bare calls as the limit."""
    faster = min((IN_STEP, SIDE_BY_SIDE), key=lambda way: median(seconds[way]))
    return {**seconds, LIMIT: seconds[faster]}


def _call(call: Callable[[], object]) -> object:
    return call()
