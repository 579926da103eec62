"""The trials that run in this process, so that whoever ends it can end them first, with their records written."""

from __future__ import annotations

import time
from threading import Lock
from typing import Protocol

PATIENCE_S = 30.0
"""How long an end of the process waits for records; a frame, the tables and a score take a few seconds."""


class Ends(Protocol):
    """What can be asked to end."""

    def stop(self) -> None:
        """Ask it to end."""

    def wait(self, timeout_s: float) -> bool:
        """Wait until it has ended; whether it has."""


_LOCK, _RUNNING = Lock(), set[Ends]()


def begins(trial: Ends) -> None:
    """Note that a trial begins."""
    with _LOCK:
        _RUNNING.add(trial)


def has_ended(trial: Ends) -> None:
    """Note that it has ended and its record is written."""
    with _LOCK:
        _RUNNING.discard(trial)


def end_all(patience_s: float = PATIENCE_S) -> bool:
    """End every trial as its operator would; whether all have ended in time."""
    with _LOCK:
        running = list(_RUNNING)
    for trial in running:
        trial.stop()
    until_s = time.monotonic() + patience_s
    ended = [trial.wait(max(until_s - time.monotonic(), 0.0)) for trial in running]
    return all(ended)
