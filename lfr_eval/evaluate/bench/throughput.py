"""Frames per second of a watch, beside loops that a user would otherwise write and beside the bare model calls."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from lfr_eval.capture.source import open_source
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import Models, SystemSettings
from lfr_eval.datasets.alert_log import LoggedHit
from lfr_eval.engine.models.analysis import face_analysis
from lfr_eval.engine.models.insightface import InsightFaceEngine, load_pack
from lfr_eval.evaluate.bench.footage import Footage, crowd, first_frames, own
from lfr_eval.evaluate.bench.loops import Loop, insightface_loop, uniface_loop
from lfr_eval.evaluate.bench.measure import WALL, Clock, Findings, Ratio, Seconds, in_turn, ratio_of
from lfr_eval.evaluate.bench.parity import PassByPass, compared_persons, hits_of
from lfr_eval.evaluate.truth import TruthFiles, require_truth
from lfr_eval.evaluate.watch import WatchResult, watch

WATCH, LOOP, SHIPPED, UNIFACE = "watch", "loop", "loop on onnxruntime", "uniface"
IN_STEP, SIDE_BY_SIDE, LIMIT = "calls in step", "calls side by side", "limit"
BESIDE = {
    LOOP: "FaceAnalysis.get",
    SHIPPED: "FaceAnalysis.get on onnxruntime",
    UNIFACE: "UniFace's FaceAnalyzer, on onnxruntime",
}
BareCalls = tuple[Callable[[], object], Callable[[], object]]
FRAMES = 100
OVERHEAD = 1.15


@dataclass(frozen=True, slots=True)
class OwnClip:
    """A clip of the caller's."""

    clip: Path
    photographs: Path
    """A folder with whom to look for."""
    passes: Path | None = None
    """Who passes in it, where that is known."""


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
    loops: Mapping[str, Loop]
    results: list[WatchResult] = field(default_factory=list)
    hits: dict[str, list[LoggedHit]] = field(default_factory=dict)
    """Of each loop."""

    def watch(self) -> None:
        """Watch with the system under test, and record everything."""
        with open_source(str(self.footage.clip)) as source:
            few, out = first_frames(source, self.frames), self.runs / f"{self.footage.name}-{len(self.results)}"
            engine, listed = self.engine, self.footage.watchlist
            self.results.append(watch(few, listed, engine, self.settings, root=self.runs, out=out))

    def loop(self, name: str) -> None:
        """Run one of the loops."""
        self.hits[name] = self.loops[name](self.footage, self.frames, self.settings.alerting.threshold)

    def calls(self, bare: BareCalls, workers: int) -> None:
        """Make the model calls that the watch needed, and nothing else."""
        detect, embed = bare
        counts, every = self.results[-1].counts, self.settings.detector.every
        calls = [detect] * -(-int(counts["frames_read"]) // every) + [embed] * int(counts["faces_embedded"])
        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(_call, calls):
                del done


def bench_throughput(
    settings: SystemSettings,
    clip: OwnClip | None = None,
    *,
    frames: int = FRAMES,
    repeats: int = 5,
    uniface: Path | None = None,
    progress: Progress = silent,
    clock: Clock = WALL,
) -> Findings:
    """Watch a clip of the caller's, or a crowd of ten and more.

    Args:
        settings: The system under test; the loop and the bare calls use its models, backend and cores.
        clip: The caller's; None = the crowd.
        frames: First frames of the clip.
        repeats: Runs of each way, in turn.
        uniface: The Python of an environment in which UniFace is installed, whose loop then runs too.
        progress: Told of every run.
        clock: What times are taken by.

    Returns:
        A row with frames per second of each way; ratios of frames per second to the loops, and of the time to the bare
        calls that the watch needed, made in the faster of two ways: one after the other with all threads, or side by
        side with one thread each.

    Raises:
        InputError: UniFace does not run.
        TableError: The passes are not those of the clip.
    """
    engine, wide = load_pack(settings.models, threads=1), load_pack(settings.models)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        loops = _loops(settings, wide)
        if uniface is not None:
            loops[UNIFACE] = stack.enter_context(uniface_loop(uniface, engine, folder))
        if clip is None:
            footage = crowd(folder, engine, settings, frames)
        else:
            footage = own(clip.clip, clip.photographs, folder, engine, settings, passes=clip.passes)
        if footage.passes is not None:
            require_truth(TruthFiles(footage.passes), footage.clip.name, footage.watchlist)
        case = _Case(footage, engine, wide, settings, frames, folder / "runs", loops)
        seconds = _limited(in_turn(_ways(case), repeats, progress, clock))
        rows, ratios, notes = (_row(case, seconds),), tuple(_ratios(case, seconds)), _compared(case, folder / "parity")
        return Findings(f"throughput-{footage.name}", rows, ratios, tuple(notes))


def _loops(settings: SystemSettings, wide: InsightFaceEngine) -> dict[str, Loop]:
    loops = {LOOP: insightface_loop(face_analysis(wide))}
    if settings.models.backend != "onnxruntime":
        shipped = Models(pack=settings.models.pack, threads=settings.models.threads)
        loops[SHIPPED] = insightface_loop(face_analysis(load_pack(shipped)))
    return loops


def _ways(case: _Case) -> dict[str, Callable[[], object]]:
    workers = case.settings.models.threads or usable_cores()
    pictures, size_px = case.footage.pictures(case.frames), case.settings.detector.size_px
    wide, narrow = (engine.bare_calls(pictures, size_px) for engine in (case.wide, case.engine))
    return {
        WATCH: case.watch,
        **{name: partial(case.loop, name) for name in case.loops},
        IN_STEP: lambda: case.calls(wide, 1),
        SIDE_BY_SIDE: lambda: case.calls(narrow, workers),
    }


def _limited(seconds: Seconds) -> Seconds:
    """With the faster of the two ways to make the bare calls as the limit."""
    faster = min((IN_STEP, SIDE_BY_SIDE), key=lambda way: median(seconds[way]))
    return {**seconds, LIMIT: seconds[faster]}


def _row(case: _Case, seconds: Seconds) -> dict[str, Any]:
    counts = case.results[-1].counts
    speeds = {f"{way}_fps": counts["frames_read"] / median(seconds[way]) for way in seconds}
    found = {"clip": case.footage.name, "backend": case.engine.backend, "frames": counts["frames_read"]}
    return found | {"faces": counts["faces"], "faces_embedded": counts["faces_embedded"]} | speeds


def _ratios(case: _Case, seconds: Seconds) -> list[Ratio]:
    name = f"throughput {case.footage.name}, {case.engine.backend}"
    beside = [
        ratio_of(f"{name}: times as fast as {BESIDE[loop]}", seconds, WATCH, loop, better="higher")
        for loop in case.loops
    ]
    return [*beside, ratio_of(f"{name}: time / bare model calls", seconds, WATCH, LIMIT, target=OVERHEAD)]


def _compared(case: _Case, folder: Path) -> list[str]:
    """Whether the watch and the loop on its backend came to the same."""
    footage, last = case.footage, case.results[-1]
    ours, theirs = hits_of(last.run), case.hits[LOOP]
    said = compared_persons(footage.name, ours, theirs)
    if footage.passes is None:
        return said
    threshold, seen_s = case.settings.alerting.threshold, last.counts["duration_s"]
    judged = PassByPass(footage.clip.name, footage.persons, footage.passes, seen_s, threshold, folder)
    return said + judged.compared(ours, theirs)


def _call(call: Callable[[], object]) -> object:
    return call()
