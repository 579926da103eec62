"""Frames per second of a watch, and how much of it is model inference, beside a plain loop over the same clip.

Usage: python benchmarks/watch.py CLIP PHOTOGRAPHS [--frames N] [--repeat N] [--json FILE]

The plain loop is what a user would otherwise write: `FaceAnalysis.get` on every frame with the same model files, and a
matrix product with the list. Both run in this process, in turn; figures are medians.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import onnxruntime

from lfr_eval.capture.source import open_source
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.models.files import locate
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.evaluate.enrol import enrol_photographs
from lfr_eval.evaluate.environment import hardware, thread_variables, versions
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.watch import watch
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.watchlist import Watchlist

Figures = dict[str, float]


class FirstFrames:
    """The first frames of a source, as a source."""

    def __init__(self, source: Any, frames: int) -> None:
        self._source, self._frames = source, frames

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def __iter__(self) -> Iterator[Any]:
        return islice(iter(self._source), self._frames)


@contextmanager
def inference_clock() -> Iterator[list[float]]:
    """Collect the wall seconds of every call of a model while the block runs."""
    spent: list[float] = []
    run = onnxruntime.InferenceSession.run

    def timed(self: Any, *args: Any, **kwargs: Any) -> Any:
        start = perf_counter()
        try:
            return run(self, *args, **kwargs)
        finally:
            spent.append(perf_counter() - start)

    onnxruntime.InferenceSession.run = timed
    try:
        yield spent
    finally:
        onnxruntime.InferenceSession.run = run


def measure(frames: int, wall_s: float, spent: list[float]) -> Figures:
    """Figures of one run."""
    return {"fps": frames / wall_s, "inference_share": sum(spent) / wall_s, "model_calls": float(len(spent))}


def our_watch(clip: Path, frames: int, watchlist: Watchlist, engine: InsightFaceEngine, root: Path) -> Figures:
    """Watch with the default system and record everything."""
    with open_source(str(clip)) as source, inference_clock() as spent:
        start = perf_counter()
        result = watch(FirstFrames(source, frames), watchlist, engine, SystemSettings(), root=root)
        return measure(result.counts["frames_read"], perf_counter() - start, spent)


def plain_loop(clip: Path, frames: int, watchlist: Watchlist, analysis: Any) -> Figures:
    """What a user would otherwise write; it keeps nothing."""
    references = watchlist.templates
    done = 0
    with open_source(str(clip)) as source, inference_clock() as spent:
        start = perf_counter()
        for frame in islice(source, frames):
            for face in analysis.get(frame.image):
                np.argmax(references @ face.normed_embedding)
            done += 1
        return measure(done, perf_counter() - start, spent)


def face_analysis(folder: Path) -> Any:
    """InsightFace's own application on the files of the default pack."""
    from insightface.app import FaceAnalysis

    pack = locate("vectron")
    home = folder / "models" / "vectron"
    home.mkdir(parents=True)
    for file in (pack.detector, pack.recogniser):
        (home / file.path.name).symlink_to(file.path)
    analysis = FaceAnalysis(name="vectron", root=str(folder), providers=["CPUExecutionProvider"])
    analysis.prepare(ctx_id=-1, det_size=(640, 640))
    return analysis


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", type=Path)
    parser.add_argument("photographs", type=Path, help="folder of photographs to enrol")
    parser.add_argument("--frames", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = SystemSettings()
        engine = load_engine(settings)
        enrol_photographs(arguments.photographs, folder / "list", engine, settings)
        listed, analysis = read_watchlist(folder / "list"), face_analysis(folder)
        ours, theirs = [], []
        for _ in range(arguments.repeat):
            ours.append(our_watch(arguments.clip, arguments.frames, listed, engine, folder / "runs"))
            theirs.append(plain_loop(arguments.clip, arguments.frames, listed, analysis))
    report(arguments, ours, theirs)


def report(arguments: argparse.Namespace, ours: list[Figures], theirs: list[Figures]) -> None:
    """Print the figures, and write them if asked."""
    machine, numbers = hardware(), versions()
    print(f"{arguments.clip.name}, first {arguments.frames} frames, medians of {arguments.repeat}")
    print(f"{machine['processor']}, {machine['cores']} cores, onnxruntime {numbers['onnxruntime']}")
    rows = {"lfr-eval watch": ours, "FaceAnalysis.get loop": theirs}
    medians = {
        name: {key: float(np.median([run[key] for run in runs])) for key in runs[0]} for name, runs in rows.items()
    }
    for name, figures in medians.items():
        print(
            f"  {name:<22} {figures['fps']:6.1f} frames/s  {figures['inference_share']:5.0%} of wall time in models"
            f"  {figures['model_calls']:.0f} model calls"
        )
    ratios = [one["fps"] / other["fps"] for one, other in zip(ours, theirs, strict=True)]
    median = float(np.median(ratios))
    print(f"  ratio of frames/s, run by run: median {median:.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    if arguments.json:
        found = {"medians": medians, "ratios": ratios, "hardware": machine, "versions": numbers}
        arguments.json.write_text(json.dumps(found | {"thread_variables": thread_variables()}, indent=2))


if __name__ == "__main__":
    main()
