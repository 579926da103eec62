"""Files that appear whole or not at all, and one error for every refusal of the disk."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lfr_eval.core.durable import draft_of
from lfr_eval.core.errors import StorageError
from lfr_eval.core.given import require_replaceable


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turn what the operating system says about a write to `path` into one line.

    Raises:
        StorageError: The disk is full or read-only, or the place is not ours to write to.
    """
    try:
        yield
    except OSError as error:
        reason = " ".join((error.strerror or str(error)).split())
        raise StorageError(f"{path}: cannot be written ({reason}); free some space or choose another place") from error


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` into the file `path`, on the disk itself; whoever looks sees the old file or the whole new one.

    Raises:
        StorageError: The disk refused; what stood at `path` still stands there.
    """
    draft = draft_of(path, "tmp")
    with storing(path):
        require_replaceable(path)
        try:
            with open(draft, "wb", opener=_private) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def write_json(path: Path, value: Any) -> None:
    """Put `value` into the file `path` as `json_text` writes it; as whole and as safe as `write_bytes`.

    Raises:
        StorageError: The disk refused.
        ValueError: There is a NaN or an infinity in it, which JSON does not know.
    """
    write_bytes(path, (json_text(value, indent=2) + "\n").encode("utf-8", "backslashreplace"))


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON with NaN refused and every script of the world readable."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False, indent=indent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as lasting as the files under them."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
