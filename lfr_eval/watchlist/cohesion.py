"""Whether the photographs of one name show one person: names that stand for a role, a camera or a session do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import FloatArray, require_shape

MOST_EACH = 50
"""Photographs of one name that are compared with each other; of more, so many spread evenly over them."""


@dataclass(frozen=True, slots=True)
class PairsOfOne:
    """The photographs of one name, compared with each other."""

    person: str
    """The name."""
    pairs: int
    """Pairs of photographs that were compared."""
    below: int
    """Pairs whose similarity is below the threshold."""

    @property
    def doubtful(self) -> bool:
        """Whether most of them do not resemble each other."""
        return 2 * self.below > self.pairs


@dataclass(frozen=True, slots=True)
class Cohesion:
    """How far photographs under one name resemble each other."""

    names: tuple[PairsOfOne, ...]
    """Every name with two photographs or more, in the order in which they are met."""

    @property
    def pairs(self) -> int:
        """All pairs that were compared."""
        return sum(one.pairs for one in self.names)

    @property
    def below(self) -> int:
        """Those below the threshold."""
        return sum(one.below for one in self.names)

    @property
    def doubtful(self) -> tuple[PairsOfOne, ...]:
        """The names of which most pairs are below the threshold, those with the largest share first."""
        found = [one for one in self.names if one.doubtful]
        return tuple(sorted(found, key=lambda one: -one.below / one.pairs))


def cohesion(persons: Sequence[str], templates: FloatArray, threshold: float) -> Cohesion:
    """Compare the photographs of each name with each other.

    Args:
        persons: The name of each of n photographs.
        templates: (n, d) float32, rows of length 1.
        threshold: Similarity in [-1, 1] from which two photographs resemble each other, in single precision.

    Raises:
        ValueError: Lengths differ.
    """
    require_shape("templates", templates, (len(persons), None))
    rows: dict[str, list[int]] = defaultdict(list)
    for row, person in enumerate(persons):
        rows[person].append(row)
    found = []
    for person, theirs in rows.items():
        if len(theirs) < 2:
            continue
        chosen = templates[np.array(theirs)[_spread(len(theirs))]]
        scores = (chosen @ chosen.T)[np.triu_indices(len(chosen), 1)]
        found.append(PairsOfOne(person, len(scores), int((scores < np.float32(threshold)).sum())))
    return Cohesion(tuple(found))


def _spread(n: int) -> slice | list[int]:
    """At most `MOST_EACH` of n places, evenly spread."""
    return slice(None) if n <= MOST_EACH else np.linspace(0, n - 1, MOST_EACH).astype(int).tolist()
