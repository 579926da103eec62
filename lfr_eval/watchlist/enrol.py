"""Enrolment: every submission becomes an entry, with a template or with the reason why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.progress import Progress, silent
from lfr_eval.watchlist.submissions import Submission, Submissions, last_moment


@dataclass(frozen=True, slots=True)
class Entry:
    """One submitted image as it stands on the list."""

    entry_id: str
    person_id: str
    category: str | None
    added_at: str | None
    expires_at: str | None
    provenance: str | None
    reason: str | None
    """Why it failed to enrol; None where it is enrolled."""
    eye_px: float | None
    """Distance between the eyes in the reference, in its pixels."""
    quality: float | None
    padded: bool
    other_faces: int
    image: str | None = None
    """File name of the reference image in the stored list; None where it is not kept."""

    @property
    def status(self) -> str:
        """``enrolled`` or ``failed``."""
        return "failed" if self.reason else "enrolled"

    @property
    def ends(self) -> datetime | None:
        """The last moment at which it is in force; None where it does not expire, or failed for its bad date."""
        return _moment(self.expires_at)

    @property
    def added(self) -> datetime | None:
        """When it was added, at the latest; None where that is not recorded, or failed for its bad date."""
        return _moment(self.added_at)


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many were submitted and how many enrolled."""

    persons_submitted: int
    persons_enrolled: int
    """Persons with at least one enrolled image: the list size N."""
    images_submitted: int
    images_enrolled: int
    failed: Mapping[str, int]
    """Images that failed to enrol, by reason."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Files of the submitted folder that were no submission, by reason."""
    turned: Mapping[str, int] = field(default_factory=dict)
    """Enrolled images that had to be turned upright, by how many degrees they were turned."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The outcome of every submission, in their order."""

    entries: tuple[Entry, ...]
    sources: tuple[Path, ...]
    """The submitted image of each entry."""
    templates: FloatArray
    """(n, d) float32 rows of length 1, one for each enrolled entry in order; (0, 0) where no one is enrolled."""
    skipped: Mapping[str, int]
    turned: Mapping[str, int] = field(default_factory=dict)
    """See `ListCounts`."""

    @property
    def counts(self) -> ListCounts:
        """Its counts."""
        return replace(count(self.entries, self.skipped), turned=dict(self.turned))


def enrol(submissions: Submissions, portrait: Callable[[Path], Portrait], progress: Progress = silent) -> Enrolment:
    """Turn every submission into an entry; none stops the others.

    Args:
        submissions: What was submitted.
        portrait: What the engine makes of an image; an unreadable one is a reason, not an exception.
        progress: Told after each image.
    """
    entries, templates, turned = [], [], Counter[str]()
    for row in submissions.rows:
        made = portrait(row.path) if row.problem is None else None
        entries.append(_entry(row, made))
        if made is not None and made.template is not None:
            templates.append(_unit(made.template))
            turned.update([str(made.turned_deg)] if made.turned_deg else [])
        progress(len(entries), len(submissions.rows), row.entry_id)
    stacked = np.stack(templates) if templates else np.empty((0, 0), np.float32)
    paths = tuple(row.path for row in submissions.rows)
    return Enrolment(tuple(entries), paths, stacked, submissions.skipped, dict(turned))


def count(entries: Iterable[Entry], skipped: Mapping[str, int]) -> ListCounts:
    """Count persons and images; a row without a person id is an image of no countable person."""
    entries = tuple(entries)
    enrolled = [entry for entry in entries if entry.reason is None]
    return ListCounts(
        persons_submitted=len({entry.person_id for entry in entries} - {""}),
        persons_enrolled=len({entry.person_id for entry in enrolled}),
        images_submitted=len(entries),
        images_enrolled=len(enrolled),
        failed=dict(Counter(entry.reason for entry in entries if entry.reason is not None)),
        skipped=dict(skipped),
    )


def _moment(written: str | None) -> datetime | None:
    try:
        return None if written is None else last_moment(written)
    except (ValueError, OverflowError):
        return None


def _entry(row: Submission, made: Portrait | None) -> Entry:
    return Entry(
        entry_id=row.entry_id,
        person_id=row.person_id,
        category=row.category,
        added_at=row.added_at,
        expires_at=row.expires_at,
        provenance=row.provenance,
        reason=row.problem if made is None else made.reason,
        eye_px=made.eye_px if made else None,
        quality=made.quality if made else None,
        padded=made.padded if made else False,
        other_faces=made.other_faces if made else 0,
    )


def _unit(template: FloatArray) -> FloatArray:
    length = np.linalg.norm(template.astype(np.float64))
    if not (np.isfinite(length) and length > 0):
        raise ValueError(f"template: expected a finite vector that is not zero, got one of length {length}")
    return np.asarray(template / length, dtype=np.float32)
