"""Follow faces from frame to frame by overlap (ByteTrack), and start afresh at a scene cut."""

from __future__ import annotations

import cv2
import numpy as np

from lfr_eval.core.arrays import FloatArray, Image, IntArray
from lfr_eval.core.boxes import overlap
from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import Tracker

BYTETRACK_REFERENCE_FPS = 30.0
THUMBNAIL_PX = (64, 36)
STANDS_OUT, MEMORY = 2.5, 0.3
"""A cut changes this many times as much as usual; what is usual follows the last frames at this rate."""


class OverlapTracker:
    """Gives every face of every frame a number that it keeps while its boxes overlap.

    Zhang et al., ByteTrack (ECCV 2022), as implemented by `trackers`, which numbers a face only when it is seen the
    second time; here a face has its number from its first frame, so that a face seen once can be searched too.
    """

    def __init__(self, settings: Tracker, nominal_fps: float, min_score: float) -> None:
        """Prepare to follow faces in footage of about `nominal_fps` whose detections score `min_score` or more."""
        self._settings = settings
        self._nominal_fps = nominal_fps
        self._min_score = min_score
        self._next = 0
        self._scene = _SceneCut(settings.cut_difference)
        self._restart()

    def update(self, image: Image, faces: Faces | None, pts_s: float) -> IntArray:
        """Number the faces of the next frame.

        Args:
            image: The frame; used only to see scene cuts.
            faces: n faces; None where nobody looked for any: the tracks go on as they are, unless the scene is cut.
            pts_s: Later than that of the frame before.

        Returns:
            (n,) int64 numbers, unique within the frame, parallel to `faces`.
        """
        import supervision as sv

        if self._scene.is_cut(image):
            self._restart()
        if faces is None:
            return np.empty(0, np.int64)
        detections = sv.Detections(
            xyxy=faces.boxes_px.astype(np.float64),
            confidence=faces.det_scores.astype(np.float64),
            data={"row": np.arange(len(faces))},
        )
        followed = self._bytetrack.update(detections, timestamp=pts_s)
        numbers = np.full(len(faces), -1, np.int64)
        if len(followed) and followed.tracker_id is not None:
            numbers[followed.data["row"]] = followed.tracker_id
        return self._renumber(numbers, faces.boxes_px)

    def _restart(self) -> None:
        from trackers import ByteTrackTracker

        self._bytetrack = ByteTrackTracker(
            lost_track_buffer=round(self._settings.lost_s * BYTETRACK_REFERENCE_FPS),
            frame_rate=self._nominal_fps,
            track_activation_threshold=self._min_score,
            high_conf_det_threshold=self._min_score,
            minimum_consecutive_frames=1,
            minimum_iou_threshold=self._settings.min_iou,
        )
        self._known: dict[int, int] = {}
        self._unnumbered: list[tuple[int, FloatArray]] = []

    def _renumber(self, numbers: IntArray, boxes: FloatArray) -> IntArray:
        """Own numbers for ByteTrack's: a new one takes over that of the unnumbered face it continues."""
        mine = np.empty_like(numbers)
        waiting, self._unnumbered = self._unnumbered, []
        for row, number in enumerate(numbers):
            if number < 0:
                mine[row] = self._new_number()
                self._unnumbered.append((int(mine[row]), boxes[row]))
                continue
            if number not in self._known:
                self._known[int(number)] = self._continued(boxes[row], waiting)
            mine[row] = self._known[int(number)]
        return mine

    def _continued(self, box: FloatArray, waiting: list[tuple[int, FloatArray]]) -> int:
        if waiting:
            overlaps = overlap(box[np.newaxis], np.stack([before for _, before in waiting]))[0]
            if overlaps.max() >= self._settings.min_iou:
                return waiting.pop(int(np.argmax(overlaps)))[0]
        return self._new_number()

    def _new_number(self) -> int:
        self._next += 1
        return self._next - 1


class _SceneCut:
    """Sees a cut where the picture changes as a whole, and far more than between the frames before: not in a pan."""

    def __init__(self, least_difference: float) -> None:
        self._least = least_difference
        self._before: FloatArray | None = None
        self._usual = 0.0

    def is_cut(self, image: Image) -> bool:
        small = cv2.resize(image, THUMBNAIL_PX, interpolation=cv2.INTER_NEAREST)
        now = cv2.blur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (3, 3)).astype(np.float32)
        before, self._before = self._before, now
        difference = 0.0 if before is None else float(np.abs(now - before).mean()) / 255
        stands_out = difference >= self._least and difference >= STANDS_OUT * self._usual
        if not stands_out:
            self._usual += MEMORY * (difference - self._usual)
        return stands_out
