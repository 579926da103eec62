"""Shuffling group labels by subject, and every bootstrap resample of a few subjects (METHODOLOGY 2.3, 2.4 and 6).

Passes of one subject are not independent, so whole subjects are shuffled. Subjects with the same sums are
interchangeable: what is drawn is how many of each kind come up, which makes a hundred thousand passes as fast as ten.
Nothing here is an interval that is shown: these are by `people.Tally`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from lfr_eval.core.arrays import IntArray, TextArray

PERMUTATIONS = 9_999
"""Permutations of group labels; with the sample itself they make ten thousand."""
_CELLS_AT_ONCE = 4_000_000

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SubjectSums:
    """Sums per subject, of g groups that share no subject; subjects of the same kind are counted together."""

    groups: tuple[str, ...]
    kinds: Numbers
    """(t, c) the distinct sums that a subject has, for example events and trials."""
    counts: IntArray
    """(t, g) subjects of each kind in each group."""

    @classmethod
    def of(cls, trials: ArrayLike, subjects: TextArray, groups: TextArray | None = None) -> Self:
        """Add up trials by subject.

        Args:
            trials: (n, c) what each trial contributes, for example ``[event, 1]``.
            subjects: (n,) who each trial belongs to.
            groups: (n,) group of each trial; None puts all into one.

        Raises:
            ValueError: A subject stands in two groups.
        """
        columns = np.asarray(trials, float)
        labels, group_of = np.unique(np.full(len(columns), "") if groups is None else groups, return_inverse=True)
        people, who = np.unique(subjects, return_inverse=True)
        group = np.zeros(len(people), np.int64)
        group[who] = group_of
        strays = np.flatnonzero(group[who] != group_of)
        if len(strays):
            raise ValueError(f"subject {subjects[strays[0]]}: expected one group, found two")
        sums = np.stack([np.bincount(who, column, len(people)).astype(float) for column in columns.T], axis=1)
        kinds, kind = np.unique(sums, axis=0, return_inverse=True)
        counts = np.zeros((len(kinds), len(labels)), np.int64)
        np.add.at(counts, (kind.reshape(-1), group), 1)
        return cls(tuple(str(label) for label in labels), kinds, counts)

    @property
    def subjects(self) -> IntArray:
        """(g,) subjects of each group."""
        subjects: IntArray = self.counts.sum(axis=0)
        return subjects

    @property
    def totals(self) -> Numbers:
        """(g, c) sums of each group."""
        totals: Numbers = self.counts.T @ self.kinds
        return totals

    @property
    def per_subject(self) -> Numbers:
        """(s, c) sums of each subject of all groups."""
        return np.repeat(self.kinds, self.counts.sum(axis=1), axis=0)

    def every_resample(self) -> Numbers:
        """(s^s, c) totals of all bootstrap resamples of the s subjects of all groups; for a few subjects only.

        Source: METHODOLOGY 6; Field and Welsh, J. R. Stat. Soc. B 69 (2007) 369-390 (cluster bootstrap).
        """
        picks = np.indices((int(self.subjects.sum()),) * int(self.subjects.sum()))
        every: Numbers = self.per_subject[picks.reshape(len(picks), -1)].sum(axis=0)
        return every

    def permuted(self, seed: int, draws: int = PERMUTATIONS) -> Numbers:
        """Totals after shuffling the group labels of subjects, group sizes kept.

        Shuffled labels make a random contingency table (kinds x groups) with both margins fixed, which is drawn.

        Returns:
            (draws, g, c) totals.

        Source: Good, Permutation, Parametric and Bootstrap Tests of Hypotheses (2005); Patefield, Appl. Stat. 30
        (1981) 91-97.
        """
        rng = np.random.default_rng(seed)
        # An empty row and column, dropped again: scipy draws tables of a single row or column wrongly.
        tables = stats.random_table(np.append(self.counts.sum(axis=1), 0), np.append(self.subjects, 0))

        def draw(size: int) -> Numbers:
            shuffled: Numbers = np.einsum("dtg,tc->dgc", tables.rvs(size, random_state=rng)[:, :-1, :-1], self.kinds)
            return shuffled

        return _in_parts(draw, draws, self.counts.size)


def percentile_interval(values: Numbers, confidence: float = 0.95) -> tuple[float, float]:
    """Two-sided percentile interval by the inverted empirical CDF.

    A draw without a value (NaN) could have been anything, so it widens both ends; an end may then be infinite.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    tail = (1 - confidence) / 2
    return percentile(values, tail, missing=-np.inf), percentile(values, 1 - tail, missing=np.inf)


def percentile(values: Numbers, share: float, missing: float) -> float:
    """The least value at or below which at least `share` of the values lie, NaN counted as `missing`."""
    ordered = np.sort(np.where(np.isnan(values), missing, values))
    return float(ordered[max(math.ceil(len(ordered) * share - 1e-9) - 1, 0)])


def quotient(totals: Numbers) -> Numbers:
    """(..., 2) events and trials -> (...) rates, NaN where there are no trials."""
    events, trials = totals[..., 0], totals[..., 1]
    shares: Numbers = np.divide(events, trials, out=np.full(events.shape, np.nan), where=trials > 0)
    return shares


def _in_parts(draw: Callable[[int], Numbers], draws: int, width: int) -> Numbers:
    """All draws, made in parts so that no intermediate array grows beyond some tens of megabytes."""

    def sizes() -> Iterator[int]:
        step = max(1, _CELLS_AT_ONCE // max(width, 1))
        yield from (min(step, draws - start) for start in range(0, draws, step))

    return np.concatenate([draw(size) for size in sizes()])
