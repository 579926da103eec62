"""Human decisions on alerts: one SQLite file that only ever grows, whoever writes at the same time."""

from __future__ import annotations

import sqlite3
from datetime import UTC
from pathlib import Path

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.errors import InputError
from lfr_eval.core.names import canonical, tidied
from lfr_eval.record.ledger import Ledger, moment

FILE = "alerts.sqlite"
COLUMNS = "run_id, alert_key, reviewer, decision, reason, seconds, decided_utc, seeded"
LEDGER = Ledger(
    holds="the decisions",
    version=1,
    table="decisions",
    columns="""
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
""",
)


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
    reviewer, key = tidied(one.reviewer), canonical(one.alert_key)
    if not reviewer:
        raise InputError("expected the name of the reviewer, found none; a decision is made under a name")
    before = {(done.alert_key, done.reviewer.casefold()) for done in read_adjudications(reviews, one.run_id)}
    if (key, reviewer.casefold()) in before:  # perhaps under names that an older version did not bring into one form
        raise _decided(reviewer)
    path = reviews / FILE
    LEDGER.make(path)
    when = one.decided_utc.astimezone(UTC).isoformat()
    row = (one.run_id, key, reviewer, one.decision, one.reason, one.seconds, when, int(one.seeded))
    with LEDGER.opened(path) as store:
        try:
            store.execute(f"INSERT INTO decisions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname != "SQLITE_CONSTRAINT_UNIQUE":
                raise
            raise _decided(reviewer) from error


def read_adjudications(reviews: Path, run_id: str) -> tuple[Adjudication, ...]:
    """The decisions on the alerts of a run, in the order in which they were made; none where no file is.

    Raises:
        RecordError: The file is damaged or newer than this version understands.
    """
    path = reviews / FILE
    if not path.is_file():
        return ()
    query = f"SELECT {COLUMNS} FROM decisions WHERE run_id = ? ORDER BY number"  # noqa: S608
    names: dict[str, str] = {}  # a name is written as it was written first

    def made(run: str, key: str, who: str, what: str, why: str, seconds: float, when: str, seeded: int) -> Adjudication:
        name = names.setdefault(tidied(who).casefold(), tidied(who))
        took_s = float(seconds)
        return Adjudication(run, canonical(key), name, Decision(what), str(why), took_s, moment(when), bool(seeded))

    return LEDGER.read(path, query, (run_id,), made)


def _decided(reviewer: str) -> InputError:
    return InputError(f"{reviewer} has already decided this alert; the first decision stands")
