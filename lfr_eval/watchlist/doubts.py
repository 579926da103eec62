"""What speaks against the names on a list: one photograph under two, several faces under one, two that look alike.

Whoever stands under two names is found under one of them only, and whoever is several people is found by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.names import alike
from lfr_eval.watchlist.cohesion import Cohesion, cohesion
from lfr_eval.watchlist.enrol import Entry
from lfr_eval.watchlist.lookalikes import AT_ONCE, look_alikes

LEAST_ALIKE, ALIKE_SHARE = 2, 0.25
"""Pairs of look-alikes, in all and for each person on a list, from which one person may stand under several names."""


@dataclass(frozen=True, slots=True)
class Twice:
    """One photograph under two names."""

    first: Entry
    second: Entry
    similarity: float


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against the names of a list."""

    names: tuple[str, ...]
    """Names that look alike and are taken for two, a line each."""
    twice: tuple[Twice, ...]
    """Photographs under two names, the most alike first; some of them, where there are very many."""
    twice_in_all: int | None
    """How many there are; None where a list is so long that its photographs were not compared."""
    alike: int
    """Pairs of different people who resemble each other; 0 where they were not compared."""
    people: int
    """Enrolled."""
    cohesion: Cohesion

    @property
    def one_under_several(self) -> bool:
        """Whether so many people resemble each other that one may stand under several names."""
        return self.alike >= LEAST_ALIKE and self.alike >= ALIKE_SHARE * self.people


def doubts_about(entries: Sequence[Entry], templates: FloatArray, threshold: float) -> Doubts:
    """Look a list through.

    Args:
        entries: Failures to enrol included.
        templates: (n, d) float32 rows of length 1, one for each enrolled entry in order.
        threshold: Similarity from which two photographs resemble each other.
    """
    enrolled = [entry for entry in entries if entry.reason is None]
    persons = [entry.person_id for entry in enrolled]
    found = look_alikes(persons, templates, threshold) if len(enrolled) <= AT_ONCE else None
    copies = found.two_persons if found else None
    listed = zip(copies.first, copies.second, copies.score, strict=True) if copies else ()
    return Doubts(
        names=tuple(alike(entry.person_id for entry in entries if entry.person_id)),
        twice=tuple(Twice(enrolled[one], enrolled[other], float(score)) for one, other, score in listed),
        twice_in_all=None if copies is None else copies.total,
        alike=found.persons.total if found else 0,
        people=len(set(persons)),
        cohesion=cohesion(persons, templates, threshold),
    )
