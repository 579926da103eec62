"""Files that somebody named: regular ones only, none too large for what it is taken for, opened without waiting."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

MIB = 1 << 20
SETTINGS_BYTES = MIB
TEXT_BYTES = 256 * MIB
TABLE_BYTES = 2048 * MIB
PICTURE_BYTES = 1024 * MIB
"""Room for 120 million pixels of 16 bits a colour that are not compressed."""
FOOTAGE_BYTES = MIB * MIB
NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def require_file(path: Path, most_bytes: int = FOOTAGE_BYTES) -> None:
    """Refuse what is no regular file, or is larger than what it is taken for can be; nothing is opened.

    Args:
        path: What somebody named; a link stands for what it leads to.
        most_bytes: The largest size that is taken.

    Raises:
        OSError: It is not there, is something else, or is too large; `strerror` says so in words for a user.
    """
    _require(path, os.stat(path), most_bytes)


def open_file(path: Path, most_bytes: int = FOOTAGE_BYTES) -> BufferedReader:
    """Open a regular file for reading; a pipe, a device and a socket are never opened.

    Args:
        path: See `require_file`.
        most_bytes: See `require_file`.

    Raises:
        OSError: See `require_file`; or it may not be read.
    """
    require_file(path, most_bytes)
    file = os.fdopen(os.open(path, os.O_RDONLY | NO_WAIT), "rb")
    try:
        _require(path, os.fstat(file.fileno()), most_bytes)  # it may be another one by now
    except OSError:
        file.close()
        raise
    return file


def read_file(path: Path, most_bytes: int) -> bytes:
    """All of a regular file.

    Args:
        path: See `require_file`.
        most_bytes: See `require_file`; it is held to while reading too, for a file that grows.

    Raises:
        OSError: See `require_file`; or it may not be read.
    """
    with open_file(path, most_bytes) as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise _refused(path, _too_large(most_bytes))
    return data


def require_replaceable(path: Path) -> None:
    """Refuse to write over what is no regular file: a device would be gone for everybody.

    Args:
        path: Where a file is to be written; nothing need be there.

    Raises:
        OSError: See `require_file`.
    """
    if path.exists():
        require_file(path)


def file_digest(path: Path) -> str:
    """Hexadecimal sha256 of a regular file.

    Raises:
        OSError: See `require_file`; or it may not be read.
    """
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require(path: Path, state: os.stat_result, most_bytes: int) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(state.st_mode):
        kind = next((name for is_one, name in KINDS if is_one(state.st_mode)), "something else")
        raise _refused(path, f"{kind}, not a file")
    if state.st_size > most_bytes:
        raise _refused(path, _too_large(most_bytes))


def _too_large(most_bytes: int) -> str:
    return f"larger than {most_bytes // MIB:,} MiB"


def _refused(path: Path, why: str) -> OSError:
    return OSError(errno.EINVAL, why, str(path))
