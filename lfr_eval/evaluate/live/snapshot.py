"""What can be seen of a trial at a moment: a picture that shows nobody but listed people, and figures."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.events import Alert
from lfr_eval.core.search import Matcher
from lfr_eval.core.settings import SystemSettings
from lfr_eval.core.thresholds import reaches
from lfr_eval.engine.pipeline import FrameResult
from lfr_eval.engine.selection import NOT_NEEDED, OVER_BUDGET
from lfr_eval.evaluate.alerts.hiding import corners, hide_others, write_label

DARK_GREY = 40.0
"""A face without enough detail that is darker than this, of 255, is said to be too dark rather than blurred."""
RECENT_S = 5.0
"""Frame rate and latency are those of the last seconds."""


@dataclass(frozen=True, slots=True)
class BestScore:
    """How close a face of the picture came to a person of the list."""

    person: str
    score: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A trial after one frame; nothing in it changes, and nothing in it shows or names a person who is not listed."""

    picture: Image
    """(H, W, 3) uint8 BGR: listed people with name and score, everything else made unrecognisable."""
    pts_s: float
    frames: int
    """Frames that were watched."""
    dropped: int | None
    """Frames that came and were not taken; None where the source does not tell."""
    fps: float | None
    """Frames a second; None until there are two."""
    p95_ms: float
    """95th percentile of the time from having a frame to knowing its matches."""
    faces: int
    """In this frame."""
    not_compared: tuple[str, ...]
    """Why faces of this frame were not compared, one line each."""
    best: tuple[BestScore, ...]
    """Best fused score of this frame for each person of the list who is among the candidates, best first."""
    alerts: tuple[Alert, ...]
    """All so far, by time."""


class Observer:
    """Makes snapshots of the frames of one watch.

    Args:
        settings: The system under test.
    """

    def __init__(self, settings: SystemSettings) -> None:
        self._settings = settings
        self._frames = 0
        self._shown: dict[int, BestScore] = {}
        """Track → person whom it was taken for, with the newest score for that person."""
        self._recent: deque[tuple[float, float]] = deque()
        """When each recent frame was done, and the seconds that it took."""

    def see(self, result: FrameResult, alerts: Sequence[Alert], matcher: Matcher, dropped: int | None) -> Snapshot:
        """What can be seen after a frame.

        Args:
            result: What came of the frame.
            alerts: All so far.
            matcher: The list.
            dropped: See `Snapshot`.
        """
        self._frames += 1
        self._note_time(result)
        self._note_hits(result, matcher)
        took_ms = [took_s * 1e3 for _, took_s in self._recent]
        return Snapshot(
            picture=self._picture(result),
            pts_s=result.frame.pts_s,
            frames=self._frames,
            dropped=dropped,
            fps=self._fps(),
            p95_ms=float(np.percentile(took_ms, 95)),
            faces=len(result.faces),
            not_compared=not_compared(result, self._settings),
            best=_best(result, matcher),
            alerts=tuple(alerts),
        )

    def _note_time(self, result: FrameResult) -> None:
        now_s = time.monotonic()
        self._recent.append((now_s, result.latency_s))
        while now_s - self._recent[0][0] > RECENT_S:
            self._recent.popleft()

    def _fps(self) -> float | None:
        span_s = self._recent[-1][0] - self._recent[0][0]
        return (len(self._recent) - 1) / span_s if span_s > 0 else None

    def _note_hits(self, result: FrameResult, matcher: Matcher) -> None:
        """Remember the tracks that had a hit, with the newest score of each."""
        for row, decision in zip(result.selected.rows.tolist(), result.decisions, strict=True):
            track, score = int(result.tracks[row]), decision.fused_score[:1]
            best = BestScore(matcher.person_ids[int(decision.person[0])], float(score[0]))
            before = self._shown.get(track)
            hit = reaches(score, self._settings.alerting.threshold)[0]
            if hit or (before is not None and before.person == best.person):
                self._shown[track] = best

    def _picture(self, result: FrameResult) -> Image:
        boxes, image = result.faces.boxes_px, result.frame.image
        faces = pd.DataFrame(boxes, columns=["x", "y", "w", "h"])
        faces[["w", "h"]] -= faces[["x", "y"]].to_numpy()
        known = [self._shown.get(track) for track in result.tracks.tolist()]
        picture = hide_others(image, faces, np.array([one is not None for one in known], bool))
        for face, one in zip(faces.itertuples(), known, strict=True):
            if one is not None:
                write_label(picture, corners(face, image), f"{one.person} {one.score:.2f}")
        return picture


def not_compared(result: FrameResult, settings: SystemSettings) -> tuple[str, ...]:
    """Why each face of a frame that was not compared was not, with what it would take."""
    said = []
    for row, (reason, eye_px) in enumerate(zip(result.selected.reasons, result.faces.eye_px.tolist(), strict=True)):
        if reason == "too small":
            said.append(f"{int(eye_px)} px between the eyes, {settings.embedding.min_eye_px:g} needed")
        elif reason == "blurred" and _grey(result.frame.image, result.faces.boxes_px[row]) < DARK_GREY:
            said.append("too dark")
        elif reason == OVER_BUDGET:
            said.append(f"more faces in view than are compared at once, {settings.embedding.live_budget}")
        elif reason not in (None, NOT_NEEDED):
            said.append(reason)
    return tuple(said)


def _grey(image: Image, box_px: FloatArray) -> float:
    """Mean brightness of a face, 0 to 255."""
    left, top, right, bottom = np.clip(box_px, 0, None).astype(int).tolist()
    face = image[top:bottom, left:right]
    return float(face.mean()) if face.size else 0.0


def _best(result: FrameResult, matcher: Matcher) -> tuple[BestScore, ...]:
    best: dict[str, float] = {}
    for decision in result.decisions:
        for person, score in zip(decision.person.tolist(), decision.fused_score.tolist(), strict=True):
            name = matcher.person_ids[person]
            best[name] = max(score, best.get(name, score))
    return tuple(BestScore(*item) for item in sorted(best.items(), key=lambda item: -item[1]))
