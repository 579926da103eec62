"""Time from the capture of a frame to its result in a live watch, stage by stage."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.bench.footage import own, ten_people
from lfr_eval.evaluate.bench.gallery import FPS, SIZE_PX, film, lengthened
from lfr_eval.evaluate.bench.load import Borne, ClipUnderLoad
from lfr_eval.evaluate.bench.measure import Findings, Ratio, in_turn
from lfr_eval.evaluate.system import load_engine

FACES, ENTRIES = 6, 10_000
LIMIT_MS = 200.0
TURNS = 5
DETECT, EMBED = "detect", "embed"


def bench_latency(
    settings: SystemSettings,
    *,
    faces: int = FACES,
    entries: int = ENTRIES,
    fps: float = FPS,
    seconds: float = 20.0,
    progress: Progress = silent,
) -> Findings:
    """Watch faces live at 1080p: five times, each a fifth of the time.

    Args:
        settings: The system under test.
        faces: In view, 1 to 16.
        entries: Of the list: ten real people and strangers in random directions.
        fps: Frames a second.
        seconds: Of footage in all.
        progress: Told of every turn.

    Returns:
        A row for each turn with percentiles of the latency, the share of frames lost, and p95 of each stage. Ratios of
        p95 to 200 ms, and of the median to the bare model calls that a frame needs, one after the other.
    """
    engine = load_engine(settings, threads=1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clip, frames = folder / "faces.mp4", max(2, round(fps * seconds / TURNS))
        film(clip, faces, frames)
        footage = own(clip, ten_people(folder / "people"), folder, engine, settings)
        load = ClipUnderLoad(clip, lengthened(footage.watchlist, entries), engine, settings, folder / "runs")
        detect, embed = engine.bare_calls(footage.pictures(frames), settings.detector.size_px)
        load.unpaced(min(frames, 10))
        turns = list[Borne]()
        for turn in range(TURNS):
            progress(turn, TURNS, f"{fps:g} frames a second")
            turns.append(load.live(fps, frames))
    bare = {way: min(taken) * 1e3 for way, taken in in_turn({DETECT: detect, EMBED: embed}, 9).items()}
    case = f"latency at {fps:g} frames/s, {faces} faces, {entries:,} entries"
    ratios = (
        Ratio(f"{case}: p95 / {LIMIT_MS:g} ms", tuple(one.latency["p95"] / LIMIT_MS for one in turns), "lower", 1.0),
        Ratio(f"{case}: median / bare model calls", tuple(_over_bare(one, bare) for one in turns), "lower"),
    )
    return Findings("latency", tuple(_row(one) for one in turns), ratios, (f"{SIZE_PX[0]} x {SIZE_PX[1]}",))


def _row(one: Borne) -> dict[str, Any]:
    watched = one.counts["frames_read"]
    found: dict[str, Any] = {f"{quantile}_ms": value for quantile, value in one.latency.items()}
    found |= {"lost": one.lost, "faces_a_frame": one.counts["faces"] / watched}
    found |= {"embedded_a_frame": one.counts["faces_embedded"] / watched}
    found |= {f"{stage}_p95_ms": times["p95"] if times else None for stage, times in one.stages.items()}
    return found | {"memory_peak_mib": one.memory["peak"] if one.memory else None}


def _over_bare(one: Borne, bare: dict[str, float]) -> float:
    embedded = one.counts["faces_embedded"] / one.counts["frames_read"]
    return float(one.latency["p50"] / (bare[DETECT] + embedded * bare[EMBED]))
