"""Who and what a list is made of, as far as its entries tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from lfr_eval.watchlist.enrol import Entry

NOT_RECORDED = "not recorded"
PERCENTILES = (5, 50, 95)
SPANS = ((1, "up to 1 day"), (31, "up to 31 days"), (366, "up to 1 year"), (1827, "up to 5 years"))
"""Longest span of each band, in days, and its name; what is longer is `LONGER`."""
LONGER = "over 5 years"
FUTURE, EXPIRED, NEVER = "dated in the future", "expired", "never"


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


def by_listing_age(entries: Iterable[Entry], at: datetime) -> dict[str, int]:
    """Entries by how long ago they were added, as far as `added_at` says; bands without entries are left out.

    When the photographs were *taken* is not recorded in a list.
    """
    ages = [None if entry.added is None else at - entry.added for entry in entries]
    return _banded(ages, missing=NOT_RECORDED, negative=FUTURE, slack=timedelta(days=1))


def by_time_left(entries: Iterable[Entry], at: datetime) -> dict[str, int]:
    """Entries by how long they are still in force; bands without entries are left out."""
    return _banded([None if entry.ends is None else entry.ends - at for entry in entries], NEVER, EXPIRED)


def by_attribute(persons: Iterable[str], groups: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, int]]:
    """Attribute, value and number of people of a list; those of whom it is not recorded come last.

    Args:
        persons: Who is on the list.
        groups: Attribute → value, of each person of whom any is known.
    """
    known = [groups.get(person, {}) for person in sorted(set(persons))]
    found = []
    for attribute in sorted({name for one in known for name in one}):
        counts = Counter(one.get(attribute, NOT_RECORDED) for one in known)
        values = sorted(counts, key=lambda value: (value == NOT_RECORDED, value))
        found += [(attribute, value, counts[value]) for value in values]
    return found


def _banded(
    spans: Iterable[timedelta | None], missing: str, negative: str, slack: timedelta = timedelta(0)
) -> dict[str, int]:
    counts = Counter(_band(span, missing, negative, slack) for span in spans)
    order = (negative, *(name for _, name in SPANS), LONGER, missing)
    return {name: counts[name] for name in order if counts[name]}


def _band(span: timedelta | None, missing: str, negative: str, slack: timedelta) -> str:
    if span is None:
        return missing
    if span < -slack:
        return negative
    return next((name for days, name in SPANS if span <= timedelta(days=days)), LONGER)


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
