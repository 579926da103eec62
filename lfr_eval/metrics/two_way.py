"""FPIR when probes and list alike are a sample: for other people on other lists of the same make-up (METHODOLOGY 2.4).

FPIR by `rates.rate` holds for the list that was searched. Here each list person is left out once as well, with the
false positives that are theirs alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.effective import effective_trials, exact_upper, few_people, kish
from lfr_eval.metrics.people import FEW, Tally

METHOD = "korn-graubard-two-way"


@dataclass(frozen=True, slots=True)
class FalsePairs:
    """What n non-mated searches of a list returned at or above a threshold."""

    subjects: TextArray
    """(n,) who was searched."""
    acquired: BoolArray
    """(n,) whether there was a template: without one there is no comparison, and no false positive."""
    search: IntArray
    """(m,) index of the search of each pair of a search and a list person that it named; pairs are distinct."""
    person: IntArray
    """(m,) that list person, in [0, persons)."""
    persons: int
    """People enrolled on the list."""

    @property
    def named(self) -> IntArray:
        """(n,) how many list persons each search named."""
        return np.bincount(self.search, minlength=len(self.subjects))


@dataclass(frozen=True, slots=True)
class TwoWayTally:
    """Searches in which something happened, by who was searched, and by whom on the list it hangs on."""

    searched: Tally
    """By who was searched."""
    without: Numbers
    """(persons,) by how many searches the event becomes rarer if this list person is left out; may be below 0."""
    listed: int
    """List persons who were named in a search with the event."""

    @classmethod
    def of(cls, pairs: FalsePairs, naming: int | None = None) -> Self:
        """Searches that named anybody, or exactly so many list persons.

        Args:
            pairs: At least one search.
            naming: How many, at least 1; None = any number.
        """
        named = pairs.named
        happens = named > 0 if naming is None else named == naming
        one_less = named > 1 if naming is None else named == naming + 1
        lost = (happens.astype(float) - one_less)[pairs.search]
        return cls(
            Tally.of(happens, pairs.subjects),
            np.bincount(pairs.person, lost, minlength=pairs.persons).astype(float),
            len(np.unique(pairs.person[happens[pairs.search]])),
        )

    @property
    def known(self) -> bool:
        """Whether enough people, on both sides, carry the event to show how much people and lists differ."""
        return min(self.searched.carriers, self.listed) >= FEW

    @property
    def variance(self) -> float:
        """Of the rate, by leaving out each person who was searched, and each on the list.

        Source: Efron and Stein, Ann. Stat. 9 (1981) 586-596; what hangs on both is counted twice, never too little.
        """
        left_out, persons = self.without / self.searched.n, len(self.without)
        of_list = (1 - 1 / persons) * ((left_out - left_out.mean()) ** 2).sum()
        return self.searched.variance + float(of_list)

    def effective_trials(self, quantile: float) -> float:
        """As `Tally.effective_trials`. A list counts as so many people as its false positives hang on (`kish`)."""
        hang_on = kish(np.abs(self.without)) if self.without.any() else 1.0
        rate, people = self.searched.value, self.searched.effective_people
        return effective_trials(
            rate * (1 - rate),
            self.variance,
            self.searched.n,
            if_alike=people,
            enough=self.searched.carriers >= FEW,
            worth=few_people(min(people, hang_on), quantile),
        )

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Two-sided interval; to be shown only where it is `known`."""
        quantile = (1 + confidence) / 2
        trials, rate = self.effective_trials(quantile), self.searched.value
        return 1 - exact_upper(1 - rate, trials, quantile), exact_upper(rate, trials, quantile)


def two_way_fpir(pairs: FalsePairs) -> Rate:
    """FPIR with an interval for other passers-by and other lists of the same make-up, not only for this list.

    It has no interval while false positives hang on fewer than 10 people of either side: how much lists differ is then
    not shown. No interval can know of a kind of list person so rare that none was on this list.

    Source: METHODOLOGY 2.4; that it holds: benchmarks/transport.py.
    """
    if not len(pairs.subjects):
        return Rate(0, 0, None, None, None, METHOD, 0)
    done = TwoWayTally.of(pairs)
    low, high = done.interval() if done.known else (None, None)
    trials = done.effective_trials(0.975) if done.known else None
    searched = done.searched
    return Rate(searched.k, searched.n, searched.value, low, high, METHOD, searched.subjects, trials)
