"""How long it takes until something happens, when for some it never does."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from lfr_eval.core.arrays import BoolArray, IntArray, SecondsArray
from lfr_eval.metrics.bootstrap import Numbers

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Delay:
    """Kaplan-Meier summary of a delay."""

    median: float | None
    """Seconds by which half had the event; None where fewer than half ever did, or n = 0."""
    p95: float | None
    """Seconds by which 95 % had the event; None where fewer ever did, or n = 0."""
    n: int
    censored: int
    """How many of the n were watched to the end without the event."""
    median_low: float | None = None
    """Lower end of the 95 % interval of the median; None where the data give none."""
    median_high: float | None = None
    """Its upper end; None where it has none, as where too few ever had the event."""

    def to_json(self) -> dict[str, Any]:
        """The summary as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Curve:
    """Kaplan-Meier estimate of the share that had the event by a time, as parallel arrays of length m.

    It is a step function from 0 s on: what holds at a time holds until the next.
    """

    time_s: SecondsArray
    share: Numbers
    """(m,) share that had the event at or before each time, in [0, 1]."""
    low: Numbers
    """(m,) pointwise 95 % interval (log-log); NaN where it has none: at shares of 0 and of 1."""
    high: Numbers
    at_risk: IntArray
    """(m,) how many were still watched, without the event, just before each time."""
    censored_s: SecondsArray
    """(c,) when watching ended for those without the event."""


def kaplan_meier(delays_s: SecondsArray | Iterable[float], censored: BoolArray | Iterable[bool]) -> Delay:
    """Summarise delays of which some are right-censored, that is: longer than what was seen of them.

    Args:
        delays_s: (n,) seconds until the event, or until watching ended.
        censored: (n,) True where watching ended first.

    Source: Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; the interval of the median after Brookmeyer and
    Crowley, Biometrics 38 (1982) 29-41, on the log-log scale. The delays count as independent of each other.
    """
    curve = event_curve(delays_s, censored)
    if curve is None:
        return Delay(median=None, p95=None, n=0, censored=0)

    def reached(share: float, by: Numbers) -> float | None:
        past = np.flatnonzero(by >= share - _ROUNDING)
        return float(curve.time_s[past[0]]) if len(past) else None

    return Delay(
        median=reached(0.5, curve.share),
        p95=reached(0.95, curve.share),
        n=int(curve.at_risk[0]),
        censored=len(curve.censored_s),
        median_low=reached(0.5, curve.high),
        median_high=reached(0.5, curve.low),
    )


def event_curve(delays_s: SecondsArray | Iterable[float], censored: BoolArray | Iterable[bool]) -> Curve | None:
    """The share that had the event by each time, those without it counted for as long as they were seen.

    Args:
        delays_s: (n,) seconds until the event, or until watching ended; none negative.
        censored: (n,) True where watching ended first.

    Returns:
        The curve; None where n = 0.

    Source: Kaplan and Meier (1958); the interval: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time
    Data (1980), section 1.3.
    """
    seen, lost = np.fromiter(delays_s, float), np.fromiter(censored, bool)
    if not len(seen):
        return None
    left = stats.ecdf(stats.CensoredData.right_censored(seen, lost)).sf
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where it has no interval scipy says so, and gives NaN
        ends = left.confidence_interval(0.95, method="log-log")
    low, high = (1 - end.probabilities for end in (ends.high, ends.low))  # type: ignore[attr-defined]
    start = left.quantiles[0] > 0
    return Curve(
        time_s=_after(0.0, left.quantiles, start),
        share=_after(0.0, 1 - left.probabilities, start),
        low=_after(np.nan, low, start),
        high=_after(np.nan, high, start),
        at_risk=_after(len(seen), len(seen) - np.searchsorted(np.sort(seen), left.quantiles), start).astype(np.int64),
        censored_s=np.sort(seen[lost]),
    )


def _after(first: float, values: ArrayLike, needed: bool) -> Numbers:
    """Values, with one before them where it is needed."""
    return np.concatenate([[first], values]) if needed else np.asarray(values, float)
