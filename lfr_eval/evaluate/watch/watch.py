"""Watch a source against a watchlist and leave a run record: the main job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from lfr_eval.capture.source import FrameSource
from lfr_eval.capture.turned import turned
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.errors import InputError
from lfr_eval.core.events import Alert
from lfr_eval.core.faces import FaceEngine, Frame
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.search import Matcher
from lfr_eval.core.settings import SystemSettings
from lfr_eval.core.thresholds import can_answer
from lfr_eval.engine.pipeline import FrameResult, Pipeline
from lfr_eval.engine.stages import Detected, crew
from lfr_eval.evaluate.results.run import RunBegun, RunCounts, RunLoad
from lfr_eval.evaluate.watch.environment import hardware, thread_variables, versions
from lfr_eval.evaluate.watch.interrupts import in_one_piece
from lfr_eval.evaluate.watch.load import Load
from lfr_eval.evaluate.watch.rows import Keep, write_alerts, write_frame, write_tracks
from lfr_eval.evaluate.watch.watched import Counts
from lfr_eval.record.writer import RunWriter
from lfr_eval.watchlist.watchlist import Watchlist

Seen = Callable[[FrameResult, Sequence[Alert], Matcher], None]
"""Told what came of a frame, all alerts so far, and the list that was searched."""
AHEAD, LIVE_AHEAD = 4, 1
"""Frames to be searched for faces that are read ahead: of a recording so many more than there are workers, so that
nobody waits; of a live source one frame in all beyond the one at hand, because a frame that waits grows old."""


@dataclass(frozen=True, slots=True)
class WatchResult:
    """What came of a watch."""

    run: Path
    status: str
    """complete, or stopped where its operator ended it."""
    alerts: tuple[Alert, ...]
    counts: dict[str, Any]
    load: Mapping[str, Any]
    """See `evaluate.load.Load.stated`."""


def watch(
    source: FrameSource,
    watchlist: Watchlist,
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    root: Path,
    out: Path | None = None,
    duration_s: float | None = None,
    progress: Progress = silent,
    keep: Keep = "everything",
    terms: Mapping[str, Any] = MappingProxyType({}),
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
        terms: Further entries of run.json: what the watch is held to, stated before it begins.
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
    watchlist.require_model(engine.digests())
    in_force = watchlist.in_force(datetime.now(UTC))
    source = turned(source, settings.display.turn_deg)
    matcher = in_force.matcher(settings.matching)
    frames = _until(iter(source), duration_s)
    header = RunBegun.of_json(_header(source, in_force, engine, settings) | {"kept": keep, **terms}).to_json()
    workers = header["workers"]
    with crew(workers) as people, RunWriter(root, header, out=out) as writer:
        embed = partial(people.embed, engine)
        pipeline = Pipeline(engine, matcher, settings, source.nominal_fps, source.live, embed)
        record = _Record(writer, pipeline, matcher, settings, keep, Counts(1 / source.nominal_fps))
        depth = 1 + (LIVE_AHEAD if source.live else workers + AHEAD * settings.detector.every)
        try:
            with closing(people.detect_ahead(frames, pipeline.detect, depth)) as arriving:
                for each in arriving:
                    with in_one_piece():
                        result = record.take(each)
                    progress(each.frame.index + 1, source.frames_expected, f"{len(pipeline.alerts)} alerts")
                    seen(result, pipeline.alerts, matcher)
                    if ended():
                        break
            stopped = ended() or (source.live and source.damage is not None)
        except KeyboardInterrupt:
            stopped = True
        if not (stopped or source.live or source.damage or duration_s is not None):
            writer.note(source=header["source"] | {"duration_s": record.counts.stated(source)["duration_s"]})
        return record.finish(source, "stopped" if stopped else "complete")


@dataclass(slots=True)
class _Record:
    """Takes frames through the chain and writes down what comes of them."""

    writer: RunWriter
    pipeline: Pipeline
    matcher: Matcher
    settings: SystemSettings
    keep: Keep
    counts: Counts
    load: Load = field(default_factory=Load)

    def take(self, each: Detected) -> FrameResult:
        result = self.pipeline.follow(each.frame, each.faces, each.times)
        write_frame(self.writer, result, self.matcher, self.settings.matching.score_floor, self.keep)
        self.counts.add(result)
        self.load.add(result, each.queued)
        return result

    def finish(self, source: FrameSource, status: Literal["complete", "stopped"]) -> WatchResult:
        last = self.pipeline.finish()
        if self.keep == "everything":
            write_tracks(self.writer, last)
        write_alerts(self.writer, self.pipeline.alerts)
        self.writer.flush()  # a full disk shows here, before there is more to write
        counts = RunCounts.of_json(self.counts.stated(source)).to_json()
        load = RunLoad.of_json(self.load.stated(source.live)).to_json()
        self.writer.note(counts=counts, load=load)
        return WatchResult(self.writer.finish(status), status, tuple(self.pipeline.alerts), counts, load)


def _require_sensible(settings: SystemSettings, duration_s: float | None) -> None:
    threshold, floor = settings.alerting.threshold, settings.matching.score_floor
    if not can_answer(threshold, floor):
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


def _until(frames: Iterator[Frame], duration_s: float | None) -> Iterator[Frame]:
    return frames if duration_s is None else takewhile(lambda frame: frame.pts_s < duration_s, frames)


def _header(source: FrameSource, watchlist: Watchlist, engine: FaceEngine, settings: SystemSettings) -> dict[str, Any]:
    models: dict[str, Any] = engine.to_json()
    return {
        "settings": settings.model_dump(),
        "models": models,
        "workers": max(1, (settings.models.threads or usable_cores()) // models.get("threads", 1)),
        "watchlist": _list_provenance(watchlist),
        "source": {
            "id": source.source_id,
            "digest": source.digest,
            "live": source.live,
            "size_px": list(source.size_px),
            "stored_px": list(source.stored_px or source.size_px),
            "nominal_fps": source.nominal_fps,
            "duration_s": source.duration_s,
            "rate": source.rate,
            "streams": asdict(source.streams) if source.streams else None,
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
