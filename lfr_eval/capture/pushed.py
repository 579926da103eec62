"""Frames that are handed over from elsewhere, such as a browser's camera."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Condition
from time import monotonic
from typing import Self

from lfr_eval.capture.stream import Stream
from lfr_eval.core.arrays import Image
from lfr_eval.core.errors import SourceError
from lfr_eval.core.faces import Frame

NOMINAL_FPS = 15.0
"""About how many frames a second a browser's camera is asked for."""


class PushedFrames(Stream):
    """A live source with room for one picture; `push` and `close` may be called from any thread.

    A picture that nobody has taken gives way to the next one, and is not counted: `LiveSource` takes each as it comes,
    and counts. Presentation times are those of the monotonic clock when a picture was handed over, less that of the
    one which waited when the source was entered.

    Args:
        source_id: The name of the source.
        first_s: How long to wait for the first picture.
        patience_s: A source that gives no picture for so long has ended.
    """

    nominal_fps = NOMINAL_FPS

    def __init__(self, source_id: str, *, first_s: float = 60.0, patience_s: float = 10.0) -> None:
        super().__init__(source_id)
        self.rate = "assumed"
        self.zero_utc: datetime | None = None
        self._first_s, self._patience_s = first_s, patience_s
        self._zero_s = 0.0
        self._waiting: tuple[Image, float] | None = None
        self._closed = False
        self._changed = Condition()

    def push(self, image: Image) -> None:
        """Hand over a picture, (H, W, 3) uint8 BGR, which is not written to afterwards."""
        with self._changed:
            if not self._closed:
                self._waiting = (image, monotonic())
                self._changed.notify_all()

    def close(self) -> None:
        """End the source; a picture that still waits is given out."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def __enter__(self) -> Self:
        """Wait for the first picture.

        Raises:
            SourceError: None came.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting is not None, self._first_s)
            if self._waiting is None:
                raise SourceError(f"{self.source_id}: no picture came; allow the camera and start again")
            image, self._zero_s = self._waiting
            self.size_px = (image.shape[1], image.shape[0])
            self.zero_utc = datetime.now(UTC) - timedelta(seconds=monotonic() - self._zero_s)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Frame]:
        index, last_s = 0, 0.0
        while (taken := self._take()) is not None:
            image, last_s = taken[0], taken[1] - self._zero_s
            yield Frame(image, last_s, index)
            index += 1
        if not self._closed:
            self.damage = f"{self.source_id}: no more pictures came after {last_s:.1f} s"

    def _take(self) -> tuple[Image, float] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting is not None, self._patience_s)
            taken, self._waiting = self._waiting, None
            return taken
