"""Text files as users write them: UTF-8 in its canonical form, and anything else called by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lfr_eval.core.errors import TableError
from lfr_eval.core.given import SETTINGS_BYTES, TEXT_BYTES, read_file
from lfr_eval.core.kinds import kind_of, kind_of_no_table
from lfr_eval.core.names import canonical
from lfr_eval.core.outside import Unreadable
from lfr_eval.core.outside.documents import parse_yaml

AS_SETTINGS = "write it as plain text, `key: value` a line"


def read_text(path: Path, *, settings: bool = False, most_bytes: int = TEXT_BYTES) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, in its canonical form (NFC).

    Args:
        path: The file.
        settings: It is no table but YAML, as which JSON is as good.
        most_bytes: A larger file is refused.

    Raises:
        TableError: It cannot be read, is no file or something else than text, or not in UTF-8.
    """
    try:
        raw = read_file(path, most_bytes)
    except (OSError, ValueError) as error:  # a NUL in its name
        found = getattr(error, "strerror", None) or str(error)
        raise TableError(path, expected="a file that can be read", found=found) from error
    refuse_other(path, raw, settings=settings)
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


def read_yaml(path: Path, *, as_text: bool = False) -> Any:
    """What a YAML file states; None where it is empty.

    Args:
        path: The file.
        as_text: Every scalar is text: ``no`` and ``001`` stay what they are.

    Raises:
        TableError: It cannot be read, or is no YAML that a person may have written.
    """
    text = read_text(path, settings=True, most_bytes=SETTINGS_BYTES)
    try:
        return parse_yaml(text, as_text=as_text)
    except Unreadable as error:
        raise TableError(path, line=error.line, expected="YAML", found=str(error)) from None


def refuse_other(path: Path, raw: bytes, *, settings: bool = False) -> None:
    """Refuse what is something else than text, by its name.

    Args:
        path: The file, for the message.
        raw: All of it, or its first bytes.
        settings: See `read_text`.

    Raises:
        TableError: It is.
    """
    if settings:
        if found := kind_of(raw):
            raise TableError(path, expected="YAML in UTF-8", found=f"{found[0]}; {AS_SETTINGS}")
    elif found := kind_of_no_table(raw):
        raise TableError(path, expected="UTF-8 text", found="; ".join(found))
