"""Files that are on the disk itself before anybody relies on them."""

from __future__ import annotations

import os
import re
import secrets
import time
from pathlib import Path

from lfr_eval.core.processes import lives, numbering

NAMED = re.compile(r"\..+\.(?P<pid>\d+)(-(?P<where>[0-9a-f]{8}))?-[0-9a-f]{8}\.(tmp|partial)")
"""What `draft_of` calls a file until it is whole; earlier versions did not say where the number counts."""
LONG_S = 24 * 3600.0
"""Nobody writes so long without changing the file."""


def sync_file(path: Path) -> None:
    """Wait until what was written into a file is on the disk itself.

    Windows does that only for a file that is open for writing.

    Raises:
        OSError: The disk refused.
    """
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def draft_of(path: Path, ending: str) -> Path:
    """What a file is called until it is whole: hidden beside it, with the process that writes it.

    Args:
        path: What it will be called.
        ending: ``tmp`` or ``partial``.
    """
    return path.with_name(f".{path.name}.{os.getpid()}-{numbering()}-{secrets.token_hex(4)}.{ending}")


def is_left_behind(path: Path) -> bool:
    """Whether something is a draft of a process that is gone.

    What a process of another container or machine writes tells nobody here whether it lives: it is left behind when it
    has not changed for `LONG_S`.
    """
    named = NAMED.fullmatch(path.name)
    if named is None or not path.is_file() or path.is_symlink():
        return False
    if named["where"] == numbering():
        return not lives({"pid": int(named["pid"])})
    try:
        return time.time() - path.stat().st_mtime > LONG_S
    except OSError:
        return False
