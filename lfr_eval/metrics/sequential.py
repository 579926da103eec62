"""Intervals that hold however often they are read: confidence sequences (METHODOLOGY 2.6).

An interval for a fixed number of trials is wrong if somebody reads it after every trial and stops when they like it. A
confidence sequence is right at all times at once: the chance that it *ever* leaves the true rate out is at most 5 %.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from lfr_eval.core.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Mixture:
    """Beta(a, b): where rates are looked for, and with the weight of how many trials. Fixed before the first trial."""

    a: float
    """First parameter."""
    b: float
    """Second parameter."""

    def __post_init__(self) -> None:
        if not (self.a > 0 and self.b > 0):
            raise ValueError(f"mixture: expected two figures above 0, got {self.a} and {self.b}")


FREQUENT, RARE = Mixture(4.5, 0.5), Mixture(0.5, 4.5)
"""For what mostly happens, such as recognition, and for what seldom does, such as a false positive: as if five trials
had been seen, nine of ten with the one outcome. It holds for every rate; it is narrowest for such rates."""


def log_martingale(k: ArrayLike, n: ArrayLike, p: ArrayLike, mixture: Mixture) -> FloatArray:
    """Logarithm of M = B(k + a, n - k + b) / (B(a, b) p^k (1 - p)^(n - k)): how much k of n speak against p.

    If the rate is p, M is a martingale that begins at 1, so the chance that it ever reaches 1 / alpha is at most alpha
    (Ville). It is also the ratio of the beta-binomial to the binomial probability of k.

    Args:
        k: Events; like the others a figure or an array.
        n: Trials.
        p: In [0, 1].
        mixture: Beta(a, b).

    Source: Robbins, Ann. Math. Stat. 41 (1970) 1397-1409; Ville (1939).
    """
    k, n, p = (np.asarray(one, float) for one in (k, n, p))
    return np.asarray(_log_mixed(k, n, mixture) - special.xlogy(k, p) - special.xlog1py(n - k, -p), float)


def rate_sequence(k: int, n: int, mixture: Mixture = FREQUENT, confidence: float = 0.95) -> tuple[float, float]:
    """Interval for a rate that may be read after every trial: all p with M < 1 / (1 - confidence).

    It is made of k and n alone, so that anybody can check it; it is not intersected with those of earlier trials, which
    would be as right, and never wider, but may end up empty. What was shown once stays shown (see `stopping`).

    **One end alone.** The 5 % are for both ends together, at all times. "At least `low`" and "at most `high`" are thus
    each wrong in at most 5 % of trials, and so is whoever says the one *or* the other: no end gets more than that, and
    none is doubled to 10 %.

    Args:
        k: Events so far, 0 <= k <= n.
        n: Trials so far; none give [0, 1].
        mixture: Beta(a, b), chosen before the first trial.
        confidence: In (0, 1).

    Returns:
        Low and high; low is exactly 0 where k = 0, high exactly 1 where k = n.

    Source: Robbins (1970); Howard, Ramdas, McAuliffe and Sekhon, Ann. Stat. 49 (2021) 1055-1080, section 3.
    """
    if not 0 <= k <= n:
        raise ValueError(f"rate: expected 0 <= k <= n, got k = {k}, n = {n}")
    level = float(_log_mixed(k, n, mixture)) + math.log1p(-confidence)

    def short_of_it(logit: float) -> float:
        """Negative where the rate with this logit is within; convex."""
        return level + k * float(np.logaddexp(0, -logit)) + (n - k) * float(np.logaddexp(0, logit))

    middle = math.log(max(k, 0.5)) - math.log(max(n - k, 0.5))
    low = float(special.expit(_beyond(short_of_it, middle, -1.0))) if k else 0.0
    return low, float(special.expit(_beyond(short_of_it, middle, 1.0))) if k < n else 1.0


def count_sequence(k: int, exposure: float, expected: float, confidence: float = 0.95) -> tuple[float, float]:
    """Interval for events per unit of time that may be read at any time, for example after every deployment.

    All rates r with M = b^a G(a + k) / (G(a) (b + t)^(a + k)) / (r^k e^(-r t)) < 1 / (1 - confidence), where G is the
    gamma function, t the exposure, a = 0.5 and b = 0.5 / expected: the gamma-Poisson analogue of `rate_sequence`, of
    which all else holds.

    Args:
        k: Events so far, >= 0.
        exposure: How long was watched, for example in hours, > 0.
        expected: Rate about which one looks, for example a limit; fixed beforehand, > 0. It holds for every rate.
        confidence: In (0, 1).

    Returns:
        Low and high in events per unit of exposure; low is exactly 0 where k = 0.

    Source: Robbins (1970); Howard et al. (2021), section 3 (gamma-Poisson mixture).
    """
    if k < 0 or not (exposure > 0 and expected > 0):
        raise ValueError(f"count: expected k >= 0, exposure and expected > 0, got {k}, {exposure} and {expected}")
    a, b = 0.5, 0.5 / expected
    level = (
        math.log1p(-confidence)
        + a * math.log(b)
        + math.lgamma(a + k)
        - math.lgamma(a)
        - (a + k) * math.log(b + exposure)
    )

    def short_of_it(log_rate: float) -> float:
        return level - k * log_rate + exposure * math.exp(log_rate)

    middle = math.log(max(k, 0.5) / exposure)
    low = math.exp(_beyond(short_of_it, middle, -1.0)) if k else 0.0
    return low, math.exp(_beyond(short_of_it, middle, 1.0))


def _log_mixed(k: ArrayLike, n: ArrayLike, mixture: Mixture) -> FloatArray:
    """Logarithm of the likelihood of k of n, over all rates."""
    a, b = mixture.a, mixture.b
    return np.asarray(special.betaln(np.add(k, a), np.subtract(n, k) + b) - special.betaln(a, b), float)


def _beyond(short_of_it: Callable[[float], float], inside: float, step: float) -> float:
    """Where a convex function that is negative inside reaches 0 in the direction of a step."""
    while short_of_it(inside) >= 0:  # never for k of n themselves; half an event may lie just without
        inside -= step
    outside = inside + step
    while short_of_it(outside) < 0:
        inside, step = outside, 2 * step
        outside = inside + step
    return float(optimize.brentq(short_of_it, inside, outside, xtol=1e-12, rtol=1e-14))
