"""Frames as they come: the newest wins, what it replaces is lost and counted; of a recording, at its own rate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from threading import Condition, Event, Thread
from time import monotonic
from typing import Any, Literal, Self, cast

from lfr_eval.capture.source import FrameSource
from lfr_eval.core.errors import InputError
from lfr_eval.core.faces import Frame


class LiveSource:
    """A source that waits for nobody: a thread reads it, and hands over the newest frame when one is wanted.

    A recording comes at its own rate, as from a camera: each frame is captured at its presentation time, whether or
    not somebody is ready for it, and by the time that it takes to decode it is late. Frames keep the index and the
    presentation time that they have in the recording.

    Args:
        source: An open recording or camera, which is closed by whoever opened it, after this one is left.
        speed: How many seconds of a recording pass in one; a camera has but one speed.

    Raises:
        InputError: `speed` is not a positive number, or is asked of a camera.
    """

    live = True

    def __init__(self, source: FrameSource, *, speed: float = 1.0) -> None:
        if not 0 < speed < float("inf"):
            raise InputError(f"speed: expected a positive number, found {speed:g}")
        if source.live and speed != 1:
            raise InputError(f"{source.source_id}: a live source comes at its own speed; leave --speed out")
        self.speed = speed
        self.frames_dropped = 0
        self.zero_utc: datetime | None = source.zero_utc
        self._source = source
        self._zero_s = monotonic()
        self._stop = Event()
        self._reader: Thread | None = None
        self._changed = Condition()
        self._waiting: Frame | None = None
        self._ended: BaseException | bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._reader:
            self._reader.join()

    def __iter__(self) -> Iterator[Frame]:
        """Begin: from now on the frames come."""
        if not self._source.live:
            self._zero_s, self.zero_utc = monotonic(), datetime.now(UTC)
        self._reader = Thread(target=self._read, name="live source", daemon=True)
        self._reader.start()
        return self._newest()

    def _read(self) -> None:
        try:
            for frame in self._source:
                due_s = monotonic() if self._source.live else self._zero_s + frame.pts_s / self.speed
                if self._stop.wait(max(due_s - monotonic(), 0.0)):
                    break
                self._hand_over(frame if frame.captured_s is not None else replace(frame, captured_s=due_s))
            self._end(True)
        except BaseException as error:  # it belongs to whoever takes the frames
            self._end(error)

    def _hand_over(self, frame: Frame) -> None:
        with self._changed:
            replaced = self._waiting
            lost_s = () if replaced is None else (*replaced.lost_s, replaced.pts_s)
            self._waiting = replace(frame, lost_s=lost_s)
            self._changed.notify_all()

    def _end(self, how: BaseException | bool) -> None:
        with self._changed:
            self._ended = how
            self._changed.notify_all()

    def _newest(self) -> Iterator[Frame]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting is not None or self._ended)
                frame, self._waiting = self._waiting, None
            if frame is not None:
                self.frames_dropped += len(frame.lost_s)
                yield frame
            elif isinstance(self._ended, BaseException):
                raise self._ended
            else:
                return


def paced(source: FrameSource, pace: Literal["fast", "live"], speed: float) -> AbstractContextManager[FrameSource]:
    """The source itself, or what makes it wait for nobody; a camera never waits.

    Raises:
        InputError: A speed that does not go with the pace or the source.
    """
    if pace == "live" or source.live:
        return cast(AbstractContextManager[FrameSource], LiveSource(source, speed=speed))
    if speed != 1:
        raise InputError(f"speed {speed:g}: goes with --pace live; otherwise footage is watched as fast as possible")
    return nullcontext(source)
