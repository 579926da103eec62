"""Who and what a list is made of, as far as its entries tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from lfr_eval.watchlist.enrol import Entry

NOT_RECORDED = "not recorded"
PERCENTILES = (5, 50, 95)


@dataclass(frozen=True, slots=True)
class Category:
    """The part of a list that was added for one purpose."""

    persons: int
    entries: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class Makeup:
    """A summary of a list."""

    categories: Mapping[str, Category]
    """By category, failures to enrol included; a person may be in several."""
    failed: Mapping[str, int]
    """Entries that failed to enrol, by reason, the commonest first."""
    eye_px: Mapping[str, float] | None
    """Percentiles p5, p50, p95 of the distance between the eyes in enrolled references; None where there are none."""
    padded: int
    """Enrolled references so tightly cropped that a border had to be added."""
    expired: int
    """Entries no longer in force."""
    expiring: Mapping[str, int]
    """Entries in force that will expire, by `expires_at` as written, the soonest first."""
    never_expiring: int


def summarise(entries: Iterable[Entry], at: datetime) -> Makeup:
    """Summarise the entries of a list as of a moment, which must name its time zone."""
    entries = tuple(entries)
    enrolled = [entry for entry in entries if entry.reason is None]
    failed = Counter(entry.reason for entry in entries if entry.reason is not None)
    ends = Counter((entry.ends, str(entry.expires_at)) for entry in entries if entry.ends is not None)
    expiring = {written: ends[end, written] for end, written in sorted(ends) if end >= at}
    return Makeup(
        categories=_categories(entries),
        failed=dict(failed.most_common()),
        eye_px=_percentiles([entry.eye_px for entry in enrolled if entry.eye_px is not None]),
        padded=sum(entry.padded for entry in enrolled),
        expired=ends.total() - sum(expiring.values()),
        expiring=expiring,
        never_expiring=len(entries) - ends.total(),
    )


def _categories(entries: Iterable[Entry]) -> dict[str, Category]:
    parts = defaultdict(list)
    for entry in entries:
        parts[entry.category or NOT_RECORDED].append(entry)
    return {
        name: Category(
            persons=len({entry.person_id for entry in part} - {""}),
            entries=len(part),
            enrolled=sum(entry.reason is None for entry in part),
        )
        for name, part in sorted(parts.items())
    }


def _percentiles(values: list[float]) -> dict[str, float] | None:
    if not values:
        return None
    return {f"p{q}": float(value) for q, value in zip(PERCENTILES, np.percentile(values, PERCENTILES), strict=True)}
