"""Deployment reviews: one SQLite file of entries, each under a name; a decided phase takes no more of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from lfr_eval.core.errors import InputError
from lfr_eval.core.outside.documents import parse_json
from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.record.ledger import Ledger, moment

FILE = "reviews.sqlite"
COLUMNS = "review_id, phase, kind, topic, content, author, at_utc"
LEDGER = Ledger(
    holds="the reviews",
    version=1,
    table="entries",
    columns="""
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  review_id TEXT NOT NULL CHECK (review_id <> ''),
  phase TEXT NOT NULL CHECK (phase IN ('before', 'after')),
  kind TEXT NOT NULL CHECK (kind IN ('opening', 'term', 'answer', 'opinion', 'closing')),
  topic TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  author TEXT NOT NULL CHECK (author <> ''),
  at_utc TEXT NOT NULL
""",
    more="""
CREATE UNIQUE INDEX opened_once ON entries (review_id) WHERE kind = 'opening';
CREATE INDEX by_review ON entries (review_id, phase, kind, topic);
CREATE TRIGGER frozen BEFORE INSERT ON entries
  WHEN EXISTS (SELECT 1 FROM entries WHERE review_id = NEW.review_id AND phase = NEW.phase AND kind = 'closing')
  BEGIN SELECT RAISE(ABORT, 'this part of the review is decided'); END;
CREATE TRIGGER in_order BEFORE INSERT ON entries
  WHEN NEW.phase = 'after'
   AND NOT EXISTS (SELECT 1 FROM entries WHERE review_id = NEW.review_id AND phase = 'before' AND kind = 'closing')
  BEGIN SELECT RAISE(ABORT, 'this review is not decided yet'); END;
""",
)
SAME_TOPIC = "SELECT number, author FROM entries WHERE review_id = ? AND phase = ? AND kind = ? AND topic = ?"
SAME_PHASE = "SELECT number, author FROM entries WHERE review_id = ? AND phase = ?"


def add_entries(reviews: Path, entries: Sequence[Entry], seen: int) -> None:
    """Add entries, all of them or none; they are on the disk when this returns.

    Args:
        reviews: The folder of reviews and human decisions; made where it is missing.
        entries: What is to be added; the number of each is given by the file.
        seen: Number of the last entry that their author had before them. A term or an answer on which somebody else
            has written since, and a closing after anything that was added since, are refused, so that nobody
            overrules what they have not read.

    Raises:
        InputError: No name, somebody else was faster, or this part of the review is decided.
        RecordError: The file is damaged or newer than this version understands.
        StorageError: The disk refused it.
    """
    if any(not entry.author.strip() for entry in entries):
        raise InputError("expected the name of whoever writes this, found none; everything in a review has a name")
    path = reviews / FILE
    LEDGER.make(path)
    with LEDGER.opened(path) as store:
        store.execute("BEGIN IMMEDIATE")
        for entry in entries:
            _require_read(store, entry, seen)
        try:
            rows = [_row(entry) for entry in entries]
            store.executemany(f"INSERT INTO entries ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname not in ("SQLITE_CONSTRAINT_TRIGGER", "SQLITE_CONSTRAINT_UNIQUE"):
                raise
            raise InputError(f"{error}; nothing was stored") from error


def read_entries(reviews: Path, review_id: str | None = None) -> tuple[Entry, ...]:
    """The entries of one review, or of all, in the order in which they were stored; none where no file is.

    Raises:
        RecordError: The file is damaged or newer than this version understands.
    """
    path = reviews / FILE
    if not path.is_file():
        return ()
    query = f"SELECT {COLUMNS}, number FROM entries WHERE ?1 IS NULL OR review_id = ?1 ORDER BY number"  # noqa: S608
    return LEDGER.read(path, query, (review_id,), _entry)


def _entry(review: str, phase: str, kind: str, topic: str, content: str, who: str, when: str, number: int) -> Entry:
    stated = parse_json(content)
    if not isinstance(stated, dict):
        raise ValueError(f"expected an object in entry {number}")
    return Entry(str(review), Phase(phase), Kind(kind), str(topic), stated, str(who), moment(when), number)


def _row(entry: Entry) -> tuple[str, ...]:
    content = json.dumps(dict(entry.content), allow_nan=False, ensure_ascii=False)
    when = entry.at_utc.astimezone(UTC).isoformat()
    return (entry.review_id, entry.phase, entry.kind, entry.topic, content, entry.author.strip(), when)


def _require_read(store: sqlite3.Connection, entry: Entry, seen: int) -> None:
    """Make sure that nobody else has written since on what an entry is about."""
    if entry.kind in (Kind.TERM, Kind.ANSWER):
        where: tuple[str, ...] = (entry.review_id, entry.phase, entry.kind, entry.topic)
        query = SAME_TOPIC
    elif entry.kind is Kind.CLOSING:
        query, where = SAME_PHASE, (entry.review_id, entry.phase)
    else:
        return
    later = store.execute(f"{query} AND number > ? ORDER BY number DESC", (*where, seen)).fetchone()
    if later is not None:
        what = f"“{entry.topic}”" if entry.topic else "this review"
        raise InputError(
            f"{later[1]} has written on {what} since you read it; nothing of yours was stored: read theirs, then save"
        )
