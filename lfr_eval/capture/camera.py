"""A camera of this machine as a live source of frames (OpenCV)."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import cv2
import numpy as np

from lfr_eval.capture.stream import Stream
from lfr_eval.core.errors import SourceError
from lfr_eval.core.faces import Frame

USUAL_FPS = 30.0
"""Assumed where a camera does not say its rate."""
PROBED = 4
"""Camera numbers that `list_cameras` tries."""


class CameraSource(Stream):
    """Frames of a camera in real time, until it is closed or unplugged.

    Presentation times are those of the monotonic clock at the moment that the driver handed over the picture, less
    that of the first one. The camera keeps at most one picture waiting.

    Args:
        capture: An opened capture device; closed when the source is left.
        source_id: The name of the source.

    Raises:
        SourceError: The device gives no picture.
    """

    def __init__(self, capture: cv2.VideoCapture, *, source_id: str) -> None:
        super().__init__(source_id)
        self._capture = capture
        with _quiet():
            capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
            arrived, image = capture.read()
            self._zero_s = time.monotonic()
            self.zero_utc = datetime.now(UTC)
            said = capture.get(cv2.CAP_PROP_FPS)
            self.nominal_fps, self.rate = said or USUAL_FPS, "stated" if said else "assumed"
        if not arrived:
            capture.release()
            raise SourceError(f"{source_id}: the camera was found but gives no picture; is another program using it?")
        self.size_px = (image.shape[1], image.shape[0])
        self._frames = self._read(Frame(np.asarray(image, np.uint8), 0.0, 0))

    def __iter__(self) -> Iterator[Frame]:
        return self._frames

    def __exit__(self, *_: object) -> None:
        self._frames.close()
        self._capture.release()

    def _read(self, frame: Frame) -> Generator[Frame]:
        while True:
            yield frame
            with _quiet():
                taken = self._capture.grab()
                pts_s = time.monotonic() - self._zero_s
                arrived, image = self._capture.retrieve() if taken else (False, None)
            if not arrived or image is None:
                self.damage = f"{self.source_id}: the camera gave no more pictures after {pts_s:.1f} s"
                return
            frame = Frame(np.asarray(image, np.uint8), pts_s, frame.index + 1)


def open_camera(number: int, *, source_id: str | None = None) -> CameraSource:
    """Open a camera of this machine.

    Args:
        number: 0 for the first camera.
        source_id: The name to give it; None: ``camera:N``.

    Raises:
        SourceError: There is no such camera, or it gives no picture.
    """
    with _quiet():
        capture = cv2.VideoCapture(number)
    if not capture.isOpened():
        raise SourceError(f"camera:{number}: no such camera on this machine, or it may not be opened")
    return CameraSource(capture, source_id=source_id or f"camera:{number}")


def list_cameras() -> list[str]:
    """Name the cameras among the first four numbers that can be opened, as ``camera:N``."""
    found = []
    with _quiet():
        for number in range(PROBED):
            capture = cv2.VideoCapture(number)
            if capture.isOpened():
                found.append(f"camera:{number}")
            capture.release()
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep OpenCV from printing its own account of a missing camera."""
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)
