"""Every error that this package raises on purpose.

LfrError                 one clear line: what was expected, what was found, what to do
├─ InputError            something that the user gave cannot be used
│  ├─ SourceError        footage or a camera
│  │  └─ ImageError      an image file, with the reason in the words of an enrolment
│  ├─ TableError         a CSV or YAML file, with line and column
│  ├─ ModelError         a model pack that is missing or altered
│  ├─ WatchlistError     a watchlist that is missing, empty or damaged
│  └─ RecordError        a run directory that is missing, damaged, newer or taken
└─ StorageError          the disk refused a write
"""

from __future__ import annotations

from pathlib import Path

LONGEST = 300
"""Characters of what was found."""


def shortened(found: str) -> str:
    """What was found, in one line that a terminal can bear."""
    return found if len(found) <= LONGEST else f"{found[:LONGEST]} … ({len(found):,} characters)"


class LfrError(Exception):
    """Base of all deliberate errors; ``str(error)`` is one line fit for a user."""


class InputError(LfrError):
    """Something that the user gave cannot be used."""


class SourceError(InputError):
    """Footage, an image or a camera cannot be read."""


class ImageError(SourceError):
    """An image file gives no picture.

    Args:
        message: The line for a user.
        reason: What an enrolment says of it: one of `core.portrait.REASONS`.
    """

    def __init__(self, message: str, reason: str = "unreadable") -> None:
        super().__init__(message)
        self.reason = reason


class ModelError(InputError):
    """A model pack is missing, altered or cannot run."""


class WatchlistError(InputError):
    """A watchlist is missing, empty or damaged."""


class RecordError(InputError):
    """A run directory is missing, damaged, of a newer schema, or already taken."""


class StorageError(LfrError):
    """The disk refused a write; nothing half-written is left under a final name."""


class TableError(InputError):
    """A file that a user wrote does not say what it must.

    Args:
        path: The file.
        found: What stands there.
        expected: What must stand there.
        line: 1-based line in the file, where one is to blame.
        column: Name of the column, where one is to blame.
        key: Name of the key, where one is.
    """

    def __init__(
        self,
        path: Path,
        *,
        expected: str,
        found: str,
        line: int | None = None,
        column: str | None = None,
        key: str | None = None,
    ) -> None:
        place = str(path)
        place += f", line {line}" if line is not None else ""
        place += f", column {column}" if column is not None else ""
        place += f", key {key}" if key is not None else ""
        super().__init__(f"{place}: expected {expected}, found {shortened(found)}")
