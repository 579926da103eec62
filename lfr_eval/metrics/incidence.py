"""How soon something happens to people who may leave before it does: cumulative incidence (METHODOLOGY 2.5).

Whoever left without the event will never have it. Kaplan and Meier would take them for people who were merely not
watched long enough, and state a median where fewer than half ever had the event.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lfr_eval.core.arrays import BoolArray, IntArray, SecondsArray, TextArray, require_shape
from lfr_eval.core.rates import Delay
from lfr_eval.metrics.people import FEW, Tally
from lfr_eval.metrics.rates import CONFIDENCE

MEDIAN, P95 = 0.5, 0.95
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits for an event, as parallel arrays of length n: each ended with it, by leaving before it, or was cut off."""

    seconds: SecondsArray
    """(n,) how long each lasted; not negative."""
    happened: BoolArray
    """(n,) whether it ended with the event."""
    cut_off: BoolArray
    """(n,) whether watching ended before either, so that nobody knows."""
    people: TextArray | IntArray
    """(n,) who waited."""

    def __post_init__(self) -> None:
        for name in ("happened", "cut_off", "people"):
            require_shape(name, getattr(self, name), self.seconds.shape)
        if (self.happened & self.cut_off).any():
            raise ValueError("waits: expected that none both ended with the event and was cut off")

    def __len__(self) -> int:
        return len(self.seconds)

    def __getitem__(self, chosen: BoolArray) -> Self:
        return type(self)(self.seconds[chosen], self.happened[chosen], self.cut_off[chosen], self.people[chosen])

    @property
    def left(self) -> BoolArray:
        """(n,) whether it ended by leaving without the event."""
        return ~(self.happened | self.cut_off)

    @property
    def subjects(self) -> int:
        """Distinct people."""
        return len(pd.factorize(self.people)[1])


@dataclass(frozen=True, slots=True)
class Incidence:
    """Share that had the event by a time, as parallel arrays of length m.

    It is a step function from 0 s on: what holds at a time holds until the next.
    """

    time_s: SecondsArray
    """(m,) 0 s, and every time at which the event happened to somebody."""
    share: NDArray[np.float64]
    """(m,) in [0, 1]; never falls."""
    waiting: IntArray
    """(m,) how many still waited just before each time."""

    def at(self, seconds: float) -> float:
        """Share that had the event by a time of 0 s or later."""
        return float(self.share[np.searchsorted(self.time_s, seconds, side="right") - 1])

    def reached(self, share: float) -> float | None:
        """When a share had the event; None where so many never had."""
        past = np.flatnonzero(self.share >= share - _ROUNDING)
        return float(self.time_s[past[0]]) if len(past) else None


def cumulative_incidence(waits: Waits) -> Incidence | None:
    """The share that had the event by each time; leaving without it is a competing event.

    Where nothing was cut off it is the number that had the event by then, divided by all.

    Returns:
        The step function; None where n = 0.

    Source: Aalen and Johansen, Scand. J. Stat. 5 (1978) 141-150.
    """
    if not len(waits):
        return None
    times, place = np.unique(waits.seconds, return_inverse=True)
    ended, happened, left = (
        np.bincount(place[mask], minlength=len(times)) for mask in (slice(None), waits.happened, waits.left)
    )
    waiting = len(waits) - (np.cumsum(ended) - ended)
    still = np.cumprod(1 - (happened + left) / waiting)
    before = np.concatenate([[1.0], still[:-1]])
    share = np.cumsum(before * happened / waiting)
    kept = happened > 0
    start = np.zeros(0 if kept[0] and times[0] == 0 else 1)
    return Incidence(
        time_s=np.concatenate([start, times[kept]]),
        share=np.concatenate([start, np.minimum(share[kept], 1.0)]),
        waiting=np.concatenate([start + len(waits), waiting[kept]]).astype(np.int64),
    )


def share_by(waits: Waits, seconds: float) -> tuple[float, float] | None:
    """The 95 % interval of the share that had the event by a time, by people; None with fewer than 10 of them.

    It holds whatever would have become of waits that were cut off before: its lower end takes them for people who
    never have the event, its upper end for people who had it at once. Where none was cut off, it is the interval of any
    other rate.

    Source: METHODOLOGY 2.4 and 2.5 (none under 10 people); see `Tally`.
    """
    if waits.subjects < FEW:
        return None
    return _low(waits, seconds), _high(waits, seconds)


def summarise(waits: Waits) -> Delay:
    """Median and 95th percentile of the cumulative incidence, with intervals by people.

    The interval of a quantile holds every time at which the interval of the share (`share_by`) holds the quantile.
    That interval rises with time (but for a hair, where it changes its rule), so its ends are found by halving.

    Source: METHODOLOGY 2.5; inverted after Brookmeyer and Crowley, Biometrics 38 (1982) 29-41.
    """
    found = cumulative_incidence(waits)
    if found is None:
        return Delay(median=None, p95=None, n=0, left=0, censored=0, subjects=0)
    ends: dict[str, float | None] = {}
    if waits.subjects >= FEW:
        times = np.unique(waits.seconds).tolist()
        for name, share in (("median", MEDIAN), ("p95", P95)):
            ends[f"{name}_low"] = _first(times, share, lambda seconds: _high(waits, seconds))
            ends[f"{name}_high"] = _first(times, share, lambda seconds: _low(waits, seconds))
    return Delay(
        median=found.reached(MEDIAN),
        p95=found.reached(P95),
        n=len(waits),
        left=int(waits.left.sum()),
        censored=int(waits.cut_off.sum()),
        subjects=waits.subjects,
        **ends,
    )


def _low(waits: Waits, seconds: float) -> float:
    return _by_then(waits, waits.happened, seconds).lower((1 + CONFIDENCE) / 2)


def _high(waits: Waits, seconds: float) -> float:
    return _by_then(waits, waits.happened | waits.cut_off, seconds).upper((1 + CONFIDENCE) / 2)


def _by_then(waits: Waits, counted: BoolArray, seconds: float) -> Tally:
    return Tally.of(counted & (waits.seconds <= seconds), waits.people)


def _first(times: Sequence[float], share: float, bound: Callable[[float], float]) -> float | None:
    """The first time at which a bound that rises with time reaches a share; None where it never does."""
    place = bisect_left(times, share - _ROUNDING, key=bound)
    return times[place] if place < len(times) else None
