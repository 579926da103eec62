"""Footage of a camera that is mounted upside down or on its side, turned as it is watched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Self, cast

import cv2
import numpy as np

from lfr_eval.capture.source import FrameSource
from lfr_eval.core.faces import Frame

HOW = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class TurnedSource:
    """A source whose frames are turned clockwise; all else is as the source has it.

    Args:
        source: The source, which is entered and left with this one.
        turn_deg: 90, 180 or 270.
    """

    def __init__(self, source: FrameSource, turn_deg: int) -> None:
        self._source = source
        self._turn_deg = turn_deg

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the first frame as it is watched."""
        width, height = self._source.size_px
        return (width, height) if self._turn_deg == 180 else (height, width)

    def __iter__(self) -> Iterator[Frame]:
        for frame in self._source:
            yield replace(frame, image=np.asarray(cv2.rotate(frame.image, HOW[self._turn_deg]), np.uint8))

    def __enter__(self) -> Self:
        self._source.__enter__()
        return self

    def __exit__(self, *how: object) -> None:
        self._source.__exit__(*how)


def turned(source: FrameSource, turn_deg: int) -> FrameSource:
    """The source itself, or what turns its frames clockwise by 90, 180 or 270 degrees."""
    return cast(FrameSource, TurnedSource(source, turn_deg)) if turn_deg else source
