"""Entries of one list that resemble each other: look-alikes, and photographs that stand on it twice.

Everybody is compared with everybody in blocks of whole persons, so that a pair of persons is settled within one block
and the matrix is never held: for 100,000 entries it would take 40 GB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, require_shape
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.thresholds import reaches

BLOCK_ENTRIES = 2_048
"""Its square is how many scores are held at once (16 MB), but for a person with more entries than a block."""
AT_ONCE = 10_000
"""Entries up to which all pairs are compared unasked: some seconds."""
MOST_LISTED = 1_000
NEAR_DUPLICATE = 0.95
"""Similarity from which two entries count as one photograph: a copy that was recompressed, made smaller or cropped."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of entries, the most alike first; `total` counts those too that are not listed."""

    first: IntArray
    """(m,) row of the one entry."""
    second: IntArray
    """(m,) row of the other."""
    score: FloatArray
    """(m,) cosine similarity in [-1, 1]."""
    total: int

    def __len__(self) -> int:
        return len(self.score)

    @classmethod
    def empty(cls) -> Pairs:
        """No pair."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32), 0)

    def joined(self, other: Pairs, most: int) -> Pairs:
        """Both together; of equally alike pairs those that stand first on the list come first."""
        first = np.concatenate([self.first, other.first])
        second = np.concatenate([self.second, other.second])
        score = np.concatenate([self.score, other.score])
        best = np.lexsort((second, first, -score))[:most]
        return Pairs(first[best], second[best], score[best], self.total + other.total)


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """What resembles what on a list."""

    persons: Pairs
    """Pairs of different persons, each by the most alike of their entries, at or above the threshold."""
    one_person: Pairs
    """Pairs of entries of one person that are nearly the same photograph."""
    two_persons: Pairs
    """Pairs of entries of different persons that are nearly the same photograph."""

    def joined(self, other: LookAlikes, most: int) -> LookAlikes:
        """Both together."""
        return LookAlikes(
            self.persons.joined(other.persons, most),
            self.one_person.joined(other.one_person, most),
            self.two_persons.joined(other.two_persons, most),
        )


def look_alikes(
    persons: Sequence[str],
    templates: FloatArray,
    threshold: float,
    *,
    duplicate: float = NEAR_DUPLICATE,
    most: int = MOST_LISTED,
    progress: Progress = silent,
) -> LookAlikes:
    """Compare every entry of a list with every other.

    Args:
        persons: The person of each of the n entries.
        templates: (n, d) float32, rows of length 1.
        threshold: Similarity in [-1, 1] from which two persons are look-alikes, compared in single precision.
        duplicate: Similarity from which two entries are nearly the same photograph.
        most: Pairs of each kind that are listed; all are counted.
        progress: Told of the entries that have been compared with all that stand before them.

    Raises:
        ValueError: Lengths differ, or a threshold is not a similarity.
    """
    require_shape("templates", templates, (len(persons), None))
    if not (-1 <= threshold <= 1 and -1 <= duplicate <= 1):
        raise ValueError(f"threshold: expected similarities from -1 to 1, got {threshold} and {duplicate}")
    order, person = _by_person(persons)
    templates = np.ascontiguousarray(templates[order], np.float32)
    floor = np.float32(min(threshold, duplicate))
    found = LookAlikes(Pairs.empty(), Pairs.empty(), Pairs.empty())
    blocks = list(_blocks(person))
    for number, rows in enumerate(blocks):
        for columns in blocks[: number + 1]:
            row, column, score = _at_least(floor, templates[rows] @ templates[columns].T, rows.start, columns.start)
            block = _sort_out(_Found(order, person, row, column, score), threshold, duplicate)
            found = found.joined(block, most)
        progress(rows.stop, len(person))
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    """Pairs of entries in the order by person."""

    order: IntArray
    """(n,) the row, on the list as given, of each entry in the order by person."""
    person: IntArray
    """(n,) the person of each entry in the order by person."""
    row: IntArray
    column: IntArray
    score: FloatArray

    @property
    def of_one_person(self) -> BoolArray:
        """(m,) whether both entries show one person."""
        return np.asarray(self.person[self.row] == self.person[self.column], np.bool_)

    def only(self, kept: BoolArray | IntArray) -> _Found:
        """These pairs alone, in this order."""
        return _Found(self.order, self.person, self.row[kept], self.column[kept], self.score[kept])

    def best_of_persons(self) -> _Found:
        """Of each pair of persons the most alike entries."""
        first, second = self.person[self.row], self.person[self.column]
        order = np.lexsort((self.column, self.row, -self.score, second, first))
        first, second = first[order], second[order]
        starts = np.append(np.ones(min(1, len(first)), bool), (np.diff(first) != 0) | (np.diff(second) != 0))
        return self.only(order[starts])

    def named(self) -> Pairs:
        """By the rows of the list as given, the one that stands first on it first."""
        ends = np.sort(np.stack([self.order[self.row], self.order[self.column]]), axis=0)
        return Pairs(ends[0], ends[1], self.score, len(self.score))


def _at_least(floor: np.float32, scores: FloatArray, top: int, left: int) -> tuple[IntArray, IntArray, FloatArray]:
    """Row, column and score of what reaches the floor, each pair once."""
    row, column = np.nonzero(scores >= floor)
    once = column + left < row + top
    row, column = row[once], column[once]
    return row + top, column + left, np.clip(scores[row, column], np.float32(-1), np.float32(1))


def _sort_out(found: _Found, threshold: float, duplicate: float) -> LookAlikes:
    one, copies = found.of_one_person, reaches(found.score, duplicate)
    alike = found.only(~one & reaches(found.score, threshold))
    return LookAlikes(
        persons=alike.best_of_persons().named(),
        one_person=found.only(one & copies).named(),
        two_persons=found.only(~one & copies).named(),
    )


def _by_person(persons: Sequence[str]) -> tuple[IntArray, IntArray]:
    """An order that puts the entries of a person side by side, and the number of the person of each in that order."""
    number: dict[str, int] = {}
    person = np.array([number.setdefault(name, len(number)) for name in persons], np.int64)
    order = np.argsort(person, kind="stable")
    return order, person[order]


def _blocks(person: IntArray) -> Iterator[slice]:
    """Runs of whole persons with about `BLOCK_ENTRIES` entries each."""
    starts = np.flatnonzero(np.append(True, np.diff(person) != 0)) if len(person) else np.empty(0, np.int64)
    cuts = np.searchsorted(starts, np.arange(0, len(person), BLOCK_ENTRIES))
    edges = np.unique(np.append(np.append(starts, len(person))[cuts], len(person)))
    return (slice(int(first), int(last)) for first, last in pairwise(edges))
