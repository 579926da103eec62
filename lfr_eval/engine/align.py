"""Bring a face into the position that recognisers were trained on."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lfr_eval.core.arrays import FloatArray, Image, require_shape

ARCFACE_112_PX = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
"""Where the five landmarks stand in a 112 x 112 crop (Deng et al., ArcFace, 2019)."""


def similarity_transform(landmarks_px: FloatArray, crop_px: int = 112) -> NDArray[np.float64]:
    """Least-squares rotation, scale and shift from five landmarks to their places in a crop.

    With points as complex numbers z (landmarks) and w (places), both centred, the best w = a z + b has
    a = sum(conj(z) w) / sum(|z|^2): the two-dimensional closed form of Umeyama (PAMI 1991) without reflection.

    Args:
        landmarks_px: (5, 2) points in source pixels.
        crop_px: Side of the crop; a multiple of 112.

    Returns:
        (2, 3) float64 affine matrix for `cv2.warpAffine`.

    Raises:
        ValueError: If the landmarks coincide, so that no scale exists.
    """
    require_shape("landmarks_px", landmarks_px, (5, 2))
    source = landmarks_px[:, 0].astype(np.float64) + 1j * landmarks_px[:, 1]
    places = ARCFACE_112_PX * (crop_px / 112)
    target = places[:, 0] + 1j * places[:, 1]
    centred = source - source.mean()
    spread = np.vdot(centred, centred).real
    if spread == 0:
        raise ValueError("landmarks: expected five distinct points, got one point five times")
    a = np.vdot(centred, target - target.mean()) / spread
    b = target.mean() - a * source.mean()
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def align(image: Image, landmarks_px: FloatArray, crop_px: int = 112) -> Image:
    """Cut an aligned crop.

    Args:
        image: (H, W, 3) uint8 BGR.
        landmarks_px: (5, 2) points in source pixels.
        crop_px: Side of the crop.

    Returns:
        (crop_px, crop_px, 3) uint8 BGR, black where the source has no pixels.
    """
    matrix = similarity_transform(landmarks_px, crop_px)
    return np.asarray(cv2.warpAffine(image, matrix, (crop_px, crop_px), borderValue=0.0), dtype=np.uint8)
