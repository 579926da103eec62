"""What footage says of its streams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RateSource = Literal["stated", "asked", "assumed"]
"""Who says how many frames a second come: the footage, its user, or nobody."""


@dataclass(frozen=True, slots=True)
class VideoStreams:
    """Which video stream of a file is watched, of how many; cover pictures are none."""

    watched: int
    """Its number among all streams of the file, as players show it."""
    all: tuple[int, ...]
    """The numbers of all its video streams."""
    sizes_px: tuple[tuple[int, int], ...] = ()
    """Width and height of each, as they are stored."""
