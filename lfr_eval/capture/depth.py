"""Pixels of more than eight bits as eight: scaled by what they hold, not by what their file could hold."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

DEPTHS = (8, 10, 12, 14, 16)
"""Bits that cameras and scanners put into files that have room for more."""


def eight_bits(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Scale pixels to 0 to 255.

    Whole numbers are taken for those of the shallowest usual depth that holds the brightest of them; fractions for a
    share of one where none is above one, else likewise.

    Args:
        pixels: Any shape; below 0 is black, and so is what is no number.
    """
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, np.uint8)
    values = np.clip(np.nan_to_num(pixels.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0), 0, None)
    brightest = float(values.max(initial=0.0))
    if np.issubdtype(pixels.dtype, np.floating) and brightest <= 1:
        return np.asarray(np.round(values * 255), np.uint8)
    bits = next((depth for depth in DEPTHS if brightest < 2**depth), int(brightest).bit_length())
    return np.asarray(values / 2 ** (bits - 8), np.uint8)
