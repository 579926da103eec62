"""How many frames a second a live watch sustains within a limit of latency, by faces in view and length of the list."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.bench.footage import own, ten_people
from lfr_eval.evaluate.bench.gallery import SIZE_PX, film, lengthened
from lfr_eval.evaluate.bench.load import ClipUnderLoad
from lfr_eval.evaluate.bench.measure import Findings, Ratio
from lfr_eval.evaluate.system import load_engine

FACES, LISTS = (1, 4, 8, 16), (1_000, 100_000)
LIMIT_MS, LOST = 200.0, 0.02
"""What is sustained: p95 from capture to result within the limit, and at most this share of the frames lost."""
STEPS = 4
"""Halvings of the range in which the answer lies."""
LEAST_FPS, FIRST_TRY, BEYOND = 0.5, 0.7, 1.2
"""Where the search begins; the last two are shares of the frames a second when nobody waits."""
UNPACED, MIN_FRAMES, LONGEST = 50, 10, 200
"""Frames of a watch that waits for nobody, and of a trial."""


def bench_capacity(
    settings: SystemSettings,
    *,
    faces: Sequence[int] = FACES,
    lists: Sequence[int] = LISTS,
    limit_ms: float = LIMIT_MS,
    seconds: float = 4.0,
    progress: Progress = silent,
) -> Findings:
    """Search for the most frames a second that are sustained, for each number of faces and each length of a list.

    Args:
        settings: The system under test.
        faces: In view, 1 to 16; a 1080p clip with so many real faces is made for each.
        lists: Entries: ten real people and strangers in random directions.
        limit_ms: Most that the 95th percentile from the capture of a frame to its result may be.
        seconds: Duration of each trial.
        progress: Told of every trial.

    Returns:
        A row for each case, with the most frames a second that were sustained (None where not even one every two
        seconds), the latency then, and the frames a second that are watched when nobody waits.
    """
    engine = load_engine(settings, threads=1)
    rows, cases = list[dict[str, Any]](), [(count, length) for count in faces for length in lists]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clips = {count: folder / f"{count}-faces.mp4" for count in faces}
        for count, clip in clips.items():
            film(clip, count, LONGEST)
        few = own(clips[faces[0]], ten_people(folder / "people"), folder, engine, settings).watchlist
        for number, (count, length) in enumerate(cases):
            progress(number, len(cases), f"{count} faces, {length:,} entries")
            load = ClipUnderLoad(clips[count], lengthened(few, length), engine, settings, folder / "runs")
            fastest = load.unpaced(UNPACED)
            found = most_sustained(partial(_trial, load, seconds), fastest, limit_ms)
            rows.append({"faces": count, "entries": length} | found | {"unpaced_fps": fastest})
    size = f"{SIZE_PX[0]} x {SIZE_PX[1]}"
    note = f"{size}, p95 within {limit_ms:g} ms, at most {LOST:.0%} of frames lost, {seconds:g} s for each trial"
    return Findings("capacity", tuple(rows), tuple(_ratio(row) for row in rows if row["sustained_fps"]), (note,))


def most_sustained(trial: Callable[[float], Mapping[str, Any]], fastest: float, limit_ms: float) -> dict[str, Any]:
    """Halve, on a logarithmic scale, the range between what is known to be sustained and what is known not to be.

    Args:
        trial: Watches so many frames a second, and says `p50_ms`, `p95_ms`, `p99_ms` and the share `lost`.
        fastest: Frames a second when nobody waits: more than about that cannot be sustained.
        limit_ms: Most that p95 may be.
    """
    low, high, best = LEAST_FPS, fastest * BEYOND, dict[str, Any]()
    for step in range(STEPS):
        fps = fastest * FIRST_TRY if step == 0 else math.sqrt(low * high)
        tried = trial(fps)
        if sustained(tried, limit_ms):
            low, best = fps, {"sustained_fps": fps, **tried}
        else:
            high = fps
    keys = ("sustained_fps", "p50_ms", "p95_ms", "p99_ms", "lost")
    return {key: best.get(key) for key in keys} | {"not_sustained_fps": high}


def _trial(load: ClipUnderLoad, seconds: float, fps: float) -> dict[str, float]:
    done = load.live(fps, max(MIN_FRAMES, min(LONGEST, round(fps * seconds))))
    return {f"{quantile}_ms": done.latency[quantile] for quantile in done.latency} | {"lost": done.lost}


def sustained(tried: Mapping[str, Any], limit_ms: float) -> bool:
    """Whether a live watch kept up."""
    return bool(tried["p95_ms"] <= limit_ms and tried["lost"] <= LOST)


def _ratio(row: Mapping[str, Any]) -> Ratio:
    name = f"capacity {row['faces']} faces, {row['entries']:,} entries: sustained / unpaced frames per second"
    return Ratio(name, (row["sustained_fps"] / row["unpaced_fps"],), "higher")
