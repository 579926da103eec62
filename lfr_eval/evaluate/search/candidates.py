"""The ranked persons that each search returned, whether a model here or a vendor's file returned them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, require_shape
from lfr_eval.core.search import Matcher
from lfr_eval.core.thresholds import reaches
from lfr_eval.metrics.curves import Scores


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidate lists of n searches of a list of N persons; parallel arrays of length m, by search, then by rank."""

    persons: tuple[str, ...]
    """The N persons of the list as submitted."""
    enrolled: int
    """Persons who can be found: the longest that a list can be."""
    acquired: BoolArray
    """(n,) False is a failure to acquire: no template, no candidates."""
    search: IntArray
    person: IntArray
    """(m,) index into `persons`."""
    score: Scores
    """(m,) higher = more similar, non-increasing within a search."""

    def __post_init__(self) -> None:
        require_shape("acquired", self.acquired, (None,))
        for name in ("person", "score"):
            require_shape(name, getattr(self, name), self.search.shape)

    @property
    def depth(self) -> IntArray:
        """(n,) candidates of each search."""
        return np.bincount(self.search, minlength=len(self.acquired))

    @property
    def rank(self) -> IntArray:
        """(m,) place of each candidate in its search, from 1."""
        starts = np.cumsum(self.depth) - self.depth
        return np.arange(len(self.search)) - starts[self.search] + 1

    def only(self, chosen: BoolArray) -> Self:
        """The searches under a mask (n,), numbered anew."""
        kept, number = chosen[self.search], np.cumsum(chosen) - 1
        return replace(
            self,
            acquired=self.acquired[chosen],
            search=number[self.search[kept]],
            person=self.person[kept],
            score=self.score[kept],
        )

    def truncated(self, threshold: float) -> BoolArray:
        """(n,) whether further persons at or above the threshold may have been cut off.

        That is where a list is as long as the longest, does not hold everybody, and ends at or above the threshold.
        """
        depth = self.depth
        full = (depth > 0) & (depth == depth.max(initial=0)) & (depth < self.enrolled)
        last = np.full(len(depth), -np.inf)
        last[self.search] = self.score  # the last of each search stays
        cut: BoolArray = full & reaches(last, threshold)
        return cut


def search_list(
    matcher: Matcher, persons: tuple[str, ...], probes: FloatArray, acquired: BoolArray, depth: int
) -> Candidates:
    """Search a list for every probe.

    Args:
        matcher: The enrolled part of the list.
        persons: The list as submitted.
        probes: (n, d) float32 rows of length 1; rows that were not acquired are not looked at.
        acquired: (n,) which probes have a template.
        depth: Candidates wanted of each search.
    """
    found = matcher.search(probes[acquired], depth)
    number = {name: index for index, name in enumerate(persons)}
    person = np.array([number[name] for name in matcher.person_ids], np.int64)
    search = np.repeat(np.flatnonzero(acquired), found.person.shape[1])
    return Candidates(persons, len(person), acquired, search, person[found.person].ravel(), found.score.ravel())


def deepen(candidates: Candidates, matcher: Matcher, probes: FloatArray, threshold: float) -> Candidates:
    """Search again, twice as deep each time, where persons at or above the threshold may have been cut off."""
    deepest = int(candidates.depth.max(initial=0))
    while deepest < candidates.enrolled and (short := candidates.truncated(threshold)).any():
        deepest = min(2 * deepest, candidates.enrolled)
        deeper = search_list(matcher, candidates.persons, probes, short, deepest)
        candidates = _joined(candidates, ~short[candidates.search], deeper)
    return candidates


def _joined(candidates: Candidates, kept: BoolArray, more: Candidates) -> Candidates:
    search = np.concatenate([candidates.search[kept], more.search])
    order = np.argsort(search, kind="stable")
    return replace(
        candidates,
        search=search[order],
        person=np.concatenate([candidates.person[kept], more.person])[order],
        score=np.concatenate([candidates.score[kept], more.score])[order],
    )
