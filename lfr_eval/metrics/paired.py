"""Two systems on the same trials: the paired difference of a rate, and whether chance explains it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import numpy as np
from scipy import stats

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.metrics.comparisons import Effect, level_of
from lfr_eval.metrics.effective import effective_trials, few_people, jackknife_variance, kish
from lfr_eval.metrics.people import FEW
from lfr_eval.metrics.proportions import wilson

BY_PEOPLE, ALONE = "newcombe-paired-people", "newcombe-paired"


@dataclass(frozen=True, slots=True)
class PairedCounts:
    """What happened to trials that two systems both had; the four add up to n."""

    both: float
    only_first: float
    only_second: float
    neither: float

    @property
    def n(self) -> float:
        """All trials."""
        return self.both + self.only_first + self.only_second + self.neither

    def scaled(self, n: float) -> PairedCounts:
        """The same shares of n trials."""
        parts = (self.both, self.only_first, self.only_second, self.neither)
        return PairedCounts(*(part * n / self.n for part in parts))


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """How far the rates of two systems are apart on the trials that both had; first minus second."""

    counts: PairedCounts
    difference: float | None
    """In [-1, 1]; None without trials."""
    low: float | None
    """Of the 95 % interval."""
    high: float | None
    method: str
    p: float | None
    """Two-sided, by inversion of the interval, so that the two never disagree."""
    mcnemar_p: float | None
    """McNemar's exact one; None where a subject has more than one trial, since trials are not independent then. It is
    stricter than the interval: it may be above 0.05 where the interval leaves 0 out."""
    subjects: int
    n_eff: float | None
    """How many independent trials know as much, for the 95 % interval."""
    ends: tuple[float, float] | None = None
    """Least and greatest difference that the data allow where truth leaves open in which trials the event happened;
    then `difference` has a value only if it is the same in all, and the interval is the outer one."""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def paired_difference(
    first: BoolArray | Iterable[bool], second: BoolArray | Iterable[bool], subjects: TextArray | Iterable[str]
) -> PairedDifference:
    """The difference of two rates on the same trials, with a 95 % interval that knows whose trials they are.

    Newcombe's interval for paired shares (method `newcombe-paired`); where a subject has more than one trial, at the
    number of independent trials whose difference would vary as it does between people (`newcombe-paired-people`).

    Args:
        first: (n,) whether the event happened in each trial of the first system.
        second: (n,) the same trials, of the second.
        subjects: (n,) who each trial belongs to.

    Raises:
        ValueError: The three are not of one length.

    Source: Newcombe (1998); Korn and Graubard (1998); McNemar (1947); METHODOLOGY 2.4.
    """
    one, other, people = np.fromiter(first, bool), np.fromiter(second, bool), np.array(list(subjects), object)
    if not len(one) == len(other) == len(people):
        raise ValueError(f"pairs: expected one length, got {len(one)}, {len(other)} and {len(people)}")
    counts = PairedCounts(*(int(x.sum()) for x in (one & other, one & ~other, ~one & other, ~one & ~other)))
    if not len(one):
        return PairedDifference(counts, None, None, None, ALONE, None, None, 0, None)
    done = _People.of(one, other, people)

    def at(confidence: float) -> Effect:
        return newcombe_paired(counts.scaled(done.effective_trials((1 + confidence) / 2)), confidence)

    found = at(0.95)
    return PairedDifference(
        counts=counts,
        difference=found.estimate,
        low=found.low,
        high=found.high,
        method=ALONE if done.alone else BY_PEOPLE,
        p=level_of(at, 0.0),
        mcnemar_p=mcnemar_p(int(counts.only_first), int(counts.only_second)) if done.alone else None,
        subjects=len(done.trials),
        n_eff=done.effective_trials(0.975),
    )


def outer_difference(worlds: Sequence[PairedDifference]) -> PairedDifference:
    """What holds whichever of several worlds is the case: the first one's counts, with the outer interval of all.

    Args:
        worlds: At least one, of the same trials of the same people.
    """
    first = worlds[0]
    apart = [one.difference for one in worlds if one.difference is not None]
    if not apart or all(one.counts == first.counts for one in worlds):
        return first
    ends = min(apart), max(apart)
    settled = ends[0] == ends[1]
    tried = [one.p for one in worlds if one.p is not None]
    return replace(
        first,
        difference=ends[0] if settled else None,
        low=min(one.low for one in worlds if one.low is not None),
        high=max(one.high for one in worlds if one.high is not None),
        p=1.0 if ends[0] < 0 < ends[1] else max(tried),
        mcnemar_p=None,
        n_eff=min(one.n_eff for one in worlds if one.n_eff is not None),
        ends=ends,
    )


@dataclass(frozen=True, slots=True)
class _People:
    """(s,) trials of each person, and those that only one of the systems had the event in."""

    trials: IntArray
    only_first: IntArray
    only_second: IntArray

    @classmethod
    def of(cls, first: BoolArray, second: BoolArray, subjects: TextArray) -> Self:
        """Add up trials by person."""
        names, who = np.unique(subjects, return_inverse=True)
        return cls(
            *(np.bincount(who[mask], minlength=len(names)) for mask in (slice(None), first & ~second, second & ~first))
        )

    @property
    def alone(self) -> bool:
        """Whether nobody has more than one trial."""
        return bool((self.trials == 1).all())

    def effective_trials(self, quantile: float) -> float:
        """As `effective.effective_trials`, of the difference; who carries an outcome carries a disagreement."""
        n = int(self.trials.sum())
        if self.alone:
            return float(n)
        disagreements, apart = self.only_first + self.only_second, self.only_first - self.only_second
        people = kish(self.trials)
        return effective_trials(
            float(disagreements.sum() / n - (apart.sum() / n) ** 2),
            jackknife_variance(apart, self.trials),
            n,
            if_alike=people,
            enough=int((disagreements > 0).sum()) >= FEW,
            worth=few_people(people, quantile),
        )


def newcombe_paired(counts: PairedCounts, confidence: float = 0.95) -> Effect:
    """Difference of two paired proportions, first minus second, from their Wilson intervals and their correlation.

    Args:
        counts: At least one trial; shares of trials may stand for whole ones.
        confidence: In (0, 1).

    Source: Newcombe, Stat. Med. 17 (1998) 2635-2650, method 10.
    """
    n = counts.n
    k1, k2 = counts.both + counts.only_first, counts.both + counts.only_second
    p1, p2 = k1 / n, k2 / n
    (low1, high1), (low2, high2) = wilson(k1, n, confidence), wilson(k2, n, confidence)
    phi = _correlation(counts)

    def reach(a: float, b: float) -> float:
        return math.sqrt(max(a * a - 2 * phi * a * b + b * b, 0.0))

    difference = (counts.only_first - counts.only_second) / n
    low, high = difference - reach(p1 - low1, high2 - p2), difference + reach(high1 - p1, p2 - low2)
    return Effect(difference, max(low, -1.0), min(high, 1.0), "newcombe-paired")


def mcnemar_p(only_first: int, only_second: int) -> float:
    """Two-sided exact p that two systems differ, from the independent trials on which they disagree; 1 if on none.

    Source: McNemar, Psychometrika 12 (1947) 153-157, with the binomial distribution of the disagreements.
    """
    disagreements = only_first + only_second
    fewer = min(only_first, only_second)
    return min(1.0, 2 * float(stats.binom.cdf(fewer, disagreements, 0.5))) if disagreements else 1.0


def _correlation(counts: PairedCounts) -> float:
    """Phi of the two systems, with Newcombe's continuity correction where it is positive."""
    a, b, c, d = counts.both, counts.only_first, counts.only_second, counts.neither
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    cross = a * d - b * c
    return (max(cross - counts.n / 2, 0.0) if cross > 0 else cross) / math.sqrt(margins)
