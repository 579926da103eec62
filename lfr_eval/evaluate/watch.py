"""Watch a source against a watchlist and leave a run record: the main job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from lfr_eval.capture.source import FrameSource
from lfr_eval.core.errors import InputError
from lfr_eval.core.events import Alert
from lfr_eval.core.faces import Frame
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.search import Matcher
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.engine.pipeline import FrameResult, Pipeline, StageTimes
from lfr_eval.evaluate.environment import hardware, thread_variables, versions
from lfr_eval.evaluate.interrupts import in_one_piece
from lfr_eval.evaluate.rows import Keep, write_alerts, write_frame, write_tracks
from lfr_eval.record.writer import RunWriter
from lfr_eval.watchlist.watchlist import Watchlist

Seen = Callable[[FrameResult, Sequence[Alert], Matcher], None]
"""Told what came of a frame, all alerts so far, and the list that was searched."""


@dataclass(frozen=True, slots=True)
class WatchResult:
    """What came of a watch."""

    run: Path
    status: str
    """complete, or stopped where its operator ended it."""
    alerts: tuple[Alert, ...]
    counts: dict[str, Any]


def watch(
    source: FrameSource,
    watchlist: Watchlist,
    engine: InsightFaceEngine,
    settings: SystemSettings,
    *,
    root: Path,
    out: Path | None = None,
    duration_s: float | None = None,
    progress: Progress = silent,
    keep: Keep = "everything",
    ended: Callable[[], bool] = lambda: False,
    seen: Seen = lambda result, alerts, matcher: None,
) -> WatchResult:
    """Watch a source to its end, or until Ctrl-C, and record every frame, face, track, candidate and alert.

    A live source that gives no more pictures leaves a run that is stopped.

    Args:
        source: Open footage or camera.
        watchlist: An enrolled list, made with the same models.
        engine: The models.
        settings: The system under test.
        root: Folder of all runs.
        out: Record here instead of under a name of its own; must not exist.
        duration_s: Stop after so many seconds of the source; None = at its end.
        progress: Told of every frame.
        keep: "decisions" records counts, timings, hits and alerts, and nothing of any other face.
        ended: Asked after every frame whether the operator has ended the watch.
        seen: See `Seen`.

    Raises:
        InputError: If `duration_s` is not positive, or the threshold is below the floor of what is recorded.
        WatchlistError: If the list is empty or was made by other models.
        RecordError: If `out` exists.
        StorageError: If the disk refuses a write; what was flushed before stays readable.
    """
    _require_sensible(settings, duration_s)
    if keep == "decisions":
        settings = _recording_hits_only(settings)
    watchlist.require_model(engine.pack.digests())
    in_force = watchlist.in_force(datetime.now(UTC))
    matcher = in_force.matcher(settings.matching)
    pipeline = Pipeline(engine, matcher, settings, source.nominal_fps, source.live)
    counts = _Counts()
    with RunWriter(root, _header(source, in_force, engine, settings) | {"kept": keep}, out=out) as writer:
        try:
            for frame, times in _timed(source):
                if duration_s is not None and frame.pts_s >= duration_s:
                    break
                with in_one_piece():
                    result = pipeline.step(frame, times)
                    write_frame(writer, result, matcher, settings.matching.score_floor, keep)
                    counts.add(result)
                progress(frame.index + 1, source.frames_expected, f"{len(pipeline.alerts)} alerts")
                seen(result, pipeline.alerts, matcher)
                if ended():
                    break
            stopped = ended() or (source.live and source.damage is not None)
        except KeyboardInterrupt:
            stopped = True
        last = pipeline.finish()
        if keep == "everything":
            write_tracks(writer, last)
        write_alerts(writer, pipeline.alerts)
        stated = counts.stated(source)
        writer.note(counts=stated)
        status: Literal["complete", "stopped"] = "stopped" if stopped else "complete"
        run = writer.finish(status)
    return WatchResult(run, status, tuple(pipeline.alerts), stated)


def _require_sensible(settings: SystemSettings, duration_s: float | None) -> None:
    threshold, floor = settings.alerting.threshold, settings.matching.score_floor
    if threshold < floor:
        raise InputError(
            f"threshold {threshold:g} is below matching.score_floor {floor:g}, under which no score is recorded; "
            "lower the floor or raise the threshold"
        )
    if duration_s is not None and not duration_s > 0:
        raise InputError(f"duration: expected a positive number of seconds, found {duration_s:g}")


def _recording_hits_only(settings: SystemSettings) -> SystemSettings:
    """The same system, of which no score below its threshold is recorded."""
    floor = settings.matching.model_copy(update={"score_floor": settings.alerting.threshold})
    return settings.model_copy(update={"matching": floor})


@dataclass(slots=True)
class _Counts:
    """Additive counts of a run."""

    frames: int = 0
    faces: int = 0
    embedded: int = 0
    decisions: int = 0
    end_s: float = 0.0

    def add(self, result: FrameResult) -> None:
        self.frames += 1
        self.faces += len(result.faces)
        self.embedded += len(result.selected.rows)
        self.decisions += len(result.decisions)
        self.end_s = result.frame.pts_s

    def stated(self, source: FrameSource) -> dict[str, Any]:
        """Counts, with the time covered: one frame beyond the last pts."""
        return {
            "frames_read": self.frames,
            "frames_dropped": source.frames_dropped,
            "faces": self.faces,
            "faces_embedded": self.embedded,
            "decisions": self.decisions,
            "duration_s": self.end_s + 1 / source.nominal_fps if self.frames else 0.0,
            "irregularities": dict(source.irregularities),
            "damage": source.damage,
        }


def _timed(source: FrameSource) -> Iterator[tuple[Frame, StageTimes]]:
    """Frames with the time that it took to get each of them."""
    frames = iter(source)
    while True:
        times = StageTimes()
        with times.stage("decode"):
            frame = next(frames, None)
        if frame is None:
            return
        yield frame, times


def _header(
    source: FrameSource, watchlist: Watchlist, engine: InsightFaceEngine, settings: SystemSettings
) -> dict[str, Any]:
    return {
        "settings": settings.model_dump(),
        "models": engine.to_json(),
        "watchlist": _list_provenance(watchlist),
        "source": {
            "id": source.source_id,
            "digest": source.digest,
            "live": source.live,
            "size_px": list(source.size_px),
            "nominal_fps": source.nominal_fps,
            "zero_utc": source.zero_utc.isoformat() if source.zero_utc else None,
        },
        "pace": "live" if source.live else "fast",
        "versions": versions(),
        "hardware": hardware(),
        "thread_variables": thread_variables(),
        "seed": None,
    }


def _list_provenance(watchlist: Watchlist) -> dict[str, Any]:
    """What of the list is needed to score the run: its digest and sizes, and the names of its persons."""
    return {
        "name": watchlist.header.name,
        "digest": watchlist.header.list_digest,
        "sealed": watchlist.header.sealed,
        **asdict(watchlist.counts),
        "persons": sorted(watchlist.submitted),
        "persons_not_enrolled": sorted(watchlist.submitted - watchlist.enrolled),
    }
