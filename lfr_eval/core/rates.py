"""Counts that add up and rates that never travel without their base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """k events among n trials of so many subjects; additive, so rates are always taken last."""

    k: int
    n: int

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
    n: int
    value: float | None
    low: float | None
    high: float | None
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

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Rate:
        """The rate that plain values state; whatever else stands among them is passed over."""
        return cls(**{one.name: stated[one.name] for one in fields(cls) if one.name in stated})

    def to_json(self) -> dict[str, Any]:
        """The rate as plain values; ``None`` where there is none."""
        return asdict(self)

    @property
    def is_open(self) -> bool:
        """Whether truth leaves open how many events there were."""
        return self.k_low is not None and self.k_high is not None

    @property
    def fewest(self) -> int:
        """Events that any attribution allows at least."""
        return self.k if self.k_low is None else self.k_low

    @property
    def most(self) -> int:
        """Events that any attribution allows at most."""
        return self.k if self.k_high is None else self.k_high


@dataclass(frozen=True, slots=True)
class Delay:
    """Summary of waits."""

    median: float | None
    """Seconds by which half had the event; None where fewer than half ever did, or n = 0."""
    p95: float | None
    """Seconds by which 95 % had the event; None where fewer ever did, or n = 0."""
    n: int
    left: int
    """How many of the n left without the event."""
    censored: int
    """How many of the n the end of the footage cut off before it."""
    subjects: int
    """Distinct people who waited; with fewer than 10 there are no intervals."""
    median_low: float | None = None
    """Lower end of the 95 % interval of the median; None where the data give none."""
    median_high: float | None = None
    """Its upper end; None where it has none, as where too few ever had the event."""
    p95_low: float | None = None
    p95_high: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The summary as plain values."""
        return asdict(self)
