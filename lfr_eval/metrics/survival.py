"""How long it takes until something happens, when for some it never does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

from lfr_eval.core.arrays import BoolArray, SecondsArray

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

    def to_json(self) -> dict[str, Any]:
        """The summary as plain values."""
        return asdict(self)


def kaplan_meier(delays_s: SecondsArray | Iterable[float], censored: BoolArray | Iterable[bool]) -> Delay:
    """Summarise delays of which some are right-censored, that is: longer than what was seen of them.

    Args:
        delays_s: (n,) seconds until the event, or until watching ended.
        censored: (n,) True where watching ended first.

    Source: Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481.
    """
    seen, lost = np.fromiter(delays_s, float), np.fromiter(censored, bool)
    if not len(seen):
        return Delay(median=None, p95=None, n=0, censored=0)
    survival = stats.ecdf(stats.CensoredData.right_censored(seen, lost)).sf
    times, left = survival.quantiles, survival.probabilities

    def reached(share: float) -> float | None:
        past = np.flatnonzero(left <= 1 - share + _ROUNDING)
        return float(times[past[0]]) if len(past) else None

    return Delay(median=reached(0.5), p95=reached(0.95), n=len(seen), censored=int(lost.sum()))
