"""Indices of how unequal rates are between groups, beside what chance makes of them (METHODOLOGY 2.3 and 2.4).

x are false-positive rates (FPIR or FMR), y false-negative rates (FNIR or FNMR), of n groups at one shared threshold.
Groups lie along the last axis, so that thousands of shuffles are one call; inside arrays NaN marks an index that is
undefined. What leaves this module is a `Differential`, whose undefined value is None with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lfr_eval.metrics.bootstrap import Numbers, SubjectSums, percentile, quotient

_ROUNDING = 1e-12


def max_over_min(x: ArrayLike) -> Numbers:
    """The worst rate over the best; undefined at a zero rate. Source: NISTIR 8429 (2022)."""
    rates = np.asarray(x, float)
    return _divide(rates.max(-1), rates.min(-1))


def worst_over_geomean(x: ArrayLike) -> Numbers:
    """The worst rate over the geometric mean of all; undefined at a zero rate. Source: NISTIR 8429 (2022)."""
    rates = np.asarray(x, float)
    with np.errstate(divide="ignore"):
        return _divide(rates.max(-1), np.exp(np.log(rates).mean(-1)))


def max_minus_min(x: ArrayLike) -> Numbers:
    """The largest absolute gap between two groups; 0 = equal. Source: METHODOLOGY 2.3."""
    rates = np.asarray(x, float)
    gap: Numbers = rates.max(-1) - rates.min(-1)
    return gap


def standard_deviation(x: ArrayLike, *, sample: bool = False) -> Numbers:
    """Standard deviation of the rates, of these groups or (sample) of all groups that they stand for; 0 = equal.

    Source: METHODOLOGY 6.
    """
    spread: Numbers = np.asarray(x, float).std(-1, ddof=int(sample))
    return spread


def gini(x: ArrayLike, *, corrected: bool = True) -> Numbers:
    """Gini coefficient of the rates: 0 = all equal or all zero, 1 (when corrected for n) = all error in one group.

    Source: Howard et al., "Evaluating Proposed Fairness Models for Face Recognition Algorithms", arXiv 2203.05051.
    """
    rates = np.asarray(x, float)
    n = rates.shape[-1]
    gaps = np.abs(rates[..., :, None] - rates[..., None, :]).sum((-1, -2))
    mean = rates.mean(-1)
    uneven: Numbers = np.divide(gaps, 2 * n * n * mean, out=np.where(np.isnan(mean), np.nan, 0.0), where=mean > 0)
    return uneven * n / (n - 1) if corrected and n > 1 else uneven


def mape(x: ArrayLike, target: float) -> Numbers:
    """Mean absolute distance of the rates from a target rate, in per cent of it. Source: METHODOLOGY 2.3."""
    distance: Numbers = 100 * np.abs(np.asarray(x, float) - target).mean(-1) / target
    return distance


def fdr(x: ArrayLike, y: ArrayLike, alpha: float = 0.5) -> Numbers:
    """Fairness discrepancy rate: 1 = fair; absolute gaps, so blind to ratios of tiny rates.

    Source: De Freitas Pereira and Marcel, IEEE T-BIOM 4 (2022) 19-29; weight `alpha` on false positives.
    """
    return 1 - (alpha * max_minus_min(x) + (1 - alpha) * max_minus_min(y))


def inequity_rate(x: ArrayLike, y: ArrayLike, alpha: float = 0.5) -> Numbers:
    """Inequity rate: 1 = fair; undefined at a zero rate. Source: NISTIR 8429 (2022), as given in METHODOLOGY 2.3."""
    rate: Numbers = max_over_min(x) ** alpha * max_over_min(y) ** (1 - alpha)
    return rate


def garbe(x: ArrayLike, y: ArrayLike, alpha: float = 0.5) -> Numbers:
    """Gini aggregation rate: 0 = equal, 1 = all error in one group. Source: Howard et al., arXiv 2203.05051."""
    return alpha * gini(x) + (1 - alpha) * gini(y)


SINGLE: dict[str, Callable[[ArrayLike], Numbers]] = {
    "max_over_min": max_over_min,
    "worst_over_geomean": worst_over_geomean,
    "max_minus_min": max_minus_min,
    "standard_deviation": standard_deviation,
    "gini": gini,
}
"""Indices of one kind of rate; larger = less equal."""
COMBINED: dict[str, Callable[[ArrayLike, ArrayLike, float], Numbers]] = {
    "fdr": fdr,
    "inequity_rate": inequity_rate,
    "garbe": garbe,
}
"""Indices of false-positive and false-negative rates; larger = less equal, but for `fdr`."""
TARGETED: dict[str, Callable[[ArrayLike, float], Numbers]] = {"mape": mape}
"""Indices of one kind of rate against a target; larger = further from it."""


@dataclass(frozen=True, slots=True)
class Differential:
    """An index with what it would be by chance if groups did not differ.

    Every index of noisy rates is biased away from equality, so it is to be read against `null_median` and `null_95`. It
    has no interval: a resampled one lies where the noise has put it, and covered the true value in 0 to 7 % of samples
    of equal groups (METHODOLOGY 2.4).
    """

    index: str
    value: float | None
    undefined: str | None
    """Why there is no value."""
    null_median: float | None
    """Median over 9,999 shuffles of the group labels by subject."""
    null_95: float | None
    """What 95 % of the shuffles stay within; None where the index is undefined in more than 5 %, so without bound."""
    p: float | None
    """Share of the shuffles that are at least as unequal; undefined ones are counted as if they were."""
    target: float | None = None
    """The rate that all groups should have; of an index in `TARGETED`."""

    def to_json(self) -> dict[str, Any]:
        """The index as plain values."""
        return asdict(self)


def differential(
    index: str, sums: SubjectSums, *, alpha: float = 0.5, target: float | None = None, seed: int = 0
) -> Differential:
    """Take an index of inequality between groups, and shuffle whose group is whose.

    Args:
        index: A name in `SINGLE`, `COMBINED` or `TARGETED`.
        sums: Subjects by group, with the columns events and trials for a single index, or false positives,
            non-mated trials, false negatives and mated trials for a combined one.
        alpha: Weight on false positives in a combined index.
        target: The rate that all groups should have, above 0; for an index in `TARGETED`.
        seed: Of the shuffles.

    Raises:
        ValueError: An index in `TARGETED` has no target above 0, or another one has a target.

    Source: METHODOLOGY 2.3 and 2.4.
    """
    if (index in TARGETED) != (target is not None and target > 0):
        raise ValueError(f"target: expected one above 0 for {', '.join(TARGETED)} alone, got {target} for {index}")

    def values(totals: Numbers) -> Numbers:
        x = quotient(totals[..., :2])
        if target is not None:
            return TARGETED[index](x, target)
        return SINGLE[index](x) if index in SINGLE else COMBINED[index](x, quotient(totals[..., 2:]), alpha)

    value = float(values(sums.totals))
    if np.isnan(value):
        return Differential(index, None, _reason(sums), None, None, None, target)
    null = values(sums.permuted(seed))
    worse = -1.0 if index == "fdr" else 1.0
    as_unequal = ~(worse * null < worse * value - _ROUNDING)
    return Differential(
        index=index,
        value=value,
        undefined=None,
        null_median=_finite(worse * percentile(worse * null, 0.5, np.inf)),
        null_95=_finite(worse * percentile(worse * null, 0.95, np.inf)),
        p=(1 + int(as_unequal.sum())) / (1 + len(null)),
        target=target,
    )


def _reason(sums: SubjectSums) -> str:
    trials = sums.totals[:, 1::2]
    return "undefined (a group has no trials)" if (trials == 0).any() else "undefined (a group has 0 events)"


def _divide(over: Numbers, under: Numbers) -> Numbers:
    quotients: Numbers = np.divide(over, under, out=np.full(np.shape(over), np.nan), where=under > 0)
    return quotients


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
