"""The digests of a finished run's files, in the form that ``sha256sum -c SHA256SUMS`` checks."""

from __future__ import annotations

import hashlib
from pathlib import Path

SUMS = "SHA256SUMS"


def sums_text(folder: Path) -> str:
    """One line ``<sha256>  <name>`` for each file of a folder but the sums themselves, ordered by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests(folder).items()))


def digests(folder: Path) -> dict[str, str]:
    """Hexadecimal sha256 of each file under a folder but the sums themselves, by its path in the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _digest(path) for path in files if path != folder / SUMS}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
