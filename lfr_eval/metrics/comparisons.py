"""Two groups held against each other: differences, ratios, tests, corrections and equivalence (METHODOLOGY 2.4)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from lfr_eval.metrics.bootstrap import Numbers, SubjectSums, percentile_interval, quotient
from lfr_eval.metrics.proportions import wilson

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Effect:
    """How far two groups are apart."""

    estimate: float | None
    """Difference or ratio; None where it is undefined."""
    low: float | None
    """Lower end of the interval; None where it is unbounded."""
    high: float | None
    method: str


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

    Source: Katz et al., Biometrics 34 (1978) 469-474; Haldane, Ann. Hum. Genet. 20 (1956) 309-311.
    """
    method = "katz"
    if min(k1, n1 - k1, k2, n2 - k2) <= 0:
        k1, n1, k2, n2, method = k1 + 0.5, n1 + 1, k2 + 0.5, n2 + 1, "katz-haldane"
    ratio = (k1 / n1) / (k2 / n2)
    z = float(stats.norm.ppf((1 + confidence) / 2))
    spread = math.exp(z * math.sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2))
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


def bootstrap_difference(sums: SubjectSums, seed: int, confidence: float = 0.95) -> Effect:
    """Difference of the rates of two groups, first minus second, resampled by subject.

    Args:
        sums: Two groups with the columns events and trials.
        seed: Of the draws.
        confidence: In (0, 1).

    Source: Field and Welsh (2007).
    """
    first, second = quotient(sums.totals)
    shares = quotient(sums.resampled(seed))
    return _effect(float(first - second), percentile_interval(shares[:, 0] - shares[:, 1], confidence))


def bootstrap_ratio(sums: SubjectSums, seed: int, confidence: float = 0.95) -> Effect:
    """Ratio of the rates of two groups, first over second, resampled by subject; undefined where the second is 0.

    Args:
        sums: Two groups with the columns events and trials.
        seed: Of the draws; a draw with 0/0 could be anything and widens both ends.
        confidence: In (0, 1).

    Source: Field and Welsh (2007).
    """
    low, high = percentile_interval(_ratio(quotient(sums.resampled(seed))), confidence)
    return _effect(float(_ratio(quotient(sums.totals))), (max(low, 0.0), high))


def permutation_p(sums: SubjectSums, seed: int) -> float:
    """Two-sided p that the rates of two groups differ: the labels of subjects are shuffled 9,999 times.

    Args:
        sums: Two groups with the columns events and trials.
        seed: Of the shuffles.

    Source: Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010) 39 (the sample itself counts as one).
    """
    shares = quotient(sums.permuted(seed))
    first, second = quotient(sums.totals)
    as_far = np.abs(shares[:, 0] - shares[:, 1]) >= abs(first - second) - _ROUNDING
    return (1 + int(as_far.sum())) / (1 + len(as_far))


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


def _ratio(shares: Numbers) -> Numbers:
    """(..., 2) rates -> (...) first over second: NaN for 0/0, infinite for x/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Numbers = shares[..., 0] / shares[..., 1]
    return ratio


def _effect(estimate: float, ends: tuple[float, float]) -> Effect:
    value, low, high = (number if math.isfinite(number) else None for number in (estimate, *ends))
    return Effect(value, low, high, "cluster-bootstrap")
