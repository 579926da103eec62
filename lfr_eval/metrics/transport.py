"""FPIR carried to a longer list of the same make-up: modelled, with what is not known of people and lists.

Let f be the chance that one search names one list person drawn at random; it differs from search to search. On lists of
N persons drawn anew FPIR is 1 - E[(1 - f)^N], exactly. If f were the same for all it would be Daugman's model; where
some people resemble many others, these are found on a short list already, and a longer one adds less.

What a longer list adds hangs on the searches that named nobody yet. Searches that named exactly one person tell the
mean of f among them, and those that named exactly two tell how much it differs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lfr_eval.metrics.rates import CONFIDENCE
from lfr_eval.metrics.two_way import FalsePairs, TwoWayTally


@dataclass(frozen=True, slots=True)
class Carried:
    """FPIR on a list of another size; None where nothing tells."""

    fpir: float | None
    low: float | None
    high: float | None


def carried(pairs: FalsePairs, persons: int) -> Carried:
    """FPIR on longer lists, with a 95 % interval for other people searched and other lists.

    The value takes f to be gamma distributed among the searches that named nobody. The interval takes no distribution:
    it is as wide as the bounds that mean and mean square of f leave open, each at its own 97.5 % bound. There is none
    while searches that named anybody, or exactly one person, hang on fewer than 10 people of either side; there is no
    value either where no search named exactly one person.

    Args:
        pairs: At least one search with a template.
        persons: On the longer list, at least as many as on this one.

    Source: METHODOLOGY 2.7 (Transport). Value: Fisher, Corbet and Williams, J. Anim. Ecol. 12 (1943) 42-58, as Good and
    Toulmin, Biometrika 43 (1956) 45-63, carry species to larger samples. Bounds: Jensen, and Karlin and Studden,
    Tchebycheff Systems (1966). That it holds: benchmarks/transport.py.
    """
    any_, one, two = (TwoWayTally.of(pairs, naming) for naming in (None, 1, 2))
    if not one.searched.k:
        return Carried(None, None, None)
    longer = _Longer(pairs.persons, persons - pairs.persons, float(pairs.acquired.mean()), any_.searched.value)
    value = longer.fpir(any_.searched.value, one.searched.value, two.searched.value)
    if not (any_.known and one.known):
        return Carried(value, None, None)
    (low, high), (one_low, one_high) = any_.interval(), one.interval()
    many = two.searched.upper((1 + CONFIDENCE) / 2)
    return Carried(value, longer.least(low, one_low, many), longer.most(high, one_high))


@dataclass(frozen=True, slots=True)
class _Longer:
    """From shares of searches on a list to FPIR on a longer one."""

    persons: int
    further: int
    acquired: float
    """Share of searches that could name anybody."""
    fpir_here: float

    def fpir(self, any_: float, one: float, two: float) -> float:
        """If f is gamma distributed: its mean and, from how many searches named two, its shape."""
        mean, heavy = self._mean(one), self._heavy(one, two)
        if heavy <= mean:
            return self.most(any_, one)
        shape = mean / (heavy - mean)
        return self._sum(any_, -math.expm1(-shape * math.log1p(self.further * mean / shape)))

    def most(self, any_: float, one: float) -> float:
        """If f is the same for all searches that named nobody (Jensen)."""
        return self._sum(any_, self._at_least_one(self._mean(one)))

    def least(self, any_: float, one: float, two: float) -> float:
        """If f is 0 for some, and the same for the others (of all with these two moments the fewest are named)."""
        mean, heavy = self._mean(one), self._heavy(one, two)
        if not mean:
            return any_
        heavy = min(max(heavy, mean), 1.0)
        return self._sum(any_, mean / heavy * self._at_least_one(heavy))

    def _mean(self, one: float) -> float:
        """Mean of f among the searches that named nobody."""
        nobody = max(self.acquired - self.fpir_here, 0.0)
        return min(one / (self.persons * nobody), 1.0) if nobody else 1.0

    def _heavy(self, one: float, two: float) -> float:
        """Mean of f² over mean of f, among the same."""
        return 2 * two / ((self.persons - 1) * one) if self.persons > 1 and one else 1.0

    def _at_least_one(self, f: float) -> float:
        return 1.0 if f >= 1 else -math.expm1(self.further * math.log1p(-f))

    def _sum(self, any_: float, added: float) -> float:
        return any_ + max(self.acquired - any_, 0.0) * added
