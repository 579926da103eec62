"""Make everybody in a picture unrecognisable but those who may be seen."""

from __future__ import annotations

import cv2
import numpy as np
import pandas as pd

from lfr_eval.core.arrays import BoolArray, Image

LEGIBLE = 0.4
"""Least size of letters, as OpenCV counts it."""
ALERT_BGR = (36, 28, 200)
SOFTEN_SHARE, SHRINK = 1 / 100, 8
"""Blur of the whole picture as a share of its width, made on a picture so many times smaller: it hides what detection
missed. At this share no face of the demo is as similar to its sharp self as the default threshold."""
HIDE_CELLS = 5
"""A face that may not be seen is reduced to so many cells across."""
MARGIN_SHARE = 0.3
Corners = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the picture."""


def hide_others(image: Image, faces: pd.DataFrame | None, shown: BoolArray) -> Image:
    """Soften a picture, reduce its faces to a few cells, and leave only the faces that may be seen sharp.

    Args:
        image: (H, W, 3) uint8; not written to.
        faces: Its n detections with x, y, w, h in pixels; None where there are none.
        shown: (n,) which of them may be seen.
    """
    picture = _soften(image)
    if faces is None:
        return picture
    for row in faces[shown].itertuples():
        left, top, right, bottom = corners(row, image)
        picture[top:bottom, left:right] = image[top:bottom, left:right]
    for row in faces[np.logical_not(shown)].itertuples():  # after that: a neighbour may reach into the margin
        _hide(picture, corners(row, image))
    return picture


def corners(row: object, image: Image, margin: float = MARGIN_SHARE) -> Corners:
    """Box of a face with a margin, as a share of its sides, within the picture."""
    x, y, w, h = (float(getattr(row, name)) for name in ("x", "y", "w", "h"))
    height, width = image.shape[:2]
    left, top = max(int(x - w * margin), 0), max(int(y - h * margin), 0)
    right, bottom = min(int(x + w * (1 + margin)), width), min(int(y + h * (1 + margin)), height)
    return left, top, max(right, left), max(bottom, top)


def _soften(image: Image) -> Image:
    height, width = image.shape[:2]
    small = cv2.resize(image, (max(width // SHRINK, 1), max(height // SHRINK, 1)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(width * SOFTEN_SHARE / SHRINK, 0.5))
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _hide(picture: Image, box: Corners) -> None:
    left, top, right, bottom = box
    part = picture[top:bottom, left:right]
    if part.size:
        cells = cv2.resize(part, (HIDE_CELLS, HIDE_CELLS), interpolation=cv2.INTER_AREA)
        picture[top:bottom, left:right] = cv2.resize(cells, (right - left, bottom - top))


def write_label(picture: Image, box: Corners, name: str) -> None:
    """Draw a box into a picture, with a name below it or, at the lower edge, above."""
    left, top, right, bottom = box
    scale = max(picture.shape[1] / 1600, LEGIBLE)
    thickness = max(round(scale * 2), 1)
    (width, height), base = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, scale, thickness)
    below = bottom + height + base + 4
    baseline = below - base if below < picture.shape[0] else top - base
    cv2.rectangle(picture, (left, top), (right, bottom), ALERT_BGR, 2 * thickness)
    cv2.rectangle(picture, (left, baseline - height - 4), (left + width + 8, baseline + base), ALERT_BGR, -1)
    cv2.putText(
        picture, name, (left + 4, baseline), cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255), thickness, cv2.LINE_AA
    )
