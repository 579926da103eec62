"""Reading, detecting and embedding side by side: bounded, in order, and with as many threads as the work may have."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Lock, Semaphore, Thread

import cv2
import numpy as np

from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.faces import FaceEngine, Faces, Frame
from lfr_eval.engine.times import StageTimes

Detect = Callable[[Frame, StageTimes], Faces | None]


@dataclass(frozen=True, slots=True)
class Detected:
    """A frame in which faces have been looked for."""

    frame: Frame
    faces: Faces | None
    """None: in this frame nobody looked."""
    times: StageTimes
    queued: int
    """Frames that were read behind it and wait, or are being detected."""


class Crew:
    """Threads that detect and embed; each call of a model stays on one of them.

    Args:
        workers: How many, beside the thread that uses the crew and takes part in its work.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="crew")

    def embed(self, engine: FaceEngine, crops: Sequence[Image]) -> FloatArray:
        """Embed crops with whoever is free, the caller included: same rows as `engine.embed(crops)`."""
        if len(crops) < 2:
            return engine.embed(crops)
        rows: dict[int, FloatArray] = {}
        waiting, lock = iter(enumerate(crops)), Lock()

        def help_out() -> None:
            while True:
                with lock:
                    task = next(waiting, None)
                if task is None:
                    return
                rows[task[0]] = engine.embed([task[1]])

        helpers = [self._pool.submit(help_out) for _ in range(min(self.workers, len(crops) - 1))]
        help_out()
        for helper in helpers:
            if not helper.cancel():
                helper.result()
        return np.concatenate([rows[index] for index in range(len(crops))])

    def detect_ahead(self, frames: Iterator[Frame], detect: Detect, depth: int) -> Generator[Detected]:
        """Read and detect ahead of the caller.

        Args:
            frames: Read by one thread, the next one only when fewer than `depth` are between here and the caller.
            detect: May be called by several threads at once.
            depth: At least 1.

        Yields:
            The frames in their order. What reading or detecting raises, is raised in its place; close it when done.
        """
        slots, stop = Semaphore(depth), Event()
        ready = SimpleQueue[tuple[Frame, StageTimes, Future[Faces | None]] | BaseException | None]()

        def read() -> None:
            try:
                while slots.acquire() and not stop.is_set():
                    times = StageTimes()
                    with times.stage("decode"):
                        frame = next(frames, None)
                    if frame is None:
                        break
                    times.begin(frame)
                    ready.put((frame, times, self._pool.submit(detect, frame, times)))
                ready.put(None)
            except BaseException as error:  # it belongs to the caller's thread
                ready.put(error)

        reader = Thread(target=read, name="reader", daemon=True)
        reader.start()
        try:
            while (item := ready.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                frame, times, found = item
                yield Detected(frame, found.result(), times, ready.qsize())
                slots.release()
        finally:
            stop.set()
            slots.release()
            reader.join()

    def close(self) -> None:
        """Send the threads home; what they have not begun is left."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def crew(workers: int) -> Generator[Crew]:
    """A crew for the block, in which OpenCV leaves the other cores to it."""
    before, made = cv2.getNumThreads(), Crew(workers)
    cv2.setNumThreads(1)
    try:
        yield made
    finally:
        made.close()
        cv2.setNumThreads(before)
