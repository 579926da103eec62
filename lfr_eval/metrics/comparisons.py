"""Two groups held against each other: differences, ratios, tests, corrections and equivalence (METHODOLOGY 2.4)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.effective import Evidence
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.proportions import wilson

_LOWEST_P, _HIGHEST_P = 1e-12, 0.999
_UNBOUNDED = math.log(1e9)
"""An interval of a ratio that reaches further than this factor bounds nothing."""


@dataclass(frozen=True, slots=True)
class Effect:
    """How far two groups are apart."""

    estimate: float | None
    """Difference or ratio; None where it is undefined."""
    low: float | None
    """Lower end of the interval; None where it is unbounded."""
    high: float | None
    """Upper end; None where it is unbounded."""
    method: str
    """How the interval was made."""


Compare = Callable[[Tally, Tally, float], Effect]
"""How two groups are compared at a confidence."""


def newcombe(k1: float, n1: float, k2: float, n2: float, confidence: float = 0.95) -> Effect:
    """Difference of two independent proportions, first minus second, from their Wilson intervals.

    Source: Newcombe, Stat. Med. 17 (1998) 873-890, method 10.
    """
    p1, p2 = k1 / n1, k2 / n2
    (low1, high1), (low2, high2) = wilson(k1, n1, confidence), wilson(k2, n2, confidence)
    difference = p1 - p2
    low = difference - math.hypot(p1 - low1, high2 - p2)
    high = difference + math.hypot(high1 - p1, p2 - low2)
    return Effect(difference, low, high, "newcombe")


def katz(k1: float, n1: float, k2: float, n2: float, confidence: float = 0.95) -> Effect:
    """Ratio of two independent proportions, first over second, with a log-normal interval.

    Where a cell of the two by two table is 0, half an event is added to each cell (method `katz-haldane`).
    So few trials that the ends would lie a billion times apart give no ends.

    Source: Katz et al., Biometrics 34 (1978) 469-474; Haldane, Ann. Hum. Genet. 20 (1956) 309-311.
    """
    method = "katz"
    if min(k1, n1 - k1, k2, n2 - k2) <= 0:
        k1, n1, k2, n2, method = k1 + 0.5, n1 + 1, k2 + 0.5, n2 + 1, "katz-haldane"
    ratio = (k1 / n1) / (k2 / n2)
    z = float(stats.norm.ppf((1 + confidence) / 2))
    reach = z * math.sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2)
    if reach > _UNBOUNDED:
        return Effect(ratio, None, None, method)
    spread = math.exp(reach)
    return Effect(ratio, ratio / spread, ratio * spread, method)


def fisher(k1: int, n1: int, k2: int, n2: int, *, mid_p: bool = False) -> float:
    """Two-sided p of Fisher's exact test; with `mid_p` the observed table, and those as likely, count half.

    Source: Fisher, J. R. Stat. Soc. 98 (1935) 39-82; Lancaster, J. Am. Stat. Assoc. 56 (1961) 223-234 (mid-p).
    """
    exact = float(stats.fisher_exact(np.array([[k1, n1 - k1], [k2, n2 - k2]])).pvalue)
    if not mid_p:
        return exact
    possible = stats.hypergeom(n1 + n2, k1 + k2, n1).pmf(np.arange(max(0, k1 + k2 - n2), min(n1, k1 + k2) + 1))
    observed = stats.hypergeom(n1 + n2, k1 + k2, n1).pmf(k1)
    return exact - float(possible[np.isclose(possible, observed, rtol=1e-7)].sum()) / 2


def binomial_p(k: int, n: int, share: float) -> float:
    """Two-sided exact p that k of n events fell on a group that makes up `share` of those who were exposed.

    Source: Clopper and Pearson (1934); events of one person count once.
    """
    return float(stats.binomtest(k, n, share).pvalue)


def difference(first: Evidence, second: Evidence, confidence: float = 0.95) -> Effect:
    """Difference of the rates of two groups of people, first minus second: Newcombe's, at the effective trials.

    Args:
        first: One group, with at least one trial.
        second: Another one, with nobody in common.
        confidence: In (0, 1).

    Source: METHODOLOGY 2.4; Newcombe (1998); Korn and Graubard (1998).
    """
    return newcombe(*_effective(first, confidence), *_effective(second, confidence), confidence)


def ratio(first: Evidence, second: Evidence, confidence: float = 0.95) -> Effect:
    """Ratio of the rates of two groups of people, first over second: Katz's, at the effective trials.

    Args: as `difference`. Where a cell is 0, half an event is added to each (method `katz-haldane`); then `estimate` is
    not the ratio of the rates that were seen, and these must be said beside it.

    Source: METHODOLOGY 2.4; Katz et al. (1978); Korn and Graubard (1998).
    """
    return katz(*_effective(first, confidence), *_effective(second, confidence), confidence)


def outer(effects: Sequence[Effect]) -> Effect:
    """The first effect, with an interval that takes in those of all; open where any of them is."""
    low, high = ([getattr(one, end) for one in effects] for end in ("low", "high"))
    return replace(effects[0], low=None if None in low else min(low), high=None if None in high else max(high))


def worst_p(worlds: Sequence[tuple[Tally, Tally]], compare: Compare) -> float:
    """The greatest p over all that may be the case: 1 where one group is ahead in one world and behind in another."""
    ahead = {np.sign(one.k * other.n - other.k * one.n) for one, other in worlds}
    return 1.0 if {-1, 1} <= ahead else max(p_value(*world, compare) for world in worlds)


def p_value(first: Tally, second: Tally, compare: Compare) -> float:
    """Two-sided p that two groups differ: the level at which the interval just reaches equality.

    So p < 0.05 if and only if the 95 % interval leaves equality out.

    Args:
        first: One group.
        second: Another one.
        compare: `difference` or `ratio`.

    Source: METHODOLOGY 2.4 (inversion of the interval).
    """
    equal = 1.0 if compare is ratio else 0.0
    return level_of(lambda confidence: compare(first, second, confidence), equal)


def level_of(interval_at: Callable[[float], Effect], equal: float) -> float:
    """Two-sided p by inversion: one less the confidence at which an interval just reaches `equal`.

    Args:
        interval_at: The interval at a confidence in (0, 1); an open end reaches everything.
        equal: What the effect is if there is none.
    """

    def short_of_equality(log_p: float) -> float:
        """Negative while the interval at this level leaves equality out."""
        effect = interval_at(-math.expm1(log_p))
        if effect.low is None or effect.high is None:
            return 1.0
        return min(equal - effect.low, effect.high - equal)

    if short_of_equality(math.log(_HIGHEST_P)) >= 0:
        return 1.0
    if short_of_equality(math.log(_LOWEST_P)) < 0:
        return _LOWEST_P
    return math.exp(float(optimize.brentq(short_of_equality, math.log(_LOWEST_P), math.log(_HIGHEST_P), xtol=1e-6)))


def _effective(done: Evidence, confidence: float) -> tuple[float, float]:
    trials = done.effective_trials((1 + confidence) / 2)
    return done.value * trials, trials


def bonferroni(p: ArrayLike) -> Numbers:
    """Adjusted p: m times each, at most 1. Source: Dunn, J. Am. Stat. Assoc. 56 (1961) 52-64."""
    values = np.asarray(p, float)
    adjusted: Numbers = np.minimum(values * len(values), 1.0)
    return adjusted


def holm(p: ArrayLike) -> Numbers:
    """Adjusted p that hold the chance of any false finding. Source: Holm, Scand. J. Stat. 6 (1979) 65-70."""
    values = np.asarray(p, float)
    order = np.argsort(values)
    stepped = values[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1.0)
    return adjusted


def benjamini_hochberg(p: ArrayLike) -> Numbers:
    """Adjusted p that hold the share of false findings; for exploratory sweeps only, and labelled so.

    Source: Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995) 289-300.
    """
    values = np.asarray(p, float)
    return np.asarray(stats.false_discovery_control(values), float) if len(values) else values


def equivalent_ratio(effect: Effect, margin: float = 1.25) -> bool:
    """Whether a 90 % interval of a ratio lies inside (1/margin, margin): two one-sided tests at 5 %.

    Source: Schuirmann, J. Pharmacokinet. Biopharm. 15 (1987) 657-680.
    """
    return effect.low is not None and effect.high is not None and 1 / margin < effect.low <= effect.high < margin


def equivalent_difference(effect: Effect, margin: float = 0.05) -> bool:
    """Whether a 90 % interval of a difference lies inside (-margin, margin). Source: Schuirmann (1987)."""
    return effect.low is not None and effect.high is not None and -margin < effect.low <= effect.high < margin
