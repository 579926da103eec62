"""Frames per second of a watch beside the loops that one would otherwise write, and whether they come to the same.

Usage: python benchmarks/loops.py [CLIP --photographs FOLDER [--passes FILE]] [--uniface PYTHON] [--system FILE]

InsightFace's `FaceAnalysis.get` on every frame and a matrix product with the list, on the same files, backend and cores
(and on onnxruntime too, where the backend is another one); UniFace's loop in a process of its own, if asked. Without a
clip a crowd is watched. With --passes, watch and loop are also held against who really passed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from command_line import clock_of, measurement, tell
from parity import PassByPass, compared_persons, hits_of
from peers import Loop, face_analysis, insightface_loop, persons_of, uniface_loop

from lfr_eval.core.errors import InputError
from lfr_eval.core.settings import Models, SystemSettings
from lfr_eval.datasets.alert_log import LoggedHit
from lfr_eval.evaluate.bench.measure import WALL, Clock, Findings, in_turn, ratio_of
from lfr_eval.evaluate.bench.throughput import FRAMES, WATCH, OwnClip, WatchedClip, watched_clip
from lfr_eval.evaluate.score.truth import TruthFiles, require_truth
from lfr_eval.evaluate.system import read_system

LOOP, SHIPPED, UNIFACE = "loop", "loop on onnxruntime", "uniface"
BESIDE = {
    LOOP: "FaceAnalysis.get",
    SHIPPED: "FaceAnalysis.get on onnxruntime",
    UNIFACE: "UniFace's FaceAnalyzer, on onnxruntime",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A clip that is watched, and the loops that are run over it."""

    watched: WatchedClip
    loops: Mapping[str, Loop]
    hits: dict[str, list[LoggedHit]] = field(default_factory=dict)
    """Of each loop."""

    def ways(self) -> dict[str, Callable[[], object]]:
        """The watch, and each loop."""
        return {WATCH: self.watched.watch, **{name: partial(self._run, name) for name in self.loops}}

    def _run(self, name: str) -> None:
        watched = self.watched
        self.hits[name] = self.loops[name](watched.footage, watched.frames, watched.settings.alerting.threshold)

    def compared(self, passes: Path | None) -> list[str]:
        """Whether the watch and the loop on its backend came to the same."""
        footage, last = self.watched.footage, self.watched.results[-1]
        ours, theirs = hits_of(last.run), self.hits[LOOP]
        said = compared_persons(footage.name, ours, theirs)
        if passes is None:
            return said
        threshold, seen_s = self.watched.settings.alerting.threshold, last.counts["duration_s"]
        persons, folder = persons_of(footage), self.watched.folder.with_name("parity")
        return said + PassByPass(footage.clip.name, persons, passes, seen_s, threshold, folder).compared(ours, theirs)


def bench_loops(
    settings: SystemSettings,
    clip: OwnClip | None = None,
    *,
    passes: Path | None = None,
    uniface: Path | None = None,
    frames: int = FRAMES,
    repeats: int = 5,
    clock: Clock = WALL,
) -> Findings:
    """Watch a clip, and run the loops over it, in turn.

    Args:
        settings: The system under test; the loop uses its models, backend and cores.
        clip: The caller's; None = a crowd.
        passes: Who passes in the caller's clip, where that is known.
        uniface: The Python of an environment in which UniFace is installed, whose loop then runs too.
        frames: First frames of the clip.
        repeats: Runs of each way.
        clock: What times are taken by.

    Raises:
        InputError: UniFace does not run, or the passes are not those of the clip.
    """
    with watched_clip(settings, clip, frames) as watched, _loops(settings, uniface, watched.folder.parent) as loops:
        if passes is not None:
            require_truth(TruthFiles(passes), watched.footage.clip.name, watched.footage.watchlist)
        beside = Beside(watched, loops)
        seconds = in_turn(beside.ways(), repeats, clock=clock)
        ratios = tuple(
            ratio_of(f"{watched.case}: times as fast as {BESIDE[name]}", seconds, WATCH, name, better="higher")
            for name in loops
        )
        notes = tuple(beside.compared(passes))
        return Findings(f"loops-{watched.footage.name}", (watched.row(seconds),), ratios, notes)


@contextmanager
def _loops(settings: SystemSettings, uniface: Path | None, folder: Path) -> Iterator[dict[str, Loop]]:
    loops = {LOOP: insightface_loop(face_analysis(settings.models))}
    if settings.models.backend != "onnxruntime":
        shipped = Models(pack=settings.models.pack, threads=settings.models.threads)
        loops[SHIPPED] = insightface_loop(face_analysis(shipped))
    if uniface is None:
        yield loops
        return
    with uniface_loop(uniface, settings.models.pack, folder) as loop:
        yield loops | {UNIFACE: loop}


def main(words: Sequence[str] | None = None) -> None:
    """Measure and tell."""
    parser = measurement(__doc__, repeats=5)
    parser.add_argument("clip", type=Path, nargs="?", help="a clip of your own; without it, a crowd")
    parser.add_argument("--photographs", type=Path, metavar="FOLDER", help="whom to look for in it")
    parser.add_argument("--passes", type=Path, metavar="FILE", help="who passes in it")
    parser.add_argument("--uniface", type=Path, metavar="PYTHON", help="of an environment with uniface")
    parser.add_argument("--system", type=Path, metavar="FILE", help="a system.yaml")
    parser.add_argument("--frames", type=int, default=FRAMES, help="first frames of the clip")
    arguments = parser.parse_args(words)
    if (arguments.clip is None) != (arguments.photographs is None) or (arguments.passes and not arguments.clip):
        parser.error("a clip needs --photographs, and --photographs and --passes a clip")
    if arguments.uniface and arguments.processor_time:
        parser.error("uniface runs in a process of its own, whose processor time is not measured")
    try:
        tell(_found(arguments), arguments)
    except InputError as error:
        parser.error(str(error))


def _found(arguments: argparse.Namespace) -> Findings:
    return bench_loops(
        read_system(arguments.system),
        OwnClip(arguments.clip, arguments.photographs) if arguments.clip else None,
        passes=arguments.passes,
        uniface=arguments.uniface,
        frames=arguments.frames,
        repeats=arguments.repeats,
        clock=clock_of(arguments),
    )


if __name__ == "__main__":
    main()
