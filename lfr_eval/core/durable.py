"""Files that are on the disk itself before anybody relies on them."""

from __future__ import annotations

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Wait until what was written into a file is on the disk itself.

    Windows does that only for a file that is open for writing.

    Raises:
        OSError: The disk refused.
    """
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
