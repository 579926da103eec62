"""Alerts and truth by two clocks: in another unit, or from another zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from lfr_eval.core.events import Pass

Seconds = NDArray[np.float64]
LEAST_ALERTS = 5
"""Alerts about people who pass, from which it can be told."""
FEW, MOST = 0.2, 0.8
"""Hardly any fit as they are given, and nearly all by the other clock."""
NEAR_S = 1.0
"""An alert may come so long before or after its pass."""


def _hhmmss(times: Seconds) -> Seconds:
    whole = np.floor(times)
    return np.asarray((whole // 10_000) * 3600 + (whole // 100 % 100) * 60 + times % 100)


UNITS: Mapping[str, Callable[[Seconds], Seconds]] = MappingProxyType(
    {
        "minutes": lambda times: times * 60,
        "hours": lambda times: times * 3600,
        "days": lambda times: times * 86_400,
        "milliseconds": lambda times: times / 1e3,
        "hours, minutes and seconds written as one number (hhmmss)": _hhmmss,
    }
)


def other_clock(alerts_s: Seconds, persons: Sequence[str], passes: Sequence[Pass]) -> str:
    """By which other clock alerts lie in passes of the people whom they name, though as given hardly any does.

    Args:
        alerts_s: When each alert came, shape (n,).
        persons: Whom it names.
        passes: The truth of the source.

    Returns:
        What was found, to follow "found"; empty where alerts fit as they are, or by no other clock.
    """
    of: dict[str, list[Pass]] = {}
    for one in passes:
        if one.subject_id:
            of.setdefault(one.subject_id, []).append(one)
    told = [(float(at_s), of[person]) for at_s, person in zip(alerts_s, persons, strict=True) if person in of]
    at_s = np.array([moment for moment, _ in told])
    spans = [np.array([(one.t_enter_s, one.t_exit_s) for one in theirs]) for _, theirs in told]
    if len(told) < LEAST_ALERTS or (as_given := _fitting(at_s, spans)) > FEW * len(told):
        return ""
    named = f"{as_given} of {len(told)} alerts in a pass of the person whom they name, but"
    for unit, seconds in UNITS.items():
        if (fit := _fitting(seconds(at_s), spans)) >= MOST * len(told):
            return f"{named} {fit} if alerts are in {unit}"
        if (fit := _fitting(at_s, [seconds(span) for span in spans])) >= MOST * len(told):
            return f"{named} {fit} if truth is in {unit}"
    late_s, fit = _shift(at_s, spans)
    if fit >= MOST * len(told):
        return f"{named} {fit} if truth began about {abs(late_s):.0f} s {'earlier' if late_s > 0 else 'later'}"
    return ""


def _fitting(at_s: Seconds, spans: Sequence[Seconds]) -> int:
    """How many moments lie in one of their spans, each of shape (passes, 2)."""
    pairs = zip(at_s, spans, strict=True)
    return sum(bool(((span[:, 0] - NEAR_S <= at) & (at <= span[:, 1] + NEAR_S)).any()) for at, span in pairs)


def _shift(at_s: Seconds, spans: Sequence[Seconds]) -> tuple[float, int]:
    """How much later truth is than alerts where most of them fit, and how many then do."""
    late_s = np.sort(np.concatenate([span.mean(axis=1) - at for at, span in zip(at_s, spans, strict=True)]))
    half_s = float(np.median(np.concatenate([np.ptp(span, axis=1) for span in spans]))) / 2 + NEAR_S
    until = np.searchsorted(late_s, late_s + 2 * half_s, side="right")
    begins = int(np.argmax(until - np.arange(len(late_s))))
    middle_s = float(np.median(late_s[begins : until[begins]]))
    return middle_s, _fitting(at_s + middle_s, spans)
