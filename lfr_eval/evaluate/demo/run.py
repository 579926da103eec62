"""Run the demo: enrol, render, watch, score, annotate, all with real models on real photographs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.capture.images import read_image
from lfr_eval.capture.source import open_source
from lfr_eval.core.home import Home
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.ahead import keep_with_tables
from lfr_eval.evaluate.annotate import annotate
from lfr_eval.evaluate.demo import scene
from lfr_eval.evaluate.demo.photographs import REFERENCE_CROPS, TEAM
from lfr_eval.evaluate.enrol import enrol_photographs
from lfr_eval.evaluate.score import Score, score_runs
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.evaluate.watch import WatchResult, watch
from lfr_eval.record.atomic import storing, write_bytes
from lfr_eval.record.reader import RunRecord
from lfr_eval.watchlist.store import read_watchlist

DATASET, WATCHLIST = Path("datasets/demo"), Path("watchlists/demo")


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo left behind."""

    watch: WatchResult
    score: Score
    clip: Path
    truth: Path
    annotated: Path
    watchlist: Path


def run_demo(home: Path, progress: Progress = silent) -> DemoResult:
    """Enrol ten people, film sixteen of whom one is listed, watch the film and score it.

    Args:
        home: The folder that holds watchlists/, datasets/ and reports/; the demo's own parts of it are made anew.
        progress: Told of every step; its note says which.

    Raises:
        ModelError: If a photograph or a model file is missing or altered.
        StorageError: If the disk refuses it.
    """
    settings = SystemSettings()
    folder, listed = home / DATASET, home / WATCHLIST
    engine = load_engine(settings, threads=1)
    references = _write_references(folder)
    enrol_photographs(references, listed, engine, settings, replace_list=True)
    clip, truth = _film(folder, progress)
    with open_source(str(clip)) as source:
        result = watch(
            source,
            read_watchlist(listed),
            engine,
            settings,
            root=home / "reports" / "runs",
            progress=lambda done, total, note="": progress(done, total, "watching"),
        )
    if result.status == "stopped":
        raise KeyboardInterrupt
    run = RunRecord.open(result.run)
    annotated = folder / "annotated.mp4"
    annotate(run, clip, annotated, lambda done, total, note="": progress(done, total, "hiding faces"))
    score = score_runs([run], TruthFiles(truth))
    keep_with_tables(score, [run], TruthFiles(truth), Home(home))
    return DemoResult(result, score, clip, truth, annotated, listed)


def _write_references(folder: Path) -> Path:
    """Cut the reference photographs, one person each."""
    references = folder / "references"
    with storing(references):
        shutil.rmtree(references, ignore_errors=True)
        references.mkdir(parents=True)
    for name, (photograph, part) in REFERENCE_CROPS.items():
        image = read_image(photograph.locate())
        left, top, right, bottom = part or (0, 0, image.shape[1], image.shape[0])
        _, png = cv2.imencode(".png", image[top:bottom, left:right])
        write_bytes(references / f"{name}.png", png.tobytes())
    return references


def _film(folder: Path, progress: Progress) -> tuple[Path, Path]:
    """Render the clip and write its truth."""
    clip, truth = folder / scene.SOURCE, folder / "passes.csv"
    total = len(scene.frame_times())
    with ClipWriter(clip, scene.WIDTH_PX, scene.HEIGHT_PX, scene.FPS) as writer:
        for done, frame in enumerate(scene.render(read_image(TEAM.locate())), start=1):
            writer.write(frame)
            progress(done, total, "filming")
    passes, boxes = scene.truth()
    write_bytes(truth, passes.to_csv(index=False).encode())
    write_bytes(folder / "boxes.csv", boxes.to_csv(index=False).encode())
    return clip, truth


def tell(result: DemoResult) -> dict[str, Any]:
    """The object of `demo --json`: that of `watch --json` with its score."""
    return {
        "run": str(result.watch.run),
        "status": result.watch.status,
        "alerts": len(result.watch.alerts),
        "counts": result.watch.counts,
        "score": result.score.result.to_json(),
        "clip": str(result.clip),
        "truth": str(result.truth),
        "annotated": str(result.annotated),
        "watchlist": str(result.watchlist),
    }
