"""Two systems on the same trials: the paired difference of a rate, and whether chance explains it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.metrics.bootstrap import SubjectSums, percentile_interval, quotient
from lfr_eval.metrics.comparisons import Effect
from lfr_eval.metrics.proportions import wilson


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
    """Exact McNemar; None where a subject has more than one trial, since trials are not independent then."""
    subjects: int

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def paired_difference(
    first: BoolArray | Iterable[bool],
    second: BoolArray | Iterable[bool],
    subjects: TextArray | Iterable[str],
    seed: int = 0,
) -> PairedDifference:
    """The difference of two rates on the same trials, with a 95 % interval that knows whose trials they are.

    Its method is `newcombe-paired` where no subject has more than one trial; else `cluster-bootstrap`, by subject.
    Where the bootstrap degenerates to a point (the systems differ in no subject, or in all alike) it is
    `newcombe-paired-subjects`: Newcombe's interval at the same shares with as many trials as there are subjects.

    Args:
        first: (n,) whether the event happened in each trial of the first system.
        second: (n,) the same trials, of the second.
        subjects: (n,) who each trial belongs to.
        seed: Of the bootstrap.

    Raises:
        ValueError: The three are not of one length.

    Source: Newcombe (1998); Field and Welsh (2007); McNemar (1947).
    """
    one, other, people = np.fromiter(first, bool), np.fromiter(second, bool), np.array(list(subjects), object)
    if not len(one) == len(other) == len(people):
        raise ValueError(f"pairs: expected one length, got {len(one)}, {len(other)} and {len(people)}")
    counts = PairedCounts(*(int(x.sum()) for x in (one & other, one & ~other, ~one & other, ~one & ~other)))
    if not len(one):
        return PairedDifference(counts, None, None, None, "newcombe-paired", None, 0)
    sums = SubjectSums.of(np.stack([one.astype(int) - other, np.ones(len(one), int)], axis=1), people)
    persons = int(sums.subjects.sum())
    alone = persons == len(one)
    effect = newcombe_paired(counts) if alone else _by_subject(sums, counts, persons, seed)
    p = mcnemar_p(int(counts.only_first), int(counts.only_second)) if alone else None
    return PairedDifference(counts, effect.estimate, effect.low, effect.high, effect.method, p, persons)


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


def _by_subject(sums: SubjectSums, counts: PairedCounts, persons: int, seed: int) -> Effect:
    low, high = percentile_interval(quotient(sums.resampled(seed))[:, 0])
    difference = float(quotient(sums.totals)[0])
    if low < high:
        return Effect(difference, low, high, "cluster-bootstrap")
    as_people = newcombe_paired(counts.scaled(persons))
    return Effect(difference, as_people.low, as_people.high, "newcombe-paired-subjects")


def _correlation(counts: PairedCounts) -> float:
    """Phi of the two systems, with Newcombe's continuity correction where it is positive."""
    a, b, c, d = counts.both, counts.only_first, counts.only_second, counts.neither
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    cross = a * d - b * c
    return (max(cross - counts.n / 2, 0.0) if cross > 0 else cross) / math.sqrt(margins)
