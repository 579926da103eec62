"""SQLite files of what people said: they only ever grow, whoever writes at the same time."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from lfr_eval.core.errors import RecordError, StorageError
from lfr_eval.core.outside import in_one_line

T = TypeVar("T")
PATIENCE_S = 30.0
"""How long a writer waits for another one."""
PASSING = ".new-"
"""Before the name of the folder in which a file is made."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One kind of file: what it holds in words, and how it is made."""

    holds: str
    """In the plural, for messages: ``the decisions``."""
    version: int
    table: str
    columns: str
    """Inside of CREATE TABLE."""
    more: str = ""
    """Further SQL of the schema."""

    @property
    def schema(self) -> str:
        """SQL of an empty file; rows of its table are neither altered nor deleted."""
        guards = "\n".join(
            f"CREATE TRIGGER never_{done} BEFORE {verb} ON {self.table} "
            f"BEGIN SELECT RAISE(ABORT, '{self.table} are never {done}'); END;"
            for verb, done in (("UPDATE", "altered"), ("DELETE", "deleted"))
        )
        return (
            f"PRAGMA journal_mode = WAL;\nPRAGMA user_version = {self.version};\n"
            f"CREATE TABLE {self.table} ({self.columns});\n{guards}\n{self.more}"
        )

    @contextmanager
    def opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        """Open a file that exists; all that is written in the block is on the disk at its end, or nothing is.

        Raises:
            RecordError: The file is damaged or newer than this version understands.
            StorageError: It cannot be reached, or the disk refused.
        """
        try:
            with closing(sqlite3.connect(path, timeout=PATIENCE_S)) as store, store:
                store.execute("PRAGMA synchronous = FULL")
                (version,) = store.execute("PRAGMA user_version").fetchone()
                if version != self.version:
                    known = f"expected schema {self.version}, found {version}"
                    raise RecordError(f"{path}: {known}; update lfr-eval to read {self.holds} of a newer version")
                yield store
        except sqlite3.OperationalError as error:
            raise StorageError(f"{path}: {self.holds} cannot be reached ({error}); nothing was stored") from error
        except sqlite3.DatabaseError as error:
            raise RecordError(f"{path}: {self.holds} are damaged ({error}); restore the file from a copy") from error

    def read(self, path: Path, query: str, given: tuple[str | None, ...], made: Callable[..., T]) -> tuple[T, ...]:
        """What `made` makes of each row that a query finds.

        Raises:
            RecordError: The file is damaged, or newer than this version understands.
            StorageError: It cannot be reached.
        """
        with self.opened(path) as store:
            kind = store.execute("SELECT type FROM sqlite_master WHERE name = ?", (self.table,)).fetchone()
            if kind != ("table",):  # a view may stand for any amount of work
                raise RecordError(f"{path}: expected a table {self.table}, found none; restore the file from a copy")
            rows = store.execute(query, given).fetchall()
        try:
            return tuple(made(*row) for row in rows)
        except (ValueError, TypeError, AttributeError) as error:
            why = f"{self.holds} are damaged ({in_one_line(error)}); restore the file from a copy"
            raise RecordError(f"{path}: {why}") from error

    def make(self, path: Path) -> None:
        """Make the file, where there is none, whole under a passing name: two who begin at once never see half of it.

        Raises:
            StorageError: The disk refused.
        """
        if path.exists():
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=f"{PASSING}{path.stem}-", dir=path.parent) as folder:
                passing = Path(folder) / path.name
                with closing(sqlite3.connect(passing)) as store:
                    store.executescript(self.schema)
                with suppress(FileExistsError):  # someone else was first
                    os.link(passing, path)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(f"{path}: cannot be made ({' '.join(str(error).split())})") from error


def moment(text: str) -> datetime:
    """A moment as it is stored, with its time zone.

    Raises:
        ValueError: It is none.
    """
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"expected a moment with its time zone, found {text!r}")
    return found
