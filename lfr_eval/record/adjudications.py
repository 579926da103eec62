"""Human decisions on alerts: one SQLite file that only ever grows, whoever writes at the same time."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.errors import InputError, RecordError, StorageError

FILE = "alerts.sqlite"
SCHEMA_VERSION = 1
PATIENCE_S = 30.0
"""How long a writer waits for another one."""
COLUMNS = "run_id, alert_key, reviewer, decision, reason, seconds, decided_utc, seeded"
SCHEMA = f"""
PRAGMA journal_mode = WAL;
PRAGMA user_version = {SCHEMA_VERSION};
CREATE TABLE decisions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL,
  alert_key TEXT NOT NULL,
  reviewer TEXT NOT NULL COLLATE NOCASE CHECK (reviewer <> ''),
  decision TEXT NOT NULL CHECK (decision IN ('true', 'false', 'unsure')),
  reason TEXT NOT NULL,
  seconds REAL NOT NULL CHECK (seconds >= 0),
  decided_utc TEXT NOT NULL,
  seeded INTEGER NOT NULL CHECK (seeded IN (0, 1)),
  UNIQUE (run_id, alert_key, reviewer)
);
CREATE TRIGGER never_altered BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never altered'); END;
CREATE TRIGGER never_deleted BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
"""


def decide(reviews: Path, one: Adjudication) -> None:
    """Add a decision; it is on the disk when this returns.

    Args:
        reviews: The folder of reviews and human decisions; made where it is missing.
        one: The decision. Spaces around the reviewer's name do not count, nor does its case.

    Raises:
        InputError: The reviewer has no name, or has decided this alert before.
        RecordError: The file is damaged or newer than this version understands.
        StorageError: The disk refused it.
    """
    reviewer = one.reviewer.strip()
    if not reviewer:
        raise InputError("expected the name of the reviewer, found none; a decision is made under a name")
    path = reviews / FILE
    _make(path)
    when = one.decided_utc.astimezone(UTC).isoformat()
    row = (one.run_id, one.alert_key, reviewer, one.decision, one.reason, one.seconds, when, int(one.seeded))
    with _opened(path) as store:
        try:
            store.execute(f"INSERT INTO decisions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname != "SQLITE_CONSTRAINT_UNIQUE":
                raise
            raise InputError(f"{reviewer} has already decided this alert; the first decision stands") from error


def read_adjudications(reviews: Path, run_id: str) -> tuple[Adjudication, ...]:
    """The decisions on the alerts of a run, in the order in which they were made; none where no file is.

    Raises:
        RecordError: The file is damaged or newer than this version understands.
    """
    path = reviews / FILE
    if not path.is_file():
        return ()
    query = f"SELECT {COLUMNS} FROM decisions WHERE run_id = ? ORDER BY number"  # noqa: S608
    with _opened(path) as store:
        rows = store.execute(query, (run_id,)).fetchall()
    names: dict[str, str] = {}  # a name is written as it was written first
    return tuple(
        Adjudication(
            run,
            key,
            names.setdefault(who.casefold(), who),
            Decision(what),
            why,
            seconds,
            datetime.fromisoformat(when),
            bool(seeded),
        )
        for run, key, who, what, why, seconds, when, seeded in rows
    )


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE_S)) as store, store:
            store.execute("PRAGMA synchronous = FULL")
            (version,) = store.execute("PRAGMA user_version").fetchone()
            if version != SCHEMA_VERSION:
                known = f"expected schema {SCHEMA_VERSION}, found {version}"
                raise RecordError(f"{path}: {known}; update lfr-eval to read decisions of a newer version")
            yield store
    except sqlite3.OperationalError as error:
        raise StorageError(f"{path}: the decisions cannot be reached ({error}); nothing was stored") from error
    except sqlite3.DatabaseError as error:
        raise RecordError(f"{path}: the decisions are damaged ({error}); restore the file from a copy") from error


def _make(path: Path) -> None:
    """Make the file whole under a passing name, so that two who begin at once never see half of it."""
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".alerts-", dir=path.parent) as folder:
            passing = Path(folder) / FILE
            with closing(sqlite3.connect(passing)) as store:
                store.executescript(SCHEMA)
            with suppress(FileExistsError):  # someone else was first
                os.link(passing, path)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{path}: cannot be made ({' '.join(str(error).split())})") from error
