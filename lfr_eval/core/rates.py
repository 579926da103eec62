"""Counts that add up and rates that never travel without their base."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """k events among n trials of so many subjects; additive, so rates are always taken last."""

    k: int
    """Events."""
    n: int
    """Trials."""

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"counts: expected 0 <= k <= n, got k = {self.k}, n = {self.n}")

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.k + other.k, self.n + other.n)


@dataclass(frozen=True, slots=True)
class Rate:
    """A proportion with its count, its base and its 95 % interval. n = 0 has no value: never 0, never NaN.

    Where truth leaves open whose some events were, `k_low` and `k_high` differ, and the interval is the outer one: from
    the lower end at the fewest events to the upper end at the most. Then there may be no value either: k is the fewest.
    """

    k: int
    """Events."""
    n: int
    """Trials."""
    value: float | None
    """k / n; None if n = 0, and where nothing tells a point value."""
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None
    """Upper end of the 95 % interval."""
    method: str
    """How the interval was made, for example ``korn-graubard``."""
    subjects: int
    """Distinct people behind the n trials; fewer than n means that trials are not independent."""
    n_eff: float | None = None
    """How many independent trials know as much, for the 95 % interval; None where that is not known."""
    k_low: int | None = None
    """Fewest events that any attribution allows; None where nothing is left open."""
    k_high: int | None = None
    """Most events that any attribution allows; None where nothing is left open."""

    def to_json(self) -> dict[str, Any]:
        """The rate as plain values; ``None`` where there is none."""
        return asdict(self)
