"""Boxes in a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def overlap(a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.float64]:
    """(n, m) intersection over union of (n, 4) and (m, 4) boxes: left, top, right, bottom; 0 where both are empty."""
    a, b = a.astype(float)[:, None], b.astype(float)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    inner = np.prod(np.maximum(sides, 0), axis=-1)
    union = np.prod(a[..., 2:] - a[..., :2], axis=-1) + np.prod(b[..., 2:] - b[..., :2], axis=-1) - inner
    shared: NDArray[np.float64] = np.divide(inner, union, out=np.zeros_like(inner), where=union > 0)
    return shared
