"""How much trials know that are not independent: what the one interval is made of (METHODOLOGY 2.4)."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lfr_eval.core.arrays import IntArray


class Evidence(Protocol):
    """Trials that are not independent: of people (`Tally`), or comparisons of two people (`pair_rates.PairTally`)."""

    @property
    def k(self) -> int:
        """Events."""

    @property
    def n(self) -> int:
        """Trials."""

    @property
    def subjects(self) -> int:
        """People."""

    @property
    def value(self) -> float:
        """Events / trials."""

    @property
    def method(self) -> str:
        """How its interval is made."""

    def effective_trials(self, quantile: float) -> float:
        """How many independent trials know as much, for a bound at this quantile."""

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Two-sided interval of the probability of the event."""


def kish(trials: ArrayLike) -> float:
    """(Σ m)² / Σ m²: how many people (s,) trials are of, who have few of them counting less.

    Source: Kish, Survey Sampling (1965), section 11.7.
    """
    m = np.asarray(trials, float)
    return float(m.sum() ** 2 / (m @ m))


def jackknife_variance(sums: IntArray, trials: IntArray, people: IntArray | None = None) -> float:
    """Variance of Σ sums / Σ trials, by leaving out one person at a time; 0 for a single one.

    Args:
        sums: (t,) what each person, or each of some alike, adds to the numerator.
        trials: (t,) and to the denominator, at least 1.
        people: (t,) how many are alike; None = one each.

    Source: Efron and Stein, Ann. Stat. 9 (1981) 586-596.
    """
    count = np.ones_like(trials) if people is None else people
    persons = int(count.sum())
    if persons < 2:
        return 0.0
    without = (count @ sums - sums) / (count @ trials - trials)
    mean = count @ without / persons
    return float((persons - 1) / persons * (count @ (without - mean) ** 2))


def few_people(people: float, quantile: float) -> float:
    """(z / t)² <= 1: what a variance is worth that so few people have shown. Source: Korn and Graubard (1998)."""
    return float(special.ndtri(quantile) / special.stdtrit(max(people - 1, 1), quantile)) ** 2


def effective_trials(
    spread: float, variance: float, trials: float, *, if_alike: float, enough: bool, worth: float
) -> float:
    """How many independent trials would have the variance that is seen.

    Args:
        spread: Variance of one trial: p (1 - p) of a rate.
        variance: Of the mean of all trials, as it is seen between people.
        trials: How many there are; never more count.
        if_alike: How many count if the trials of one person are all alike. So many count where the variance is 0, and
            no more while too few people carry the rarer outcome to show how alike they are.
        enough: Whether people who carry the rarer outcome are enough to show that.
        worth: Of the variance, by `few_people`.

    Source: Korn and Graubard, Survey Methodology 24 (1998) 193-201; METHODOLOGY 2.4.
    """
    if not spread > 0 or not variance > 0:
        return if_alike
    shown = min(spread / variance * worth, trials)
    return shown if enough else min(shown, if_alike)


def exact_upper(value: float, trials: float, quantile: float) -> float:
    """Upper bound of a probability from a share of effective trials. Source: Clopper and Pearson (1934)."""
    if value == 1:
        return 1.0
    events = value * trials
    return float(special.betaincinv(events + 1, trials - events, quantile))
