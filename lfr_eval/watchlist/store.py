"""A list on disk: written whole or not at all, and only ever read whole and unaltered."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.errors import StorageError, WatchlistError
from lfr_eval.core.names import canonical, unfit_for_a_folder
from lfr_eval.watchlist.enrol import Enrolment, Entry
from lfr_eval.watchlist.watchlist import SCHEMA_VERSION, ListHeader, ListModels, Watchlist, list_digest

PASSING = (PARTIAL, REPLACED) = (".partial-", ".replaced-")
"""In the names of folders that stand only while a list is written."""
HEADER, ENTRIES, TEMPLATES, IMAGES = "list.json", "entries.parquet", "templates.npy", "images"
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


def require_free(path: Path, replace: bool) -> None:
    """Make sure, before the work of enrolling, that a list may be written.

    Raises:
        WatchlistError: Something stands at `path` and is not to be replaced, or is not a watchlist; or no folder can
            have the name on every system.
    """
    if not os.path.lexists(path):
        if unfit := unfit_for_a_folder(path.name):
            raise WatchlistError(f"{path}: expected the name of a folder on any system, found one with {unfit}")
        return
    if not (path / HEADER).is_file():
        raise WatchlistError(f"{path}: expected a free name or a watchlist, found something else; give another name")
    if not replace:
        raise WatchlistError(f"{path}: a watchlist of this name exists; give another name, or say that it be replaced")


def write_watchlist(
    path: Path,
    enrolment: Enrolment,
    *,
    models: ListModels,
    portrait: Mapping[str, Any],
    created: datetime,
    keep_images: bool = True,
    replace: bool = False,
) -> ListHeader:
    """Write a list under a passing name and rename it when it is whole.

    An enrolment of no one is written too: its entries tell why.

    Args:
        path: Where the list will stand; its last part is the name of the list.
        enrolment: What becomes of the submissions.
        models: The models that made the templates.
        portrait: The settings by which references were turned into templates.
        created: With its time zone.
        keep_images: Whether to copy the enrolled reference images (only those) into the list.
        replace: Whether an existing list gives way; it stays until the new one is whole.

    Raises:
        WatchlistError: See `require_free`.
        StorageError: The disk refused; what stood at `path` still stands.
    """
    require_free(path, replace)
    path = Path(os.path.realpath(path))
    partial = _make_partial(path)
    try:
        entries = _copy_images(partial / IMAGES, enrolment) if keep_images else enrolment.entries
        header = ListHeader(
            name=path.name,
            created_utc=created,
            models=models,
            portrait=dict(portrait),
            list_digest=list_digest(entries, enrolment.templates),
            counts=enrolment.counts,
        )
        _write_files(partial, header, entries, enrolment.templates)
        _put(partial, path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return header


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
        found = json.loads((path / HEADER).read_bytes())
    except FileNotFoundError:
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
        raise _damaged(path, HEADER, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def read_watchlist(path: Path) -> Watchlist:
    """Read a list and make sure that it is what was written.

    Raises:
        WatchlistError: It is missing, sealed, damaged, altered, or newer than this version understands.
    """
    header = read_header(path)
    if header.sealed:
        raise WatchlistError(f"{path}: this list is sealed; unseal it first")
    try:
        table = pq.ParquetFile(path / ENTRIES).read()
        entries = tuple(Entry(**row) for row in table.cast(SCHEMA).to_pylist())
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _damaged(path, ENTRIES, error) from error
    try:
        with (path / TEMPLATES).open("rb") as stream:
            templates = np.lib.format.read_array(stream, allow_pickle=False)
        found = Watchlist(header, tuple(map(_with_canonical_names, entries)), templates, path / IMAGES)
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


def _make_partial(path: Path) -> Path:
    """A new folder beside `path` that only its owner can open."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(prefix=f"{path.name}{PARTIAL}{os.getpid()}-", dir=path.parent))
    except OSError as error:
        raise _refused(path, error) from error


def _copy_images(folder: Path, enrolment: Enrolment) -> tuple[Entry, ...]:
    folder.mkdir()
    entries = []
    for number, (entry, source) in enumerate(zip(enrolment.entries, enrolment.sources, strict=True), start=1):
        if entry.reason is None:
            entry = dataclasses.replace(entry, image=f"{number:06d}{source.suffix.lower()}")
            shutil.copyfile(source, folder / str(entry.image))
        entries.append(entry)
    return tuple(entries)


def _write_files(folder: Path, header: ListHeader, entries: Iterable[Entry], templates: FloatArray) -> None:
    rows = [asdict(entry) for entry in entries]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / ENTRIES)
    np.save(folder / TEMPLATES, templates)
    (folder / HEADER).write_text(header.model_dump_json(indent=2) + "\n", encoding="utf-8")
    for name in (ENTRIES, TEMPLATES, HEADER):
        with (folder / name).open("rb+") as stream:  # Windows brings to the disk only what may be written
            os.fsync(stream.fileno())


def _put(partial: Path, path: Path) -> None:
    if not path.exists():
        partial.rename(path)
        return
    old = partial.with_name(partial.name.replace(PARTIAL, REPLACED))
    path.rename(old)
    try:
        partial.rename(path)
    except BaseException:
        old.rename(path)
        raise
    shutil.rmtree(old)


def _refused(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path}: the list could not be written ({' '.join(str(error).split())})")


def _damaged(path: Path, part: str, reason: object) -> WatchlistError:
    return WatchlistError(f"{path}: {part} is damaged ({' '.join(str(reason).split())}); enrol the list again")
