"""The rate of an event among comparisons of two people, with an interval that knows who was compared.

A comparison of two people depends on both, and one person takes part in many comparisons. So neither comparisons nor
one side of them is what counts, but people: each is left out once with all comparisons that involve them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.effective import effective_trials, exact_upper, few_people, kish
from lfr_eval.metrics.people import BY_PEOPLE, EXACT, FEW
from lfr_eval.metrics.rates import rate_of

EVENTS, COMPARISONS = 0, 1
"""Columns of a side."""


@dataclass(frozen=True, slots=True)
class PairTally:
    """Comparisons of two people, with what each person has in them."""

    k: int
    """Comparisons with the event."""
    n: int
    """Comparisons."""
    sides: tuple[IntArray, ...]
    """(s, 2) events and comparisons (at least one) of each person: all on one side, or two sides of other people."""

    @classmethod
    def of(cls, k: int, n: int, *sides: IntArray) -> Self:
        """Leave out who takes part in no comparison."""
        return cls(k, n, tuple(side[side[:, COMPARISONS] > 0] for side in sides))

    @property
    def subjects(self) -> int:
        """People who take part in a comparison."""
        return sum(len(side) for side in self.sides)

    @property
    def value(self) -> float:
        """Events / comparisons; there must be some."""
        return self.k / self.n

    @property
    def method(self) -> str:
        """How its interval is made."""
        return EXACT if self._alone else BY_PEOPLE

    @property
    def effective_people(self) -> float:
        """People of the side that has fewer, those counting less who take part in few comparisons; see `kish`."""
        return min(kish(side[:, COMPARISONS]) for side in self.sides)

    @property
    def if_alike(self) -> float:
        """How many comparisons count if it depends on one person alone what comes of theirs.

        One for each person of the shorter side; one for two people where everybody stands on one side, because a
        comparison then takes two of them.
        """
        each = max(side[:, COMPARISONS].sum() / self.n for side in self.sides)
        return self.effective_people / float(each)

    @property
    def carriers(self) -> int:
        """People of a side who have an event, or who have a comparison without one; the fewest of all."""
        return min(
            int(min((side[:, EVENTS] > 0).sum(), (side[:, EVENTS] < side[:, COMPARISONS]).sum())) for side in self.sides
        )

    @property
    def variance(self) -> float:
        """Of the rate, by leaving out one person at a time; 0 where it does not matter who is left out.

        Source: Efron and Stein, Ann. Stat. 9 (1981) 586-596: of a statistic of pairs it is not understated.
        """
        events, comparisons = np.concatenate(self.sides).T
        if (comparisons == self.n).any():
            return 0.0
        without = (self.k - events) / (self.n - comparisons)
        return float((1 - 1 / len(without)) * ((without - without.mean()) ** 2).sum())

    def effective_trials(self, quantile: float) -> float:
        """How many independent comparisons know as much, for a bound at this quantile.

        Args:
            quantile: In (0.5, 1): 0.975 for each end of a 95 % interval.

        Source: as `effective.effective_trials`.
        """
        if self._alone:
            return float(self.n)
        return effective_trials(
            self.value * (1 - self.value),
            self.variance,
            self.n,
            if_alike=self.if_alike,
            enough=self.carriers >= FEW,
            worth=few_people(self.effective_people, quantile),
        )

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Two-sided interval: Clopper and Pearson's at the effective comparisons."""
        quantile = (1 + confidence) / 2
        trials = self.effective_trials(quantile)
        return 1 - exact_upper(1 - self.value, trials, quantile), exact_upper(self.value, trials, quantile)

    @property
    def _alone(self) -> bool:
        """Whether nobody takes part in two comparisons."""
        return all((side[:, COMPARISONS] == 1).all() for side in self.sides)


def pair_rate(k: int, n: int, *sides: IntArray) -> Rate:
    """The proportion of comparisons with an event, with a 95 % interval that respects people on both sides.

    Its method is `korn-graubard`: Clopper and Pearson's interval at the number of independent comparisons that would
    have the variance of the delete-one-person jackknife; `clopper-pearson` where nobody takes part in two comparisons.

    Args:
        k: Comparisons with the event.
        n: Comparisons; 0 has no value.
        sides: (s, 2) events and comparisons that involve each person; two where the sides are of other people.

    Source: METHODOLOGY 2.4; Efron and Stein (1981); Korn and Graubard (1998).
    """
    return rate_of(PairTally.of(k, n, *sides))


def rate_of_pairs(events: BoolArray, first: TextArray, second: TextArray) -> Rate:
    """As `pair_rate`, of comparisons that are given one by one.

    Args:
        events: (n,) whether the event happened in each comparison.
        first: (n,) subject on one side.
        second: (n,) subject on the other side; the same one where the comparison is mated.
    """
    people, who = np.unique(np.concatenate([first, second]), return_inverse=True)
    one, other = who[: len(events)], who[len(events) :]
    two = one != other
    n_of = np.bincount(one, minlength=len(people)) + np.bincount(other[two], minlength=len(people))
    k_of = np.bincount(one[events], minlength=len(people)) + np.bincount(other[two & events], minlength=len(people))
    return pair_rate(int(events.sum()), len(events), np.stack([k_of, n_of], axis=1))
