"""The one way to turn what happened to trials into a rate, or into a guarantee (METHODOLOGY 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.effective import Evidence
from lfr_eval.metrics.people import BY_PEOPLE, EXACT, Tally
from lfr_eval.metrics.proportions import clopper_pearson

CONFIDENCE = 0.95


def rate(
    events: BoolArray | Iterable[bool],
    subjects: TextArray | IntArray | Iterable[str],
    passes: TextArray | None = None,
) -> Rate:
    """The proportion of trials with an event, with a 95 % interval that knows who each trial belongs to.

    Its method is `clopper-pearson` where no subject has more than one trial; else `korn-graubard`, which is the same
    interval at the effective number of trials (`Tally`).

    Args:
        events: (n,) whether the event happened in each trial.
        subjects: (n,) who each trial belongs to.
        passes: (n,) the pass that each trial is a watch of; None, here or among them: not watched again.

    Source: METHODOLOGY 2.4; Korn and Graubard, Survey Methodology 24 (1998) 193-201.
    """
    return rate_of(tally(events, subjects, passes))


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
    high: float | None
    method: str

    def to_json(self) -> dict[str, Any]:
        """The bounds as plain values."""
        return asdict(self)


def guarantee(events: BoolArray | Iterable[bool], subjects: TextArray | IntArray | Iterable[str]) -> Guarantee:
    """One-sided 95 % bounds that decide whether a limit is met: never the point estimate.

    They are the ends of the interval that `rate` shows, each at 95 % by itself.

    Args:
        events: (n,) whether the event happened in each trial.
        subjects: (n,) who each trial belongs to.
    """
    return guarantee_of(tally(events, subjects))


def guarantee_of(done: Tally) -> Guarantee:
    """As `guarantee`, of trials that are added up by person."""
    if not done.n:
        return Guarantee(None, None, EXACT)
    return Guarantee(done.lower(CONFIDENCE), done.upper(CONFIDENCE), done.method)


def tally(
    events: BoolArray | Iterable[bool],
    subjects: TextArray | IntArray | Iterable[str],
    passes: TextArray | None = None,
) -> Tally:
    """Trials added up by person; see `rate`."""
    people = subjects if isinstance(subjects, np.ndarray) else np.array(list(subjects), object)
    return Tally.of(np.fromiter(events, bool), people, passes)
