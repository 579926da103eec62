"""Pixels that are not square: how large a picture is when it is shown."""

from __future__ import annotations

from fractions import Fraction

from lfr_eval.capture.images import MAX_PIXELS

ALIKE = Fraction(1, 100)
"""Pixels that are off square by less than this are a rounded header, and left as they are."""
OBLONGEST = 6
"""No format has pixels so many times as wide as high (a quarter of a wide 576-line picture has 5.8)."""


def shown_size(width: int, height: int, pixel_aspect: Fraction | None) -> tuple[int, int] | None:
    """Size in square pixels; the side that is too short grows, so that no pixel is thrown away.

    Args:
        width: Of the picture as it is stored.
        height: Likewise.
        pixel_aspect: Width of a pixel over its height; None: not said, hence square.

    Returns:
        Width and height; None where the aspect is absurd.
    """
    if pixel_aspect is None or abs(pixel_aspect - 1) < ALIKE:
        return width, height
    if not Fraction(1, OBLONGEST) <= pixel_aspect <= OBLONGEST:
        return None
    shown = (width, round(height / pixel_aspect)) if pixel_aspect < 1 else (round(width * pixel_aspect), height)
    return shown if shown[0] * shown[1] <= MAX_PIXELS else None
