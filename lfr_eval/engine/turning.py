"""Faces that are upside down or lie on their side: seen as such, and their landmarks found in an upright copy.

A detector finds such faces too, less surely, and puts the eyes of one that is upside down where its mouth is: the crop
stays upside down, and templates of upside-down faces resemble each other more than their own persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np

from lfr_eval.core.arrays import FloatArray, Image, IntArray
from lfr_eval.core.faces import FaceEngine, Faces
from lfr_eval.core.settings import SystemSettings

SURE_SCORE = 0.8
"""A face that is found as surely as this, and does not lean, is upright (decision 0062)."""
MARGIN = 0.05
"""By how much the detector must be surer of a turned copy of a face to believe that the face is turned."""
LEANING_DEG = 60.0
"""A face that leans no further is upright: its landmarks are right as they were found."""
UPSIDE_DOWN_DEG = 135.0
"""A face that is turned further is upside down; one between lies on its side."""
PATCH_PX, REACH = 160, 3.0
"""A face is looked at again in a square of this size, which shows so many times the longer side of its box."""
PLAIN_SCORE = 0.6
"""A second look that scores this much, and more than the opposite one, needs no third."""
LEAST_SCORE = 0.1
"""What a second look takes for a face at all, to be compared with the other looks."""
LOOKS = 5
"""A face of which it stays unclear whether it is turned is taken as it was found after so many frames."""


class Look(NamedTuple):
    """What the detector makes of one face that it is shown turned."""

    score: float
    """0 where it sees no face."""
    landmarks_px: FloatArray
    """(5, 2) in the pixels of the picture itself."""

    @property
    def roll_deg(self) -> float:
        """See `roll_deg`."""
        return float(roll_deg(self.landmarks_px[np.newaxis])[0])


class Judged(NamedTuple):
    """Whether one face is turned."""

    look: Look | None
    """The face as it must be seen; None where it is upright as it was found."""
    clear: bool
    """Whether one look was surer than the others by `MARGIN`."""


def roll_deg(landmarks_px: FloatArray) -> FloatArray:
    """How far faces are turned clockwise in the picture, by the line from the middle of the eyes to that of the mouth.

    Args:
        landmarks_px: (n, 5, 2) points.

    Returns:
        (n,) degrees from -180 to 180; 0 = upright, 180 = upside down.
    """
    down = landmarks_px[:, 3:].mean(axis=1) - landmarks_px[:, :2].mean(axis=1)
    roll: FloatArray = np.degrees(np.arctan2(-down[:, 0], down[:, 1])).astype(np.float32)
    return roll


def turned_reason(roll: float) -> str | None:
    """What to say of a face that is turned so far; None where it is upright."""
    if abs(roll) <= LEANING_DEG:
        return None
    return "upside down" if abs(roll) > UPSIDE_DOWN_DEG else "on its side"


def quarter_turn(roll: float) -> int:
    """The nearest of 0, 90, 180 and 270 degrees."""
    return round(roll / 90) % 4 * 90


def may_be_turned(scores: FloatArray, landmarks_px: FloatArray) -> IntArray:
    """Rows of the faces that are worth a second look: (n,) scores and (n, 5, 2) landmarks as they were found."""
    unsure = scores < np.float32(SURE_SCORE)
    return np.flatnonzero(unsure | (np.abs(roll_deg(landmarks_px)) > LEANING_DEG))


def judge(engine: FaceEngine, image: Image, box_px: FloatArray, landmarks_px: FloatArray) -> Judged:
    """Look at one face upright by its landmarks, and unless that is sure, at its three other quarter turns.

    Args:
        engine: The models.
        image: (H, W, 3) uint8 BGR.
        box_px: (4,) where it was found.
        landmarks_px: (5, 2) as they were found.
    """
    roll = float(roll_deg(landmarks_px[np.newaxis])[0])
    as_found, opposite = (look(engine, image, box_px, roll + turn) for turn in (0, 180))
    others = [opposite]
    if as_found.score < max(opposite.score + MARGIN, PLAIN_SCORE):
        others += [look(engine, image, box_px, roll + turn) for turn in (90, 270)]
    turned = max(others, key=lambda seen: seen.score)
    clear = abs(turned.score - as_found.score) >= MARGIN
    best = turned if turned.score >= as_found.score + MARGIN else as_found
    if best.score == 0 or turned_reason(best.roll_deg) is None:
        return Judged(None, clear)
    closer = look(engine, image, box_px, best.roll_deg)
    return Judged(closer if closer.score >= best.score - MARGIN else best, clear)


def look(engine: FaceEngine, image: Image, box_px: FloatArray, roll: float) -> Look:
    """Show the detector what is around a face, turned back by `roll` degrees; the face in the middle counts."""
    x, y = ((box_px[:2] + box_px[2:]) / 2).tolist()
    scale = PATCH_PX / (REACH * max(float((box_px[2:] - box_px[:2]).max()), 1.0))
    there = cv2.getRotationMatrix2D((x, y), roll, scale)
    there[:, 2] += (PATCH_PX / 2 - x, PATCH_PX / 2 - y)
    patch = np.asarray(cv2.warpAffine(image, there, (PATCH_PX, PATCH_PX)), np.uint8)
    found = engine.detect(patch, size_px=PATCH_PX, min_score=LEAST_SCORE)
    centres = (found.boxes_px[:, :2] + found.boxes_px[:, 2:]) / 2
    found = found[np.flatnonzero((np.abs(centres - PATCH_PX / 2) < PATCH_PX / 4).all(axis=1))]
    if not len(found):
        return Look(0.0, np.zeros((5, 2), np.float32))
    best = int(np.argmax(found.det_scores))
    back = cv2.invertAffineTransform(there)
    landmarks = found.landmarks_px[best] @ back[:, :2].T + back[:, 2]
    return Look(float(found.det_scores[best]), landmarks.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Righted:
    """The faces of a frame as they are embedded."""

    faces: Faces
    lost: Mapping[int, str]
    """By row: why a face is turned and could not be righted."""
    turned: tuple[int, ...]
    """By how many degrees (90, 180, 270) each face that is not upright is turned clockwise."""


@dataclass(slots=True)
class _Known:
    """What is known of one number of the overlap tracker."""

    pts_s: float
    roll: float | None = None
    """How far its face was turned when it was last seen; None = upright."""
    looks: int = 0
    """How often it was looked at without a clear verdict."""


class Turning:
    """Rights the faces of one source, frame after frame, where they are turned.

    A number of the overlap tracker is judged when its face first is unsure, and again only as long as that stays
    unclear: upright footage costs a few looks a track.
    """

    def __init__(self, engine: FaceEngine, settings: SystemSettings) -> None:
        """Prepare for one source."""
        self._engine = engine
        self._least_px = settings.embedding.min_eye_px
        self._min_score = settings.detector.min_score
        self._lost_s = settings.tracker.lost_s
        self._known: dict[int, _Known] = {}

    def right(self, image: Image, faces: Faces, numbers: IntArray, pts_s: float) -> Righted:
        """Give turned faces the landmarks that an upright copy shows.

        Args:
            image: The frame.
            faces: n faces as they were found.
            numbers: (n,) the overlap tracker's number of each.
            pts_s: When.
        """
        rows = may_be_turned(faces.det_scores, faces.landmarks_px)
        rows = rows[faces.eye_px[rows] >= self._least_px]
        if not len(rows):
            return Righted(faces, {}, ())
        landmarks, lost, turned = faces.landmarks_px.copy(), dict[int, str](), list[int]()
        for row in rows.tolist():
            known = self._known.setdefault(int(numbers[row]), _Known(pts_s))
            known.pts_s = pts_s
            seen = self._seen(image, faces.boxes_px[row], faces.landmarks_px[row], known)
            if seen is None or known.roll is None:
                continue
            if seen.score >= self._min_score:
                landmarks[row], known.roll = seen.landmarks_px, seen.roll_deg
            elif reason := turned_reason(known.roll):
                lost[row] = reason
            turned.append(quarter_turn(known.roll))
        self._known = {n: known for n, known in self._known.items() if pts_s - known.pts_s <= self._lost_s}
        return Righted(replace(faces, landmarks_px=landmarks), lost, tuple(degrees for degrees in turned if degrees))

    def _seen(self, image: Image, box_px: FloatArray, landmarks_px: FloatArray, known: _Known) -> Look | None:
        """A face as it must be seen; None where it is upright."""
        if known.roll is not None:
            return look(self._engine, image, box_px, known.roll)
        if known.looks >= LOOKS:
            return None
        seen, clear = judge(self._engine, image, box_px, landmarks_px)
        known.looks = LOOKS if clear else known.looks + 1
        known.roll = None if seen is None else seen.roll_deg
        return seen
