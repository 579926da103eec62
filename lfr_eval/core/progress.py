"""How long work tells its watcher how far it is; the command line draws it, a library caller may ignore it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called as work advances."""

    def __call__(self, done: float, total: float | None, note: str = "") -> None:
        """Say that `done` of `total` units (None = unknown) are finished."""
        ...


def silent(done: float, total: float | None, note: str = "") -> None:
    """Ignore all progress."""
