"""A watch under load: the frames of a clip come at a rate of their own, or as fast as they are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lfr_eval.capture.live import LiveSource
from lfr_eval.capture.source import FrameSource, open_source
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.bench.footage import first_frames
from lfr_eval.evaluate.bench.gallery import FPS
from lfr_eval.evaluate.watch.watch import WatchResult, watch
from lfr_eval.watchlist.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Borne:
    """What came of a live watch."""

    latency: Mapping[str, float]
    """p50, p95 and p99 in ms, from the capture of a frame to its result."""
    lost: float
    """Share of the frames that a newer one replaced before they were watched."""
    counts: Mapping[str, Any]
    stages: Mapping[str, Any]
    """Percentiles in ms of each stage."""
    memory: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ClipUnderLoad:
    """A clip at `gallery.FPS`, and the system that watches it."""

    clip: Path
    watchlist: Watchlist
    engine: FaceEngine
    settings: SystemSettings
    runs: Path

    def unpaced(self, frames: int) -> float:
        """Frames per second of the first frames when nobody waits."""
        with open_source(str(self.clip)) as source:
            return float(self._watch(first_frames(source, frames)).load["frames_per_s"])

    def live(self, fps: float, frames: int) -> Borne:
        """Watch the first frames as they come, so many a second."""
        with open_source(str(self.clip)) as source, LiveSource(first_frames(source, frames), speed=fps / FPS) as paced:
            done = self._watch(paced)
        load = done.load
        lost = (done.counts["frames_dropped"] or 0) / frames
        return Borne(load["capture_to_alert_ms"], lost, done.counts, load["stage_ms"], load["memory_mib"])

    def _watch(self, source: FrameSource | LiveSource) -> WatchResult:
        return watch(source, self.watchlist, self.engine, self.settings, root=self.runs)
