"""Text files as users write them: UTF-8 in its canonical form, and anything else called by its name."""

from __future__ import annotations

from pathlib import Path

from lfr_eval.core.errors import TableError
from lfr_eval.core.given import TEXT_BYTES, read_file
from lfr_eval.core.kinds import is_json, kind_of
from lfr_eval.core.names import canonical


def read_text(path: Path, *, json: bool = False, most_bytes: int = TEXT_BYTES) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, in its canonical form (NFC).

    Args:
        path: The file.
        json: Whether JSON is as good as what is expected, as it is where YAML is.
        most_bytes: A larger file is refused.

    Raises:
        TableError: It cannot be read, is no file or something else than text, or not in UTF-8.
    """
    try:
        raw = read_file(path, most_bytes)
    except OSError as error:
        raise TableError(path, expected="a file that can be read", found=error.strerror or str(error)) from error
    refuse_other(path, raw, json=json)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = raw[: error.start].count(b"\n") + 1, raw[error.start : error.start + 1]
        letter = byte.decode("cp1252", "replace")
        found = f"byte 0x{byte.hex()} ({letter!r} in Windows-1252); save it as UTF-8"
        raise TableError(path, line=line, expected="UTF-8 text", found=found) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TableError(path, line=line, expected="UTF-8 text", found="a NUL byte")
    return canonical(text)


def refuse_other(path: Path, raw: bytes, *, json: bool = False) -> None:
    """Refuse what is something else than text, by its name.

    Args:
        path: The file, for the message.
        raw: All of it, or its first bytes.
        json: See `read_text`.

    Raises:
        TableError: It is.
    """
    found = kind_of(raw)
    if found is None and not json and is_json(raw):
        found = "JSON", "write its rows as CSV (UTF-8, commas)"
    if found is not None:
        raise TableError(path, expected="UTF-8 text", found="; ".join(found))
