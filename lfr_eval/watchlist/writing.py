"""Writing a list: one writer at a time for each name, and whoever looks finds the old list or the whole new one.

A new list is a folder that gets its name when it is whole. What replaces a list is written into a folder beside the old
tables, and becomes the list in the moment in which ``list.json``, which names that folder, is replaced: there is no
moment without a list. What no ``list.json`` names is no part of a list, and goes at the next use (`sweep`).
"""

from __future__ import annotations

import dataclasses
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.claims import claimed
from lfr_eval.core.durable import sync_file
from lfr_eval.core.errors import StorageError, WatchlistError
from lfr_eval.core.names import require_fit
from lfr_eval.watchlist.enrol import Enrolment, Entry
from lfr_eval.watchlist.leftovers import sweep_list
from lfr_eval.watchlist.store import DRAFT, ENTRIES, HEADER, IMAGES, PARTIAL, SCHEMA, TEMPLATES
from lfr_eval.watchlist.watchlist import ListHeader, ListModels, list_digest


def require_free(path: Path, replace: bool) -> None:
    """Make sure, before the work of enrolling, that a list may be written.

    Raises:
        InputError: No folder can have the name on every system, or writers use it.
        WatchlistError: Something stands at `path` and is not to be replaced, or is not a watchlist.
    """
    require_fit(path.name, str(path))
    if not os.path.lexists(path):
        return
    if not (path / HEADER).is_file():
        raise WatchlistError(f"{path}: expected a free name or a watchlist, found something else; give another name")
    if not replace:
        raise WatchlistError(f"{path}: a watchlist of this name exists; give another name, or say that it be replaced")


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A name that is ours to write a list under."""

    path: Path

    def write(
        self,
        enrolment: Enrolment,
        *,
        models: ListModels,
        portrait: Mapping[str, Any],
        created: datetime,
        keep_images: bool = True,
    ) -> ListHeader:
        """Write a list; one that stands there gives way when the new one is whole.

        An enrolment of no one is written too: its entries tell why.

        Args:
            enrolment: What becomes of the submissions.
            models: The models that made the templates.
            portrait: The settings by which references were turned into templates.
            created: With its time zone.
            keep_images: Whether to copy the enrolled reference images (only those) into the list.

        Raises:
            StorageError: The disk refused; what stood there still stands.
        """
        with _storing(self.path):
            partial = Path(mkdtemp(prefix=f"{self.path.name}{PARTIAL}{os.getpid()}-", dir=self.path.parent))
            try:
                entries = _copy_images(partial / IMAGES, enrolment) if keep_images else enrolment.entries
                header = ListHeader(
                    name=self.path.name,
                    created_utc=created,
                    models=models,
                    portrait=dict(portrait),
                    list_digest=list_digest(entries, enrolment.templates),
                    counts=enrolment.counts,
                    tables=f"tables-{secrets.token_hex(8)}" if self.path.exists() else "",
                )
                _write_tables(partial, entries, enrolment.templates)
                _publish(partial, self.path, header)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
                sweep_list(self.path)
        return header


@contextmanager
def claim_list(path: Path, replace: bool = False) -> Iterator[ListPlace]:
    """Be the one who writes a list of this name while the block runs.

    Args:
        path: Where the list will stand; its last part is the name of the list.
        replace: Whether an existing list gives way.

    Raises:
        InputError: See `require_free`.
        WatchlistError: See there; or somebody else is writing a list of this name.
        StorageError: The disk refused.
    """
    require_free(path, replace)
    place = Path(os.path.realpath(path))
    with _storing(path):
        place.parent.mkdir(parents=True, exist_ok=True)
    busy = WatchlistError(f"{path}: a list of this name is being written just now; wait for it, or give another name")
    with claimed(place, busy):
        sweep_list(place)
        require_free(path, replace)
        yield ListPlace(place)


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
    """Write a list that is enrolled already. Args and raises: as `claim_list` and `ListPlace.write`."""
    with claim_list(path, replace) as place:
        return place.write(enrolment, models=models, portrait=portrait, created=created, keep_images=keep_images)


@contextmanager
def _storing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path}: the list could not be written ({' '.join(str(error).split())})") from error


def _copy_images(folder: Path, enrolment: Enrolment) -> tuple[Entry, ...]:
    folder.mkdir()
    entries = []
    for number, (entry, source) in enumerate(zip(enrolment.entries, enrolment.sources, strict=True), start=1):
        if entry.reason is None:
            entry = dataclasses.replace(entry, image=f"{number:06d}{source.suffix.lower()}")
            shutil.copyfile(source, folder / str(entry.image))
        entries.append(entry)
    return tuple(entries)


def _write_tables(folder: Path, entries: Iterable[Entry], templates: FloatArray) -> None:
    rows = [asdict(entry) for entry in entries]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / ENTRIES)
    np.save(folder / TEMPLATES, templates)
    for name in (ENTRIES, TEMPLATES):
        sync_file(folder / name)


def _publish(partial: Path, path: Path, header: ListHeader) -> None:
    """Make a folder of tables the list of this name: the last step is one rename, before which nothing has changed."""
    draft = partial / HEADER
    if header.tables:
        partial.rename(path / header.tables)
        draft = path / DRAFT
    draft.write_text(header.model_dump_json(indent=2) + "\n", encoding="utf-8")
    sync_file(draft)
    if header.tables:
        draft.replace(path / HEADER)
    else:
        partial.rename(path)
