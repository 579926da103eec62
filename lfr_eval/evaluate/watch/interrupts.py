"""Ctrl-C that waits for the piece of work at hand, so that a record never holds half of a frame."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def in_one_piece() -> Iterator[None]:
    """Hold Ctrl-C back while the block works; where it does not mean KeyboardInterrupt, leave it alone.

    Raises:
        KeyboardInterrupt: At the end of the block, if Ctrl-C came meanwhile.
    """
    usual = signal.getsignal(signal.SIGINT)
    if usual is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if came:
        raise KeyboardInterrupt
