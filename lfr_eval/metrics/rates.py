"""The one way to turn what happened to trials into a rate, or into a guarantee (METHODOLOGY 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.effective import Evidence
from lfr_eval.metrics.people import BY_PEOPLE, EXACT, Tally
from lfr_eval.metrics.proportions import clopper_pearson

CONFIDENCE = 0.95


Happened = BoolArray | Iterable[bool | None]
"""(n,) whether an event happened in each trial; None where nothing tells."""
Subjects = TextArray | IntArray | Iterable[str]
"""(n,) who each trial belongs to."""


def rate(
    events: Happened,
    subjects: Subjects,
    least: BoolArray | None = None,
    most: BoolArray | None = None,
    passes: TextArray | None = None,
) -> Rate:
    """The proportion of trials with an event, with a 95 % interval that knows who each trial belongs to.

    Its method is `clopper-pearson` where no subject has more than one trial; else `korn-graubard`, which is the same
    interval at the effective number of trials (`Tally`).

    Args:
        events: Whether the event happened in each trial. None, where nothing tells, needs `least` and `most`.
        subjects: Who each trial belongs to.
        least: (n,) the same, where hits that truth leaves open are attributed so that there are fewest events. With
            `most` the interval goes from the lower end at the fewest to the upper end at the most.
        most: (n,) likewise, most.
        passes: (n,) the pass that each trial is a watch of; None, here or among them: not watched again.

    Source: METHODOLOGY 2.4; Korn and Graubard, Survey Methodology 24 (1998) 193-201.
    """
    told = _Told.of(events, subjects, (least, most), passes)
    few, many = told.ends
    stated = rate_of(few if told.point is None else told.point)
    if few is many:
        return stated
    every = [one.interval(CONFIDENCE) for one in told.known]
    outer = replace(stated, low=min(low for low, _ in every), high=max(high for _, high in every))
    if few.k == many.k:
        return outer
    return replace(outer, value=None if told.point is None else stated.value, k_low=few.k, k_high=many.k)


def rate_of(done: Evidence) -> Rate:
    """As `rate`, of trials that are added up by person, or of comparisons of two people."""
    if not done.n:
        return Rate(k=0, n=0, value=None, low=None, high=None, method=EXACT, subjects=0, n_eff=None)
    low, high = done.interval(CONFIDENCE)
    return Rate(
        k=done.k,
        n=done.n,
        value=done.value,
        low=low,
        high=high,
        method=done.method,
        subjects=done.subjects,
        n_eff=done.effective_trials((1 + CONFIDENCE) / 2),
    )


def independent_rate(k: int, n: int, watches: float = 1) -> Rate:
    """K events in n trials of as many people, or of things that nobody can tell apart; n = 0 has no value.

    Args:
        k: Events.
        n: Trials.
        watches: How often each was watched on average: the interval is that of n / `watches` trials.

    Source: Clopper and Pearson (1934).
    """
    if watches == 1 or not n:
        return rate_of(Tally.by_person(np.repeat([1, 0], [k, n - k]), np.ones(n, np.int64)))
    low, high = clopper_pearson(k / watches, n / watches, CONFIDENCE)
    return Rate(k, n, k / n, low, high, BY_PEOPLE, n, n / watches)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One-sided 95 % bounds of a rate: `high` for "at most", `low` for "at least"; None without trials."""

    low: float | None
    """At least this, with 95 % confidence."""
    high: float | None
    """At most this, with 95 % confidence."""
    method: str
    """How the bounds were made."""

    def to_json(self) -> dict[str, Any]:
        """The bounds as plain values."""
        return asdict(self)


def guarantee(
    events: Happened,
    subjects: Subjects,
    least: BoolArray | None = None,
    most: BoolArray | None = None,
    passes: TextArray | None = None,
) -> Guarantee:
    """One-sided 95 % bounds that decide whether a limit is met: never the point estimate.

    They are the ends of the interval that `rate` shows, each at 95 % by itself; the arguments are the same.
    """
    every = [guarantee_of(one) for one in _Told.of(events, subjects, (least, most), passes).known]
    lows, highs = (
        [end for end in side if end is not None] for side in zip(*((one.low, one.high) for one in every), strict=True)
    )
    return Guarantee(min(lows, default=None), max(highs, default=None), every[0].method)


def guarantee_of(done: Tally) -> Guarantee:
    """As `guarantee`, of trials that are added up by person."""
    if not done.n:
        return Guarantee(None, None, EXACT)
    return Guarantee(done.lower(CONFIDENCE), done.upper(CONFIDENCE), done.method)


@dataclass(frozen=True, slots=True)
class _Told:
    """Trials added up by person as far as truth tells what happened."""

    point: Tally | None
    """None where nothing tells of some trials."""
    ends: tuple[Tally, Tally]
    """At the fewest events and at the most; one and the same where nothing is open."""

    @classmethod
    def of(
        cls,
        events: Happened,
        subjects: Subjects,
        ends: tuple[BoolArray | None, BoolArray | None],
        passes: TextArray | None = None,
    ) -> _Told:
        least, most = ends
        people = subjects if isinstance(subjects, np.ndarray) else np.array(list(subjects), object)
        known = events if isinstance(events, np.ndarray) else np.array(list(events), object)
        point = None if None in known else Tally.of(known.astype(bool), people, passes)
        if least is None or most is None:
            if point is None:
                raise ValueError("events: expected what happened in every trial, or the fewest and the most beside it")
            return cls(point, (point, point))
        if point is not None and (least == most).all():
            return cls(point, (point, point))
        return cls(point, (Tally.of(least, people, passes), Tally.of(most, people, passes)))

    @property
    def known(self) -> list[Tally]:
        """All that the trials may add up to, as far as is known."""
        return [*self.ends, *([] if self.point is None else [self.point])]
