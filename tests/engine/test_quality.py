"""Which faces are worth embedding."""

import numpy as np
import pytest

from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import Embedding
from lfr_eval.engine.quality import nose_offset, quality, reason_to_skip, sharpness


def face(*points: tuple[float, float]) -> Faces:
    """One face with the given eye, eye, nose; the mouth does not matter."""
    landmarks = np.array([[*points, (0, 0), (0, 0)]], np.float32)
    return Faces(np.zeros((1, 4), np.float32), landmarks, np.ones(1, np.float32))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (((0, 0), (40, 0), (20, 25)), 0.0),  # frontal
        (((0, 0), (40, 0), (40, 25)), 0.5),  # nose under one eye
        (((0, 0), (10, 0), (-10, 25)), 1.5),  # profile
        (((0, 0), (0, 40), (-25, 20)), 0.0),  # frontal, head lying on its side
        (((5, 5), (5, 5), (5, 9)), 0.0),  # eyes in one place: no direction, and no size either
    ],
)
def test_nose_offset(points: tuple[tuple[float, float], ...], expected: float):
    assert nose_offset(face(*points))[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("eye_px", "offset", "expected"),
    [(30.0, 0.1, None), (11.9, 0.1, "too small"), (12.0, 0.9, None), (30.0, 0.91, "turned away")],
)
def test_reasons(eye_px: float, offset: float, expected: str | None):
    assert reason_to_skip(eye_px, offset, Embedding()) == expected


def test_sharpness_falls_with_blur():
    import cv2

    sharp = np.random.default_rng(0).integers(0, 255, (112, 112, 3), np.uint8)
    assert sharpness(sharp) > 10 * sharpness(np.asarray(cv2.GaussianBlur(sharp, (0, 0), 3), np.uint8))
    assert sharpness(np.full((112, 112, 3), 7, np.uint8)) == 0


def test_quality_stays_in_its_range():
    assert quality(1000, 0, 1e6, 1.0) == 1.0
    assert quality(30, 1.2, 100, 1.0) == 0.0
