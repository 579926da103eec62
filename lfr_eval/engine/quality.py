"""Is a face worth turning into a template? Size between the eyes, pose from landmarks, sharpness."""

from __future__ import annotations

import cv2
import numpy as np

from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import Embedding

GOOD_EYE_PX = 40.0
GOOD_SHARPNESS = 50.0


def nose_offset(faces: Faces) -> FloatArray:
    """How far each nose stands from the middle of the eyes, along the line of the eyes.

    Args:
        faces: n faces.

    Returns:
        (n,) float32 in eye distances: 0 = frontal, 0.5 = under one eye, above 1 = profile.
    """
    left, right, nose = faces.landmarks_px[:, 0], faces.landmarks_px[:, 1], faces.landmarks_px[:, 2]
    axis = right - left
    along = ((nose - (left + right) / 2) * axis).sum(axis=1)
    offset: FloatArray = np.abs(along) / np.maximum((axis**2).sum(axis=1), np.float32(1e-6))
    return offset


def sharpness(crop: Image) -> float:
    """Variance of the Laplacian of an aligned crop (Pech-Pacheco et al., ICPR 2000), in squared grey levels."""
    return float(cv2.Laplacian(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), cv2.CV_32F).var())


def reason_to_skip(eye_px: float, offset: float, settings: Embedding) -> str | None:
    """Why a face is not worth aligning, or None."""
    if eye_px < settings.min_eye_px:
        return "too small"
    if offset > settings.max_nose_offset:
        return "turned away"
    return None


def quality(eye_px: float, offset: float, sharp: float, det_score: float) -> float:
    """One figure in [0, 1] to rank the shots of a track: product of size, frontality, sharpness and detector score."""
    size = min(eye_px / GOOD_EYE_PX, 1.0)
    frontal = max(1.0 - offset, 0.0)
    return size * frontal * min(sharp / GOOD_SHARPNESS, 1.0) * det_score
