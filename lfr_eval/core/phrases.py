"""Numbers in plain words: every rate with its count, its base and its interval (METHODOLOGY 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RARE = 1e-3


def percent(value: float) -> str:
    """A share as a percentage with as many digits as it bears, for example ``20.7 %``."""
    if value in (0.0, 1.0):
        return f"{value * 100:.0f} %"
    return f"{value * 100:.3g} %"


def share(value: float) -> str:
    """A share in words: below 1 in 1,000 as ``1 in N``, else as a percentage."""
    return f"1 in {1 / value:,.0f}" if 0 < value < RARE else percent(value)


def one_in(value: float) -> str:
    """A share as ``1 in N``; 0 has no such form, and is said as it is."""
    return f"1 in {1 / value:,.0f}" if 0 < value < 0.05 else f"1 in {1 / value:.3g}" if value else "none"


def rate(stated: Mapping[str, Any], what: str) -> str:
    """A rate in words.

    Args:
        stated: A rate as in the score object: k, n, value, low, high, method, subjects.
        what: What the n trials are, in the plural, for example ``passes of listed people``.
    """
    k, n = stated["k"], stated["n"]
    if not n:
        return f"not measured: there were no {what}"
    return f"{k:,} of {n:,} {what} = {share(stated['value'])} (95 % {share(stated['low'])} to {share(stated['high'])})"


def seconds(value: float | None) -> str:
    """A time, or that there is none."""
    return "never" if value is None else f"{value:.2f} s"


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 alert``, ``2 alerts``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
