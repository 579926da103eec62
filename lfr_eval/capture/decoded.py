"""A picture as a decoder gave it, and what its file says of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from av.video.frame import VideoFrame


@dataclass(frozen=True, slots=True)
class Decoded:
    """One picture of a video."""

    picture: VideoFrame
    given_s: Fraction | None
    """When it is to be shown."""
    lasts_s: Fraction | None
    """For how long."""
    pixel_aspect: Fraction | None
    """Width of a pixel over its height."""
    woven: bool
    """It says that its lines are of two moments."""
    decoded_s: float
    """When it was decoded here, by the monotonic clock."""
    deinterlaced: bool = False
    of_field: bool = False
    """It is the half of the lines that were taken at one moment."""
