"""A list in memory: its entries, their templates, and what a search may ask of them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import numpy as np
from pydantic import Field

from lfr_eval.core.arrays import FloatArray, require_shape
from lfr_eval.core.errors import WatchlistError
from lfr_eval.core.settings import Matching, Section
from lfr_eval.watchlist.enrol import Enrolment, Entry, ListCounts, count
from lfr_eval.watchlist.search import ExactMatcher

SCHEMA_VERSION = 2
"""2: `tables`."""
TABLES = r"(tables-[0-9a-f]{16})?"
DEFAULT = Matching()
NOT_IN_DIGEST = frozenset({"image"})
NOWHERE = Path(os.devnull)
"""The folder of reference images of a list of which none were kept."""


class ListModels(Section):
    """The model pack that made the templates."""

    pack: str
    digests: dict[str, str]
    """sha256 of each model file, by its role."""


class ListHeader(Section):
    """list.json: what is known of a list without opening its tables."""

    schema_version: int = SCHEMA_VERSION
    name: str
    created_utc: datetime
    models: ListModels
    portrait: dict[str, Any]
    """The settings by which references were turned into templates."""
    list_digest: str
    """sha256 over templates and entries."""
    sealed: bool = False
    counts: ListCounts
    """As submitted and enrolled, expired entries included."""
    tables: str = Field(default="", pattern=rf"^{TABLES}$")
    """The folder in that of the list in which entries, templates and images stand; empty = beside list.json."""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A list as it was read, or what of it is in force."""

    header: ListHeader
    entries: tuple[Entry, ...]
    """Failures to enrol included."""
    templates: FloatArray
    """(n, d) float32 rows of length 1, one for each enrolled entry in order."""
    images: Path
    """The folder that holds the reference images, where they are kept."""

    def __post_init__(self) -> None:
        require_shape("templates", self.templates, (sum(entry.reason is None for entry in self.entries), None))

    @property
    def counts(self) -> ListCounts:
        """Counts of these entries."""
        return count(self.entries, self.header.counts.skipped)

    @property
    def submitted(self) -> frozenset[str]:
        """Persons of these entries, those who failed to enrol included: who counts as mated."""
        return frozenset(entry.person_id for entry in self.entries) - {""}

    @property
    def enrolled(self) -> frozenset[str]:
        """Persons with at least one template: who can be found."""
        return frozenset(entry.person_id for entry in self.entries if entry.reason is None)

    def in_force(self, at: datetime) -> Self:
        """Leave out the entries that have expired at a moment, which must name its time zone."""
        if at.tzinfo is None:
            raise ValueError(f"at: expected a time with a time zone, got {at}")
        keep = np.array([entry.ends is None or at <= entry.ends for entry in self.entries], bool)
        rows = keep[[entry.reason is None for entry in self.entries]]
        kept = tuple(entry for entry, stays in zip(self.entries, keep, strict=True) if stays)
        return dataclasses.replace(self, entries=kept, templates=self.templates[rows])

    def require_model(self, digests: Mapping[str, str]) -> None:
        """Make sure that probes and references come from the same models.

        Args:
            digests: sha256 of the model files of the system under test, by role.

        Raises:
            WatchlistError: They do not.
        """
        other = [role for role, digest in self.header.models.digests.items() if digests.get(role) != digest]
        if other or len(digests) != len(self.header.models.digests):
            pack, name = self.header.models.pack, self.header.name
            raise WatchlistError(
                f"watchlist {name}: it was enrolled with model pack {pack}, and the system runs another "
                f"{' and '.join(other) or 'set of models'}; run it with {pack}, or enrol the list again"
            )

    def matcher(self, matching: Matching = DEFAULT) -> ExactMatcher:
        """Make the list searchable.

        Args:
            matching: How its templates stand in memory, and how many threads a search has.

        Raises:
            WatchlistError: No one is enrolled.
        """
        found = [entry for entry in self.entries if entry.reason is None]
        if not found:
            failed = len(self.entries)
            raise WatchlistError(
                f"watchlist {self.header.name}: no one can be searched for ({failed} entries in force, none enrolled); "
                "see `lfr-eval watchlist show` for the reasons"
            )
        ids, persons = [entry.entry_id for entry in found], [entry.person_id for entry in found]
        return ExactMatcher(ids, persons, self.templates, storage=matching.storage, threads=matching.threads)


def list_in_memory(
    name: str, enrolment: Enrolment, *, models: ListModels, portrait: Mapping[str, Any], created: datetime
) -> Watchlist:
    """A list of what was just enrolled, of which nothing is on a disk; the arguments are those of `write_watchlist`."""
    header = ListHeader(
        name=name,
        created_utc=created,
        models=models,
        portrait=dict(portrait),
        list_digest=list_digest(enrolment.entries, enrolment.templates),
        counts=enrolment.counts,
    )
    return Watchlist(header, enrolment.entries, enrolment.templates, NOWHERE)


def list_digest(entries: Iterable[Entry], templates: FloatArray) -> str:
    """Sha256 over entries and templates, whatever the versions of the libraries that store them."""
    entries = tuple(entries)
    columns = [field.name for field in dataclasses.fields(Entry) if field.name not in NOT_IN_DIGEST]
    sha = hashlib.sha256(json.dumps(templates.shape).encode())
    sha.update(np.ascontiguousarray(templates, "<f4").data)
    for column in columns:
        sha.update(json.dumps([column, [getattr(entry, column) for entry in entries]], allow_nan=False).encode())
    return sha.hexdigest()
