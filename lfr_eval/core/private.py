"""What is written belongs to whoever runs the program, and nobody else may read it."""

from __future__ import annotations

import os

OTHERS = 0o077


def keep_to_owner() -> None:
    """From now on this process, and those that it starts, make files of mode 0600 and folders of mode 0700."""
    os.umask(OTHERS)
