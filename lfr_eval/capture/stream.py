"""What every live source has in common: no end that is known before, no digest, and no count of what it lost."""

from __future__ import annotations

from collections import Counter
from typing import Self

from lfr_eval.core.streams import RateSource, VideoStreams


class Stream:
    """A live source of frames.

    Args:
        source_id: The name of the source.
    """

    live = True
    frames_expected = None
    duration_s = None
    digest = None
    frames_dropped = None

    def __init__(self, source_id: str) -> None:
        self.source_id = source_id
        self.irregularities: Counter[str] = Counter()
        self.damage: str | None = None
        self.size_px: tuple[int, int] = (0, 0)
        self.stored_px: tuple[int, int] | None = None
        self.streams: VideoStreams | None = None
        self.rate: RateSource = "stated"

    def __enter__(self) -> Self:
        return self
