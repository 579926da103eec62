"""Which faces of a frame are embedded: those that are good enough and, under a policy, teach something new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, Image, IntArray
from lfr_eval.core.faces import FaceEngine, Faces
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.doubt import Doubts
from lfr_eval.engine.quality import nose_offset, quality, reason_to_skip, sharpness
from lfr_eval.engine.tracks import TrackState

NOT_NEEDED = "not needed"
OVER_BUDGET = "over budget"


@dataclass(frozen=True, slots=True)
class Selected:
    """Which faces of a frame were worth embedding; everything parallel to the n faces but `crops`."""

    quality: FloatArray
    """(n,) in [0, 1]; 0 for faces that were skipped before their sharpness was known."""
    reasons: tuple[str | None, ...]
    """Why a face was not embedded; None = it was."""
    rows: IntArray
    """(q,) rows of the faces to embed."""
    crops: tuple[Image, ...]
    """q aligned crops, in memory only."""

    @classmethod
    def nobody(cls) -> Self:
        """Of a frame without faces."""
        return cls(np.empty(0, np.float32), (), np.empty(0, np.int64), ())


class _Face(NamedTuple):
    """What is known of one face before anybody looks at it closely."""

    landmarks_px: FloatArray
    eye_px: float
    offset: float
    score: float


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found out about one face."""

    quality: float
    reason: str | None
    crop: Image | None = None


class Selection:
    """Selects the faces to embed, frame after frame of one source."""

    def __init__(self, settings: SystemSettings, engine: FaceEngine, live: bool) -> None:
        """Prepare for one source.

        Args:
            settings: The system under test.
            engine: Cuts faces out.
            live: Whether `embedding.live_budget` holds.
        """
        self._settings = settings.embedding
        self._crop = engine.crop
        self._budget = settings.embedding.live_budget if live else 0
        self._doubts = Doubts(settings.embedding, settings.tracker)

    def select(
        self,
        image: Image,
        faces: Faces,
        numbers: IntArray,
        tracks: Sequence[TrackState | None],
        pts_s: float,
        barred: Mapping[int, str] = MappingProxyType({}),
    ) -> Selected:
        """Choose among the faces of the next frame.

        Args:
            image: The frame.
            faces: n faces.
            numbers: (n,) the overlap tracker's number of each.
            tracks: n tracks that they belong to, if they are who their place says; None: a track that is not open yet.
            pts_s: When.
            barred: Rows that cannot be embedded whatever they look like, each with the reason.
        """
        doubts = self._doubts.about(numbers, faces.boxes_px, pts_s)
        looks = [
            _Look(0.0, barred[row]) if row in barred else self._look(image, face, track, doubt)
            for row, (face, track, doubt) in enumerate(zip(_measured(faces), tracks, doubts.tolist(), strict=True))
        ]
        wanted = [row for row, look in enumerate(looks) if look.crop is not None]
        rows = np.array(self._within_budget(wanted, doubts, looks), np.int64)
        self._doubts.settle(numbers[rows], pts_s)
        dropped = set(wanted) - set(rows.tolist())
        return Selected(
            quality=np.array([look.quality for look in looks], np.float32),
            reasons=tuple(OVER_BUDGET if row in dropped else look.reason for row, look in enumerate(looks)),
            rows=rows,
            crops=tuple(crop for row in rows if (crop := looks[row].crop) is not None),
        )

    def _look(self, image: Image, face: _Face, track: TrackState | None, doubt: bool) -> _Look:
        """Judge one face; it is aligned only where its size and pose leave it a chance."""
        landmarks_px, eye_px, offset, score = face
        reason = reason_to_skip(eye_px, offset, self._settings)
        if reason:
            return _Look(0.0, reason)
        if not (doubt or self._teaches(track, quality(eye_px, offset, np.inf, score))):
            return _Look(0.0, NOT_NEEDED)
        crop = self._crop(image, landmarks_px)
        sharp = sharpness(crop)
        good = quality(eye_px, offset, sharp, score)
        if sharp < self._settings.min_sharpness:
            return _Look(good, "blurred")
        if not (doubt or self._teaches(track, good)):
            return _Look(good, NOT_NEEDED)
        return _Look(good, None, crop)

    def _teaches(self, track: TrackState | None, good: float) -> bool:
        """Whether a face of this quality says something new about a track that is surely its own."""
        policy, enough = self._settings.policy, self._settings.enough
        if policy == "every_frame" or track is None or track.best_quality is None:
            return True
        if policy == "on_improvement":
            return track.embedded < enough and good > track.best_quality * (1 + self._settings.margin)
        return len(track.shots) < enough or good > track.shots[0].quality

    def _within_budget(self, wanted: list[int], doubts: BoolArray, looks: Sequence[_Look]) -> list[int]:
        """The rows to embed: those in doubt before those known, and the better before the worse."""
        if not self._budget or len(wanted) <= self._budget:
            return wanted
        order = sorted(wanted, key=lambda row: (not doubts[row], -looks[row].quality))
        return sorted(order[: self._budget])


def _measured(faces: Faces) -> list[_Face]:
    measures = (faces.eye_px.tolist(), nose_offset(faces).tolist(), faces.det_scores.tolist())
    return [_Face(*each) for each in zip(faces.landmarks_px, *measures, strict=True)]
