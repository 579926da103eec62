"""What a search returns, and who can be asked to search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lfr_eval.core.arrays import FloatArray, IntArray, require_shape


@dataclass(frozen=True, slots=True)
class Matches:
    """The k best persons for each of q probes, best first; a person's score is the best over their entries."""

    person: IntArray
    """(q, k) index into the matcher's `person_ids`."""
    entry: IntArray
    """(q, k) index into the matcher's `entry_ids`: the person's best entry."""
    score: FloatArray
    """(q, k) cosine similarity in [-1, 1], non-increasing along a row."""

    def __post_init__(self) -> None:
        for name in ("entry", "score"):
            require_shape(name, getattr(self, name), self.person.shape)


class Matcher(Protocol):
    """A watchlist that can be searched exactly."""

    @property
    def person_ids(self) -> tuple[str, ...]:
        """The N persons of the list."""
        ...

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """The images (entries) of the list."""
        ...

    def search(self, probes: FloatArray, k: int) -> Matches:
        """Find the min(k, N) best persons for each row of `probes` (q, d), rows of length 1."""
        ...

    def similarity(self, probe: FloatArray, entries: IntArray) -> FloatArray:
        """Cosine similarity of one probe (d,) to the given entries (m,), as (m,) float32."""
        ...
