"""Array types, and the shape checks that every array-of-struct makes when it is built."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
_IMAGE_SUFFIXES = """
.avif .bmp .dib .gif .heic .heif .hif .j2k .jfif .jp2 .jpe .jpeg .jpg .jpx .mpo .pbm .pgm .png .pnm .ppm
.tga .tif .tiff .webp
"""
IMAGE_SUFFIXES = frozenset(_IMAGE_SUFFIXES.split())
FloatArray = NDArray[np.float32]
SecondsArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
TextArray = NDArray[np.object_]


def require_shape(name: str, array: NDArray[Any], shape: tuple[int | None, ...]) -> None:
    """Raise ValueError unless `array` has `shape`, where None stands for any length."""
    fits = array.ndim == len(shape) and all(
        want in (None, have) for want, have in zip(shape, array.shape, strict=False)
    )
    if not fits:
        wanted = ", ".join("n" if length is None else str(length) for length in shape)
        raise ValueError(f"{name}: expected shape ({wanted}), got {array.shape}")
