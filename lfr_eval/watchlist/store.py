"""A list on disk, only ever read whole and unaltered; `writing` writes it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pyarrow as pa
from pydantic import ValidationError

from lfr_eval.core.errors import WatchlistError
from lfr_eval.core.given import TABLE_BYTES, TEXT_BYTES, read_file
from lfr_eval.core.names import canonical
from lfr_eval.core.outside import in_one_line
from lfr_eval.core.outside.arrays import parse_array
from lfr_eval.core.outside.documents import parse_json
from lfr_eval.core.outside.parquet import parse_parquet
from lfr_eval.core.wording import plainly
from lfr_eval.watchlist.enrol import Entry
from lfr_eval.watchlist.watchlist import SCHEMA_VERSION, ListHeader, Watchlist, list_digest

PASSING = (PARTIAL, REPLACED) = (".partial-", ".replaced-")
"""In the names of folders that stand only while a list is written; earlier versions moved a replaced list away."""
HEADER, ENTRIES, TEMPLATES, IMAGES = "list.json", "entries.parquet", "templates.npy", "images"
DRAFT = ".list.json.tmp"
SCHEMA = pa.schema(
    {
        "entry_id": pa.string(),
        "person_id": pa.string(),
        "category": pa.string(),
        "added_at": pa.string(),
        "expires_at": pa.string(),
        "provenance": pa.string(),
        "reason": pa.string(),
        "eye_px": pa.float64(),
        "quality": pa.float64(),
        "padded": pa.bool_(),
        "other_faces": pa.int64(),
        "image": pa.string(),
    }
)


def list_watchlists(folder: Path) -> list[Path]:
    """The watchlists that stand in a folder, by name; whether they can be read is not looked at."""
    found = (path.parent for path in folder.glob(f"*/{HEADER}"))
    return sorted(path for path in found if not any(mark in path.name for mark in PASSING))


def read_header(path: Path) -> ListHeader:
    """Read list.json alone.

    Raises:
        WatchlistError: It is missing, damaged or newer than this version understands.
    """
    try:
        found = parse_json(read_file(path / HEADER, TEXT_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        raise WatchlistError(f"{path}: no watchlist here; make one with `lfr-eval enrol IMAGES --to {path}`") from None
    except (OSError, ValueError) as error:
        raise _damaged(path, HEADER, error) from error
    version = found.get("schema_version") if isinstance(found, dict) else None
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise WatchlistError(f"{path}: schema {version} is newer than {SCHEMA_VERSION}; update lfr-eval to read it")
    try:
        return ListHeader.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        raise _damaged(path, HEADER, f"{'.'.join(map(str, first['loc']))}: expected {plainly(first['msg'])}") from error


def read_watchlist(path: Path) -> Watchlist:
    """Read a list and make sure that it is what was written; one that is replaced meanwhile is the old or the new one.

    Raises:
        WatchlistError: It is missing, sealed, damaged, altered, or newer than this version understands.
    """
    header = read_header(path)
    try:
        return _read(path, header)
    except WatchlistError:
        if (now := read_header(path)) == header:
            raise
        return _read(path, now)


def _read(path: Path, header: ListHeader) -> Watchlist:
    if header.sealed:
        raise WatchlistError(f"{path}: this list is sealed; unseal it first")
    folder = path / header.tables
    try:
        table = parse_parquet(folder / ENTRIES)
        entries = tuple(Entry(**row) for row in table.cast(SCHEMA).to_pylist())
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _damaged(path, ENTRIES, error) from error
    try:
        templates = parse_array(read_file(folder / TEMPLATES, TABLE_BYTES))
        found = Watchlist(header, tuple(map(_with_canonical_names, entries)), templates, folder / IMAGES)
    except (OSError, ValueError) as error:
        raise _damaged(path, TEMPLATES, error) from error
    if templates.dtype != np.float32 or list_digest(entries, templates) != header.list_digest:
        raise _damaged(path, f"{ENTRIES} or {TEMPLATES}", "their digest is not that of list.json")
    return found


def _with_canonical_names(entry: Entry) -> Entry:
    """The same in canonical form: older versions stored names as the disk spelt them."""
    entry_id, person_id = canonical(entry.entry_id), canonical(entry.person_id)
    category = None if entry.category is None else canonical(entry.category)
    if (entry_id, person_id, category) == (entry.entry_id, entry.person_id, entry.category):
        return entry
    return dataclasses.replace(entry, entry_id=entry_id, person_id=person_id, category=category)


def _damaged(path: Path, part: str, reason: object) -> WatchlistError:
    return WatchlistError(f"{path}: {part} is damaged ({in_one_line(reason)}); enrol the list again")
