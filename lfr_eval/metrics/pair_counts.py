"""What comparing everybody with everybody leaves: score histograms, and counts at thresholds by subject and group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from lfr_eval.core.arrays import FloatArray, IntArray, TextArray, require_shape
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.comparisons import Effect, ratio
from lfr_eval.metrics.curves import Curve
from lfr_eval.metrics.pair_rates import PairTally
from lfr_eval.metrics.people import FEW, Tally
from lfr_eval.metrics.rates import rate_of

BINS = 4096
"""Bins of a histogram, of equal width over scores from -1 to 1; a score at an edge belongs to the bin above it, and one
within single precision of an edge to either."""
PROBE, REFERENCE = 0, 1
"""Sides of a comparison."""
ALL = 0
"""Place in a row of counts of the comparisons themselves; those at the i-th threshold follow at 1 + i."""


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Counts of comparisons of photographs, of p probe and reference groups and s subjects; they add up.

    Comparisons of one person with themselves are genuine, all others are impostor comparisons.
    """

    groups: tuple[str | None, ...]
    """(g,) in order; None = not recorded, last."""
    thresholds: FloatArray
    """(t,) ascending."""
    subjects: TextArray
    """(s,) in the order of their groups."""
    group_of: IntArray
    """(s,) index of each subject's group."""
    impostor: IntArray
    """(g, g, BINS) impostor scores by group of the probe and group of the reference."""
    genuine: IntArray
    """(g, BINS) genuine scores by group."""
    impostor_of: IntArray
    """(2, s, g, 1 + t) impostor comparisons that involve a subject as probe or as reference, by group of the other
    side: all, and those at or above each threshold."""
    genuine_of: IntArray
    """(s, 1 + t) genuine comparisons of each subject: all, and those at or above each threshold."""
    symmetric: bool
    """Every pair of photographs was compared once, so the two orders of two groups are one cell."""

    def __post_init__(self) -> None:
        g, s, t = len(self.groups), len(self.subjects), len(self.thresholds)
        require_shape("group_of", self.group_of, (s,))
        require_shape("impostor", self.impostor, (g, g, BINS))
        require_shape("genuine", self.genuine, (g, BINS))
        require_shape("impostor_of", self.impostor_of, (2, s, g, 1 + t))
        require_shape("genuine_of", self.genuine_of, (s, 1 + t))

    def __add__(self, other: Self) -> Self:
        """Put the counts of further comparisons of the same people at the same thresholds together."""
        alike = (self.groups, self.symmetric) == (other.groups, other.symmetric)
        arrays = ((self.thresholds, other.thresholds), (self.subjects, other.subjects), (self.group_of, other.group_of))
        if not alike or not all(np.array_equal(one, two) for one, two in arrays):
            raise ValueError("pair counts: expected the same groups, subjects and thresholds")
        return replace(
            self,
            impostor=self.impostor + other.impostor,
            genuine=self.genuine + other.genuine,
            impostor_of=self.impostor_of + other.impostor_of,
            genuine_of=self.genuine_of + other.genuine_of,
        )

    def fmr(self, threshold: float, probe: str | None, reference: str | None) -> Rate:
        """False match rate of probes of one group against references of another, or of the same.

        Its interval respects subjects on both sides: see `pair_rates.pair_rate`.

        Raises:
            ValueError: The threshold or a group is not one of those that were counted.
        """
        return rate_of(self._tally(threshold, (probe, reference)))

    def fnmr(self, threshold: float, group: str | None) -> Rate:
        """False non-match rate of a group; its interval is that of `rates.rate`, by subject. Raises: as `fmr`."""
        inside = self.group_of == self._group(group)
        all_of, matched = self.genuine_of[inside][:, [ALL, self._place(threshold)]].T
        return rate_of(Tally.by_person(all_of - matched, all_of))

    def fmr_of_rest(self, threshold: float, group: str | None) -> Rate:
        """False match rate within each of the other recorded groups, pooled. Raises: as `fmr`."""
        return rate_of(self._rest(threshold, group))

    def fmr_against_rest(self, threshold: float, group: str | None) -> Effect:
        """False match rate within a group over that within the other recorded groups, pooled; by `comparisons.ratio`.

        It has no interval while fewer than 10 people carry a false match in either. Raises: as `fmr`.

        Source: METHODOLOGY 2.4 (each group against the pooled rest).
        """
        own, rest = self._tally(threshold, (group, group)), self._rest(threshold, group)
        if not own.n or not rest.k:
            return Effect(None, None, None, "undefined")
        if min(own.carriers, rest.carriers) < FEW:
            return Effect(own.value / rest.value, None, None, "undefined (too few people with a false match)")
        return ratio(own, rest)

    def curve(self, group: str | None) -> Curve | None:
        """FMR within a group and its FNMR at the lower edge of each bin; None where either has no comparison."""
        place = self._group(group)
        impostor, genuine = self.impostor[place, place], self.genuine[place]
        if not impostor.sum() or not genuine.sum():
            return None
        reached, below = impostor[::-1].cumsum()[::-1], genuine.cumsum() - genuine
        return Curve(bin_edges()[:-1], reached / impostor.sum(), below / genuine.sum())

    def _rest(self, threshold: float, group: str | None) -> PairTally:
        names = [name for name in self.groups if name not in (group, None)]
        return self._tally(threshold, *((name, name) for name in names))

    def _tally(self, threshold: float, *cells: tuple[str | None, str | None]) -> PairTally:
        """Comparisons of some cells together; two sides where it is one cell of two groups."""
        involved = [self._cell(threshold, *cell) for cell in cells]
        together = sum(involved, np.zeros((len(self.subjects), 2), np.int64))
        k, n = (together.sum(axis=0) // 2).tolist()  # each comparison involves two people
        apart = [self.group_of == self._group(name) for name in dict.fromkeys(cells[0])] if len(cells) == 1 else []
        sides = tuple(together[mask] for mask in apart) if len(apart) == 2 else (together,)
        return PairTally.of(k, n, *sides)

    def _cell(self, threshold: float, probe: str | None, reference: str | None) -> IntArray:
        """(s, 2) false matches and comparisons of a cell that involve each subject."""
        first, second = self._group(probe), self._group(reference)
        if self.symmetric and first > second:
            first, second = second, first
        wanted = [self._place(threshold), ALL]
        as_probe = np.where((self.group_of == first)[:, None], self.impostor_of[PROBE, :, second, wanted].T, 0)
        as_reference = np.where((self.group_of == second)[:, None], self.impostor_of[REFERENCE, :, first, wanted].T, 0)
        involved: IntArray = as_probe + as_reference
        return involved

    def _group(self, name: str | None) -> int:
        if name not in self.groups:
            raise ValueError(f"group {name}: expected one of {', '.join(map(str, self.groups))}")
        return self.groups.index(name)

    def _place(self, threshold: float) -> int:
        places = np.flatnonzero(self.thresholds == np.float32(threshold))
        if not len(places):
            raise ValueError(f"threshold {threshold}: expected one of {', '.join(map(str, self.thresholds.tolist()))}")
        return 1 + int(places[0])


def bin_edges() -> Numbers:
    """(BINS + 1,) edges of the bins."""
    return np.linspace(-1, 1, BINS + 1)
