"""The digests of a finished run's files, in the form that ``sha256sum -c SHA256SUMS`` checks."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from lfr_eval.core.given import TEXT_BYTES, file_digest, read_file

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def sums_text(folder: Path) -> str:
    """One line ``<sha256>  <name>`` for each file of a folder but the sums themselves, ordered by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests(folder).items()))


def digests(folder: Path) -> dict[str, str]:
    """Hexadecimal sha256 of each file under a folder but the sums themselves, by its path in the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in files if path != folder / SUMS}


def stated_digests(folder: Path) -> dict[str, str]:
    """What a finished run says of its files, by their paths in its folder; lines that cannot be read are left out.

    Raises:
        OSError: There are no digests.
        ValueError: They are no text.
    """
    lines = read_file(folder / SUMS, TEXT_BYTES).decode().splitlines()
    return {parts[2]: parts[1] for line in lines if (parts := LINE.fullmatch(line))}


def digest_of(path: Path) -> str:
    """Hexadecimal sha256 of a file, taken anew whenever its size, its time or its place on the disk is another.

    Raises:
        OSError: It cannot be read.
    """
    seen = path.stat()
    return _digest_as_seen(path.absolute(), seen.st_size, seen.st_mtime_ns, seen.st_ino)


@lru_cache(maxsize=1024)
def _digest_as_seen(path: Path, size: int, changed_ns: int, place: int) -> str:
    return file_digest(path)
