"""What a watch cost while it ran: times of its stages, latency, frames and faces a second, queue and memory."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

import numpy as np
import psutil

from lfr_eval.engine.pipeline import FrameResult

STEP = 1.01
"""Width of the bins of a histogram: figures are within one per cent."""
LEAST_MS, BINS = 1e-3, 2100
"""The last bin ends at 1.01^2100 x 0.001 ms, some 20 minutes."""
SAMPLES = 240
"""Memory is noted about so many times at most, evenly over the run."""
QUANTILES = (50, 95, 99)


class Histogram:
    """Milliseconds counted in bins, so that a watch of days takes no more memory than one of a minute."""

    def __init__(self) -> None:
        self._bins = np.zeros(BINS, np.int64)

    def add(self, ms: float) -> None:
        """Count one value; what is below or above all bins counts to the outermost."""
        place = 0 if ms <= LEAST_MS else int(np.log(ms / LEAST_MS) / np.log(STEP))
        self._bins[min(place, BINS - 1)] += 1

    def percentiles(self) -> dict[str, float] | None:
        """p50, p95 and p99 (nearest rank), each the middle of its bin; None without values."""
        total = int(self._bins.sum())
        if not total:
            return None
        ends = np.cumsum(self._bins)
        places = [int(np.searchsorted(ends, np.ceil(total * q / 100))) for q in QUANTILES]
        return {f"p{q}": float(LEAST_MS * STEP ** (place + 0.5)) for q, place in zip(QUANTILES, places, strict=True)}


class Memory:
    """Memory of this process over time, thinned out as a run grows longer."""

    def __init__(self) -> None:
        self.samples: list[tuple[float, float]] = []
        """Seconds since the start, MiB in memory."""
        self._start_s = monotonic()
        self._every_s = 1.0

    def look(self) -> None:
        """Note it, if it is time; how much of it is resident."""
        now_s = monotonic() - self._start_s
        if self.samples and now_s - self.samples[-1][0] < self._every_s:
            return
        self.samples.append((round(now_s, 3), psutil.Process().memory_info().rss / 2**20))
        if len(self.samples) >= 2 * SAMPLES:
            self.samples = self.samples[::2]
            self._every_s *= 2


class Load:
    """Adds up what each frame cost."""

    def __init__(self) -> None:
        self._stages: dict[str, Histogram] = {}
        self._latency = Histogram()
        self._queue = np.zeros(0, np.int64)
        self._memory = Memory()
        self._faces = self._frames = 0
        self._start_s = monotonic()

    def add(self, result: FrameResult, queued: int) -> None:
        """Take in one frame."""
        for stage, ms in result.times.ms.items():
            self._stages.setdefault(stage, Histogram()).add(ms)
        self._latency.add(result.latency_s * 1e3)
        if queued >= len(self._queue):
            self._queue = np.pad(self._queue, (0, queued + 1 - len(self._queue)))
        self._queue[queued] += 1
        self._frames += 1
        self._faces += len(result.faces)
        self._memory.look()

    def stated(self, live: bool) -> Mapping[str, Any]:
        """The `load` of run.json: times in ms, memory in MiB; latency from capture of live sources only."""
        wall_s = monotonic() - self._start_s
        depth = np.repeat(np.arange(len(self._queue)), self._queue)
        memory = self._memory.samples
        return {
            "wall_s": wall_s,
            "frames_per_s": self._frames / wall_s,
            "faces_per_s": self._faces / wall_s,
            "stage_ms": {stage: times.percentiles() for stage, times in self._stages.items()},
            "capture_to_alert_ms": self._latency.percentiles() if live else None,
            "queue": {"p50": float(np.median(depth)), "most": int(depth.max())} if len(depth) else None,
            "memory_mib": {"peak": max(mib for _, mib in memory), "over_time": memory} if memory else None,
        }
