"""Following faces by overlap."""

from itertools import pairwise

import cv2
import numpy as np

from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import Tracker
from lfr_eval.engine.tracking import OverlapTracker

GREY = np.full((360, 640, 3), 128, np.uint8)


def faces(*corners: tuple[float, float]) -> Faces:
    """Faces of 60 px at given left, top corners."""
    boxes = np.array([[x, y, x + 60, y + 60] for x, y in corners], np.float32).reshape(-1, 4)
    return Faces(boxes, np.zeros((len(boxes), 5, 2), np.float32), np.full(len(boxes), 0.8, np.float32))


def follow(*steps: Faces, images: list[np.ndarray] | None = None, fps: float = 25.0) -> list[list[int]]:
    """Numbers per frame."""
    tracker = OverlapTracker(Tracker(), fps, 0.5)
    pictures = images or [GREY] * len(steps)
    return [
        tracker.update(picture, step, index / fps).tolist()
        for index, (picture, step) in enumerate(zip(pictures, steps, strict=True))
    ]


def test_a_face_keeps_its_number_from_its_first_frame():
    assert follow(*(faces((10 + 4 * i, 20), (300, 100 + i)) for i in range(5))) == [[0, 1]] * 5


def test_numbers_stay_with_faces_when_the_detector_changes_its_order():
    numbers = follow(faces((10, 20), (300, 100)), faces((300, 100), (10, 20)), faces((10, 20), (300, 100)))
    assert numbers == [[0, 1], [1, 0], [0, 1]]


def test_a_face_seen_once_has_a_number_of_its_own():
    numbers = follow(faces((10, 20)), faces(), faces((500, 250)), fps=1.0)
    assert numbers == [[0], [], [1]]


def test_a_short_gap_does_not_end_a_track():
    steps = [faces((10, 20))] * 5 + [faces()] * 5 + [faces((10, 20))] * 2
    assert {number for row in follow(*steps) for number in row} == {0}


def test_a_long_gap_does():
    steps = [faces((10, 20))] * 5 + [faces()] * 50 + [faces((10, 20))] * 2
    assert {number for row in follow(*steps) for number in row} == {0, 1}


def test_a_scene_cut_ends_every_track_though_boxes_overlap():
    images = [GREY] * 3 + [np.full_like(GREY, 20)] * 3
    assert follow(*[faces((10, 20))] * 6, images=images) == [[0]] * 3 + [[1]] * 3


def test_a_fast_pan_is_not_a_scene_cut():
    # the whole picture changes by as much in every frame, and the face stays
    blocks = np.random.default_rng(0).integers(0, 255, (8, 64, 3), np.uint8)
    scenery = np.asarray(cv2.resize(blocks, (6400, 360), interpolation=cv2.INTER_CUBIC), np.uint8)
    starts = np.minimum(np.arange(20) * 4, 60).cumsum()
    images = [np.ascontiguousarray(scenery[:, start : start + 640]) for start in starts]
    changes = [np.abs(a.astype(int) - b).mean() / 255 for a, b in pairwise(images)]
    assert max(changes) > 2 * Tracker().cut_difference
    assert {number for row in follow(*[faces((10, 20))] * 20, images=images) for number in row} == {0}
