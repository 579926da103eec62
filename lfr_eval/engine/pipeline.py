"""The chain that every frame goes through, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import FloatArray, Image, IntArray
from lfr_eval.core.events import Alert, Hits
from lfr_eval.core.faces import FaceEngine, Faces, Frame
from lfr_eval.core.search import Matcher
from lfr_eval.core.settings import SystemSettings
from lfr_eval.core.thresholds import reaches
from lfr_eval.engine.alerts import AlertBook
from lfr_eval.engine.fusion import Fused, decide
from lfr_eval.engine.selection import Selected, Selection
from lfr_eval.engine.times import StageTimes
from lfr_eval.engine.tracking import OverlapTracker
from lfr_eval.engine.tracks import TrackBook, TrackState
from lfr_eval.engine.turning import Righted, Turning


@dataclass(frozen=True, slots=True)
class FrameResult:
    """All that came of one frame."""

    frame: Frame
    looked: bool
    """Whether faces were looked for; if not, all of the following is empty."""
    faces: Faces
    """Where a face is turned, its landmarks are those that an upright copy shows."""
    selected: Selected
    tracks: IntArray
    """(n,) the track of each face."""
    decisions: Sequence[Fused]
    """q decisions, parallel to `selected.rows`."""
    latency_s: float
    """Wall seconds from the capture of the frame to its alerts."""
    emitted_s: float
    alerts: Sequence[Alert]
    """Alerts newly raised."""
    closed: Sequence[TrackState]
    """Tracks that ended."""
    times: StageTimes
    turned: tuple[int, ...] = ()
    """By how many degrees (90, 180, 270) each face that is not upright is turned."""


class Pipeline:
    """Watches one source: keeps the tracks and alerts between frames."""

    def __init__(
        self,
        engine: FaceEngine,
        matcher: Matcher,
        settings: SystemSettings,
        nominal_fps: float,
        live: bool = False,
        embed: Callable[[Sequence[Image]], FloatArray] | None = None,
    ) -> None:
        """Prepare to watch.

        Args:
            engine: The models.
            matcher: The list.
            settings: The system under test.
            nominal_fps: About how many frames a second come.
            live: Results are known only after the time that they took; else at the time of their frame, so that a
                recording gives the same record every time.
            embed: Turns crops into templates as `engine.embed` does, perhaps on several threads; None = that itself.
        """
        self._live = live
        self._engine = engine
        self._embed = embed or engine.embed
        self._matcher = matcher
        self._settings = settings
        self._overlap = OverlapTracker(settings.tracker, nominal_fps, settings.detector.min_score)
        self._book = TrackBook(settings.tracker.split_similarity, settings.tracker.lost_s)
        self._turning = Turning(engine, settings)
        self._selection = Selection(settings, engine, live)
        self._alerts = AlertBook(settings.alerting.window_s)

    @property
    def alerts(self) -> list[Alert]:
        """Every alert so far, with its hits so far."""
        return self._alerts.alerts

    def step(self, frame: Frame, times: StageTimes) -> FrameResult:
        """Take one frame through the whole chain.

        Args:
            frame: Frames come in order of time.
            times: Already holds the stages before this one (decode); the others are added.
        """
        return self.follow(frame, self.detect(frame, times), times)

    def detect(self, frame: Frame, times: StageTimes) -> Faces | None:
        """Find the faces of a frame; None where `detector.every` passes it over. Any thread, any order."""
        detector = self._settings.detector
        with times.stage("detect"):
            if frame.index % detector.every:
                return None
            return self._engine.detect(frame.image, size_px=detector.size_px, min_score=detector.min_score)

    def follow(self, frame: Frame, found: Faces | None, times: StageTimes) -> FrameResult:
        """Take a frame whose faces are known through the rest of the chain; frames come in order of time."""
        faces = Faces.empty() if found is None else found
        with times.stage("track"):
            numbers = self._overlap.update(frame.image, found, frame.pts_s)
        with times.stage("select"):
            righted = self._turning.right(frame.image, faces, numbers, frame.pts_s)
            selected = Selected.nobody() if found is None else self._select(frame, righted, numbers)
        with times.stage("embed"):
            templates = self._embed(selected.crops)
        with times.stage("match"):
            states = self._assign(numbers, selected, templates, frame.pts_s)
            embedded = [states[row] for row in selected.rows]
            matching = self._settings.matching
            decisions = decide(self._matcher, embedded, templates, self._settings.fusion, matching.k)
        with times.stage("alert"):
            latency_s = times.since_captured_s()
            emitted_s = frame.pts_s + (latency_s if self._live else 0.0)
            alerts = self._alerts.add(self._hits(frame, emitted_s, embedded, decisions))
        tracks = np.array([state.track for state in states], np.int64)
        closed = self._book.close_lost(frame.pts_s)
        return FrameResult(
            frame,
            found is not None,
            righted.faces,
            selected,
            tracks,
            decisions,
            latency_s,
            emitted_s,
            alerts,
            closed,
            times,
            righted.turned,
        )

    def finish(self) -> list[TrackState]:
        """End the tracks that are still open."""
        return self._book.close_all()

    def _select(self, frame: Frame, righted: Righted, numbers: IntArray) -> Selected:
        known = [self._book.known(number) for number in numbers.tolist()]
        return self._selection.select(frame.image, righted.faces, numbers, known, frame.pts_s, righted.lost)

    def _assign(self, numbers: IntArray, selected: Selected, templates: FloatArray, pts_s: float) -> list[TrackState]:
        """The track of every face: by template where there is one, else by overlap."""
        embedding = self._settings.embedding
        best = embedding.enough if embedding.policy == "k_best" else None
        template_of = dict(zip(selected.rows.tolist(), templates, strict=True))
        states = []
        for row, number in enumerate(numbers.tolist()):
            if row in template_of:
                state = self._book.claim(number, template_of[row], pts_s)
                state.add(template_of[row], float(selected.quality[row]), best)
            else:
                state = self._book.current(number, pts_s)
                state.skipped[selected.reasons[row] or ""] += 1
            state.see(pts_s)
            states.append(state)
        return states

    def _hits(self, frame: Frame, emitted_s: float, tracks: Sequence[TrackState], decisions: Sequence[Fused]) -> Hits:
        best = np.array([decision.fused_score[0] for decision in decisions], np.float32)
        rows = np.flatnonzero(reaches(best, self._settings.alerting.threshold)).tolist()
        first = [decisions[row] for row in rows]
        return Hits(
            frame=np.full(len(rows), frame.index, np.int64),
            track=np.array([tracks[row].track for row in rows], np.int64),
            pts_s=np.full(len(rows), frame.pts_s),
            emitted_s=np.full(len(rows), emitted_s),
            person=np.array([self._matcher.person_ids[decision.person[0]] for decision in first], object),
            entry=np.array([self._matcher.entry_ids[decision.entry[0]] for decision in first], object),
            score=best[rows],
        )
