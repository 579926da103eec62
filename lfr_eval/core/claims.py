"""A name that one at a time works on, among processes and threads; whoever holds it and dies has let go of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from lfr_eval.core.errors import LfrError, StorageError

LOCK = ".lock"


@contextmanager
def claimed(path: Path, busy: LfrError, patience_s: float = 0.0) -> Iterator[None]:
    """Hold the name of a file or folder, whether or not it is there, in a folder that is.

    The operating system lets go of it when the process ends, however it ends. What is locked is an empty file beside
    it, ``.NAME.lock``, which is gone when the block is left; one of a process that was killed harms nobody.

    Args:
        path: What is worked on.
        busy: Raised where somebody else holds it.
        patience_s: How long to wait for them before.

    Raises:
        StorageError: The folder cannot be written to.
    """
    place = path.with_name(f".{path.name}{LOCK}")
    lock = FileLock(place, timeout=patience_s)
    try:
        lock.acquire()
    except Timeout:
        raise busy from None
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    try:
        yield
    finally:
        with suppress(OSError):  # on Windows it goes with the release
            place.unlink()  # first, so that whoever opened it and waits finds that it is gone, and makes a new one
        lock.release()
