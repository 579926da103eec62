"""Exact search of a list: no index, no approximation, the same answer whatever the batch or the order of the list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from lfr_eval.core.arrays import FloatArray, IntArray, require_shape
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.search import Matches
from lfr_eval.core.settings import Storage
from lfr_eval.watchlist.stored import StoredTemplates, blas_threads

SCORES_AT_ONCE = 2**19
"""Scores that are held at once, but for a person with more entries: 2 MB, which stay in the cache of one core."""
BLOCK_PROBES = 64
"""Probes that are searched together."""
GROUPS_PER_RANK = 8
"""Groups of persons per wanted rank, within a block, whose best scores bound the k-th best person from below."""
RESCORED_AT_ONCE = 64
LENGTH_TOLERANCE = 1e-3


class ExactMatcher:
    """Implements `core.search.Matcher` over templates in memory.

    A float32 matrix product is fast, but its last bits depend on the shape of the batch and the place in the list. So
    it only makes the shortlist: everything within its error bound (d u for vectors of length 1: Higham, Accuracy and
    Stability of Numerical Algorithms, 2002, section 3.1; doubled for safety) of the k-th best. Shortlisted entries are
    then scored one by one in float64 and rounded to float32, which makes equal templates score equally, everywhere.
    """

    def __init__(
        self,
        entry_ids: Sequence[str],
        entry_persons: Sequence[str],
        templates: FloatArray,
        *,
        storage: Storage = "float32",
        threads: int = 1,
    ) -> None:
        """Group the entries by person, persons in the order in which they first appear.

        Args:
            entry_ids: The n entries, n >= 1.
            entry_persons: The person of each entry.
            templates: (n, d) float32, rows of length 1.
            storage: float16 rounds them, in half the memory; the answer is then exact for what they were rounded to.
            threads: Of each search; 0 = one per core.

        Raises:
            ValueError: Lengths differ, there is no entry, or a template is not of length 1.
        """
        require_shape("templates", templates, (len(entry_ids), None))
        if len(entry_persons) != len(entry_ids) or not entry_ids:
            raise ValueError(
                f"expected one person for each entry, got {len(entry_persons)} for {len(entry_ids)} entries"
            )
        number: dict[str, int] = {}
        person = np.array([number.setdefault(name, len(number)) for name in entry_persons], np.int64)
        if np.any(np.diff(person) < 0):
            order = np.argsort(person, kind="stable")
            person, templates, entry_ids = person[order], templates[order], [entry_ids[i] for i in order]
        self._person_ids = tuple(number)
        self._entry_ids = tuple(entry_ids)
        self._person = person
        self._one_entry_each = len(number) == len(person)
        self._starts = np.append(np.searchsorted(person, np.arange(len(number))), len(person))
        _require_unit(templates)
        self._templates = StoredTemplates(templates, storage)
        self._threads = threads or usable_cores()
        self._ranges: dict[int, list[tuple[int, int]]] = {}
        self._slack = np.float32(2 * (templates.shape[1] + 1) * np.finfo(np.float32).eps)

    @property
    def person_ids(self) -> tuple[str, ...]:
        """The N persons, in the order of the list."""
        return self._person_ids

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """The n entries, those of a person side by side."""
        return self._entry_ids

    def search(self, probes: FloatArray, k: int) -> Matches:
        """Find the min(k, N) best persons for each row of `probes`.

        Ties go to the person, and within a person to the entry, that comes first in the list.

        Args:
            probes: (q, d) float32, rows of length 1.
            k: Wanted ranks, at least 1.
        """
        require_shape("probes", probes, (None, self._templates.width))
        if k < 1:
            raise ValueError(f"k: expected 1 or more, got {k}")
        _require_unit(probes)
        k = min(k, len(self._person_ids))
        entry, score = np.empty((len(probes), k), np.int64), np.empty((len(probes), k), np.float32)
        with blas_threads(self._threads):
            for start in range(0, len(probes), BLOCK_PROBES):
                part = slice(start, start + BLOCK_PROBES)
                entry[part], score[part] = self._search_block(probes[part], k)
        return Matches(person=self._person[entry], entry=entry, score=score)

    def similarity(self, probe: FloatArray, entries: IntArray) -> FloatArray:
        """Cosine similarity of one probe (d,) to the given entries (m,), as (m,) float32: the scores of `search`."""
        require_shape("probe", probe, (self._templates.width,))
        return self._score(probe[np.newaxis], np.zeros(len(entries), np.int64), entries)

    def _search_block(self, probes: FloatArray, k: int) -> tuple[IntArray, FloatArray]:
        """The best entry and the score of the k best persons, both (q, k), best first."""
        row, entry = self._shortlist(probes, k)
        score = self._score(probes, row, entry)
        if not self._one_entry_each:
            best = self._best_entries(row, entry, score)
            row, entry, score = row[best], entry[best], score[best]
        order = np.lexsort((entry, -score, row))
        first = np.searchsorted(row[order], np.arange(len(probes)))
        kept = order[first[:, np.newaxis] + np.arange(k)]
        return entry[kept], score[kept]

    def _shortlist(self, probes: FloatArray, k: int) -> tuple[IntArray, IntArray]:
        """Every (probe row, entry) that may be the best entry of one of the k best persons."""
        best = np.full((len(probes), k), -np.inf, np.float32)
        found = list[tuple[IntArray, IntArray, FloatArray]]()
        for first, last in self._blocks(max(1, SCORES_AT_ONCE // len(probes))):
            start = self._starts[first]
            score = self._templates.product(probes, slice(start, self._starts[last]))
            step = max(1, (last - first) // (GROUPS_PER_RANK * k))
            groups = np.maximum.reduceat(score, self._starts[first:last:step] - start, axis=1)
            best = np.concatenate((best, groups), axis=1)
            best.partition(-k, axis=1)
            best = best[:, -k:]  # its first column is the least of them
            near = (score >= best[:, :1] - self._slack).ravel().nonzero()[0]
            row, column = np.divmod(near, score.shape[1])
            found.append((row, column + start, score.ravel()[near]))
        row, entry, value = found[0]
        if len(found) > 1:  # what the first blocks let through may since have been beaten
            row, entry, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
            kept = value >= best[row, 0] - self._slack
            row, entry, value = row[kept], entry[kept], value[kept]
        return (row, entry) if self._one_entry_each else self._drop_beaten(row, entry, value)

    def _best_entries(self, row: IntArray, entry: IntArray, score: FloatArray) -> IntArray:
        """Where, for each probe and person, the best entry stands, in order of probes."""
        order = np.lexsort((entry, -score, self._person[entry], row))
        new_row, new_person = np.diff(row[order]) != 0, np.diff(self._person[entry[order]]) != 0
        best: IntArray = order[np.append(True, new_row | new_person)]
        return best

    def _drop_beaten(self, row: IntArray, entry: IntArray, score: FloatArray) -> tuple[IntArray, IntArray]:
        """Leave out entries that another entry of the same person clearly beats."""
        person = self._person[entry]
        order = np.lexsort((entry, row))
        row, entry, score, person = row[order], entry[order], score[order], person[order]
        starts = np.flatnonzero(np.append(True, (np.diff(row) != 0) | (np.diff(person) != 0)))
        best = np.repeat(np.maximum.reduceat(score, starts), np.diff(np.append(starts, len(row))))
        kept = score >= best - self._slack
        return row[kept], entry[kept]

    def _blocks(self, size: int) -> list[tuple[int, int]]:
        """Ranges of whole persons with about `size` entries each."""
        if size not in self._ranges:
            cuts = np.searchsorted(self._starts, np.arange(0, len(self._person), size))
            edges = np.unique(np.append(cuts, len(self._person_ids))).tolist()
            self._ranges[size] = list(pairwise(edges))
        return self._ranges[size]

    def _score(self, probes: FloatArray, row: IntArray, entry: IntArray) -> FloatArray:
        """Cosine similarities of pairs in float64, rounded once, in [-1, 1]."""
        score = np.empty(len(row), np.float32)
        for start in range(0, len(row), RESCORED_AT_ONCE):
            part = slice(start, start + RESCORED_AT_ONCE)
            left, right = probes[row[part]].astype(np.float64), self._templates.exactly(entry[part])
            score[part] = np.einsum("nd,nd->n", left, right)
        np.minimum(score, 1, out=score)
        return np.maximum(score, -1, out=score)


def _require_unit(vectors: FloatArray) -> None:
    squared = np.einsum("nd,nd->n", vectors, vectors)
    off = abs(squared - 1)
    if not (off < 2 * LENGTH_TOLERANCE).all():
        worst = int(np.argmax(off))
        raise ValueError(f"expected rows of length 1, got one of length {np.sqrt(squared[worst])} at row {worst}")
