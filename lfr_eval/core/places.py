"""Files that a path means though it does not spell them as the disk does: backslashes, canonically equal names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lfr_eval.core.names import canonical, difference

REMEMBERED_FOLDERS = 256


def find(folder: Path, name: str) -> Path:
    """What stands under a name in a folder.

    Where nothing stands there as it is written, backslashes are read as Windows means them, and each part of the path
    finds the one entry on the disk whose name is canonically equal (a disk may hold NFD where a table says NFC).

    Returns:
        The path as the disk spells it; as written, where nothing is found.
    """
    written = folder / name
    if os.path.lexists(written):
        return written
    spelt = name.replace("\\", "/")
    if spelt != name and os.path.lexists(folder / spelt):
        return folder / spelt
    return _on_disk(folder / spelt) or written


def why_not(folder: Path, name: str) -> str:
    """What may be wrong with a path under which nothing was found, in brackets; empty where nothing shows."""
    if name[1:2] == ":":
        return " (it begins with a drive of Windows)"
    path = folder / name.replace("\\", "/")
    how = [said for other in _by_form(path.parent) if (said := difference(path.name, other))]
    return f" (there is one whose name looks alike: {how[0]})" if how else ""


def _on_disk(path: Path) -> Path | None:
    """The path with each part as the disk spells it; None where a part is not there in any form."""
    if os.path.lexists(path):
        return path
    if path.parent == path or (parent := _on_disk(path.parent)) is None:
        return None
    return None if (name := _by_form(parent).get(canonical(path.name))) is None else parent / name


def _by_form(folder: Path) -> Mapping[str, str]:
    """What is in a folder, by canonical name; of two that are one the first in the order of their code points."""
    try:
        return _listed(folder, os.stat(folder).st_mtime_ns)
    except OSError:
        return {}


@lru_cache(REMEMBERED_FOLDERS)
def _listed(folder: Path, changed_ns: int) -> Mapping[str, str]:
    return {canonical(name): name for name in sorted(os.listdir(folder), reverse=True)}
