"""Writing frames to a video file that everybody can play."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
from av.video.frame import VideoFrame

from lfr_eval.core.arrays import Image, require_shape
from lfr_eval.core.durable import draft_of, sync_file
from lfr_eval.core.errors import InputError, StorageError
from lfr_eval.core.given import require_replaceable

ENCODING = {"preset": "veryfast", "crf": "18"}
LAYOUT = {"movflags": "faststart"}
"""The index stands first, so that a browser can play the clip while it loads."""
TICK_S = Fraction(1, 90_000)
"""The unit in which presentation times are written."""
LONGEST_S = 6 * 3600
"""A clip cannot show one picture for longer than this: an MP4 counts its ticks in 31 bits."""


class ClipWriter:
    """Frames into an H.264 MP4; the file appears whole or not at all.

    It is written beside its place under another name, and moved there when the context is left without an error.
    yuv420p, which every player takes, needs even sides: an odd last row or column is left out.

    Args:
        path: The file to make; one that stands there is replaced.
        width: Width of the frames in pixels, at least 2.
        height: Height of the frames in pixels, at least 2.
        fps: Nominal frames per second, > 0.

    Raises:
        StorageError: The disk is full or the folder cannot be written to; nothing is left behind.
    """

    def __init__(self, path: Path, width: int, height: int, fps: float) -> None:
        self._path = path
        self._draft = draft_of(path, "partial")
        self._shape = (height, width, 3)
        self._interval_s = 1 / fps
        self._next_s = 0.0
        rate = Fraction(fps).limit_denominator(1001 * 60)
        with self._storing():
            require_replaceable(path)
            self._draft.touch()
        self._container = av.open(str(self._draft.absolute()), "w", format="mp4", options=LAYOUT)
        self._stream = self._container.add_stream("libx264", rate=rate, options=ENCODING)
        self._stream.width, self._stream.height = width - width % 2, height - height % 2
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = TICK_S

    def write(self, image: Image, pts_s: float | None = None) -> None:
        """Append one frame.

        Args:
            image: (height, width, 3) uint8 BGR.
            pts_s: When to present it, after the frame before it; None: one nominal interval after that.

        Raises:
            InputError: It comes more than `LONGEST_S` after the frame before it.
        """
        require_shape("image", image, self._shape)
        shown_s = self._next_s if pts_s is None else pts_s
        if shown_s - self._next_s > LONGEST_S:
            raise InputError(
                f"{self._path}: the footage has a gap of {shown_s - self._next_s:,.0f} s, longer than a clip can show"
            )
        self._next_s = shown_s + self._interval_s
        frame = VideoFrame.from_ndarray(image[: self._stream.height, : self._stream.width], format="bgr24")
        frame.pts, frame.time_base = round(shown_s / TICK_S), TICK_S
        with self._storing():
            self._container.mux(self._stream.encode(frame))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            with suppress(OSError):
                self._container.close()
            self._draft.unlink(missing_ok=True)

    def _finish(self) -> None:
        if not self._next_s:
            raise ValueError(f"{self._path}: a clip needs at least one frame")
        with self._storing():
            self._container.mux(self._stream.encode())
            self._container.close()
            sync_file(self._draft)
            self._draft.replace(self._path)

    @contextmanager
    def _storing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(f"{self._path}: the clip cannot be written ({error.strerror})") from error
