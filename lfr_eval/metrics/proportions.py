"""Intervals for one proportion and for one count."""

from __future__ import annotations

import math

from scipy import stats


def wilson(k: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's two-sided score interval for a proportion: what comparisons of two groups are made of.

    Args:
        k: Events, 0 <= k <= n.
        n: Trials, > 0.
        confidence: In (0, 1).

    Returns:
        Low and high in [0, 1]; exactly 0 where k = 0 and exactly 1 where k = n.

    Source: Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    _check(k, n)
    z = float(stats.norm.ppf((1 + confidence) / 2))
    p, shrink = k / n, 1 + z * z / n
    centre = (p + z * z / (2 * n)) / shrink
    half = z / shrink * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0.0 if k == 0 else centre - half), (1.0 if k == n else centre + half)


def clopper_pearson(k: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided interval for a proportion: never covers less than it says.

    Source: Clopper and Pearson, Biometrika 26 (1934) 404-413.
    """
    each_side = (1 + confidence) / 2
    return one_sided_lower(k, n, each_side), one_sided_upper(k, n, each_side)


def one_sided_upper(k: float, n: float, confidence: float = 0.95) -> float:
    """Exact upper bound of a proportion, for a guarantee such as "FPIR <= 1/1000 is shown".

    With k = 0 it is 1 - (1 - confidence)^(1/n), about 3/n at 95 % (the rule of three).

    Source: Clopper and Pearson (1934); Hanley and Lippman-Hand, JAMA 249 (1983) 1743-1745.
    """
    _check(k, n)
    return 1.0 if k == n else float(stats.beta.ppf(confidence, k + 1, n - k))


def one_sided_lower(k: float, n: float, confidence: float = 0.95) -> float:
    """Exact lower bound of a proportion; 0 where k = 0. Source: Clopper and Pearson (1934)."""
    _check(k, n)
    return 0.0 if k == 0 else float(stats.beta.ppf(1 - confidence, k, n - k + 1))


def poisson_interval(k: float, exposure: float = 1.0, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided interval for a count per unit of exposure.

    Args:
        k: Events, >= 0.
        exposure: How long or how much was watched, for example in hours, > 0.
        confidence: In (0, 1).

    Returns:
        Low and high in events per unit of exposure; low is exactly 0 where k = 0.

    Source: Garwood, Biometrika 28 (1936) 437-442.
    """
    if k < 0 or not exposure > 0:
        raise ValueError(f"count: expected k >= 0 and exposure > 0, got k = {k}, exposure = {exposure}")
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else float(stats.chi2.ppf(tail, 2 * k)) / 2
    return low / exposure, float(stats.chi2.isf(tail, 2 * k + 2)) / 2 / exposure


def _check(k: float, n: float) -> None:
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"proportion: expected 0 <= k <= n and n > 0, got k = {k}, n = {n}")
