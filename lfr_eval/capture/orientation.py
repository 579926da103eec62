"""How a video wants its pictures turned and mirrored for presentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, cast

import cv2
import numpy as np
from av.video.frame import VideoFrame

from lfr_eval.core.arrays import Image


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways to lay a picture on a pixel grid."""

    transpose: bool
    """Rows become columns; done first."""
    mirror_x: bool
    """Left and right are exchanged."""
    mirror_y: bool
    """Top and bottom are exchanged."""

    @classmethod
    def of(cls, picture: VideoFrame) -> Self:
        """Read the display matrix of a decoded frame, to the nearest quarter turn.

        The matrix (ISO/IEC 14496-12, 6.2.2) holds a, b, u, c, d, v, … in 16.16 fixed point and presents the point
        (x, y) at (ax + cy, bx + dy). `VideoFrame.rotation` alone would take a mirrored picture for a turned one.
        """
        matrix = cast("Mapping[str, bytes]", picture.side_data).get("DISPLAYMATRIX")
        if matrix is None:
            return cls(False, False, False)
        a, b, _, c, d = np.frombuffer(matrix, np.int32)[:5].tolist()
        if abs(b) > abs(a):
            return cls(True, c < 0, b < 0)
        return cls(False, a < 0, d < 0)

    def apply(self, image: Image) -> Image:
        """Turn and mirror (H, W, 3) pixels; unchanged and not copied where nothing is to be done."""
        if self.transpose:
            image = np.asarray(cv2.transpose(image), np.uint8)
        if self.mirror_x or self.mirror_y:
            both = self.mirror_x and self.mirror_y
            image = np.asarray(cv2.flip(image, -1 if both else int(self.mirror_x)), np.uint8)
        return image
