"""Where a face follows on from the one before by its place alone, may it be somebody else?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray
from lfr_eval.core.boxes import overlap
from lfr_eval.core.settings import Embedding, Tracker


@dataclass(slots=True)
class _Sight:
    """The last face of one number of the overlap tracker."""

    box: FloatArray
    frame: int
    pts_s: float
    embedded_s: float = -np.inf
    sure: bool = False
    """Nothing since the last embedded face could have put somebody else in its place."""


class Doubts:
    """Says of each face whether it has to be embedded for its track to stay one person.

    That is so where its number is new, was not seen in the frame before, moved too far (`embedding.sure_iou`), could
    have been exchanged with a face beside it, or was last embedded `embedding.recheck_s` ago. A doubt stays until a
    face of that number is embedded. Nothing here knows a score or the threshold.
    """

    def __init__(self, embedding: Embedding, tracker: Tracker) -> None:
        """Prepare for one source."""
        self._sure_iou, self._recheck_s = embedding.sure_iou, embedding.recheck_s
        self._confusable_iou, self._lost_s = tracker.min_iou, tracker.lost_s
        self._sights: dict[int, _Sight] = {}
        self._frame = 0

    def about(self, numbers: IntArray, boxes: FloatArray, pts_s: float) -> BoolArray:
        """Take in the faces of the next frame.

        Args:
            numbers: (n,) the overlap tracker's number of each face.
            boxes: (n, 4) left, top, right, bottom in pixels.
            pts_s: When.

        Returns:
            (n,) whether it is in doubt who each face is.
        """
        self._frame += 1
        steady = self._steady(numbers, boxes)
        for number, box, kept in zip(numbers.tolist(), boxes, steady.tolist(), strict=True):
            sight = self._sights.setdefault(number, _Sight(box, self._frame, pts_s))
            due = pts_s - sight.embedded_s >= self._recheck_s
            sight.sure = sight.sure and kept and not due
            sight.box, sight.frame, sight.pts_s = box, self._frame, pts_s
        self._sights = {n: sight for n, sight in self._sights.items() if pts_s - sight.pts_s <= self._lost_s}
        return np.array([not self._sights[number].sure for number in numbers.tolist()], bool)

    def settle(self, numbers: IntArray, pts_s: float) -> None:
        """The faces of these numbers have been embedded."""
        for number in numbers.tolist():
            self._sights[number].sure, self._sights[number].embedded_s = True, pts_s

    def _steady(self, numbers: IntArray, boxes: FloatArray) -> BoolArray:
        """Which faces are near where their number was in the frame before, and where no other face was or is."""
        before = {n: sight.box for n, sight in self._sights.items() if sight.frame == self._frame - 1}
        if not before or not len(numbers):
            return np.zeros(len(numbers), bool)
        overlaps = overlap(boxes, np.stack(list(before.values())))
        own: BoolArray = np.equal.outer(numbers, np.array(list(before), np.int64))
        near: BoolArray = (overlaps >= self._confusable_iou) & ~own
        came_near = np.any(near, axis=1)
        was_come_near = np.any(own & np.any(near, axis=0), axis=1)
        kept = np.where(own, overlaps, 0.0).max(axis=1) >= self._sure_iou
        steady: BoolArray = kept & ~came_near & ~was_come_near
        return steady
