"""Times that are not what they are taken for, seconds from the first frame: which unit or zero they plainly have."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

EPOCH_S = (datetime(2000, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())
PARTS = {"milliseconds": 1e3, "microseconds": 1e6, "nanoseconds": 1e9}
WHOLES = {"minutes": 60.0, "hours": 3600.0}
USUAL_FPS = 25.0
MOST_FPS = 120.0
"""Times that lie further beyond the end than so many times are no frame numbers."""
SLACK = 1.05
"""What lies no further beyond the end than this may be rounding, or a clock that runs fast."""
FAR = 2.0
"""Times that lie no further beyond the end than so many times it are in its unit."""
LEAST_PASS_S, LEAST_PASS_OF_FRAMES_S = 0.2, 1.0
"""Passes that would be shorter in a unit speak against that unit; the more so where as seconds they are no oddity."""
BRIEF_S = 0.4
"""Passes that are shorter than this, all at the very beginning of the footage, may be minutes or hours."""
LONG_S, ABSURD_S = 300.0, 3_600.0
"""Passes half of which last longer than the one may be in parts of a second; longer than the other, they are."""
MUCH = 0.5
"""A pass that lasts for a larger share of the footage may stand for "somewhere in it", however long that is."""
FILLED = 0.3
"""Share of the footage that truth fills where it plainly belongs to it."""


def guess_unit(times: Sequence[float], end_s: float, fps: float | None = None, lasts: float = math.inf) -> str:
    """What times may be that lie far beyond the end of the footage, as a question; empty where nothing fits.

    Args:
        times: At least one of them beyond `end_s`.
        end_s: How many seconds there are.
        fps: Frames a second, where they are known.
        lasts: How long passes last at the median, where the times are theirs; no unit fits in which that is too short.
    """
    found = np.asarray(times, np.float64)
    if found.max() <= FAR * end_s:
        return ""
    if date := _epoch(found):
        return f"are they {date}? Subtract the time of the first frame"
    fitting = [(name, each) for name, each in _fitting(found, end_s, fps) if lasts / each >= LEAST_PASS_S]
    units = [f"{name} ({_clock(found.max() / factor)})" for name, factor in fitting][:1]
    if len(found) > 1 and found.min() > end_s and np.ptp(found) <= end_s:
        units.append("counted from another zero")
    return f"are they {' or '.join(units)}?" if units else ""


def plain_unit(
    enter: Sequence[float], leave: Sequence[float], end_s: float, *, whole: bool, fps: float | None = None
) -> str:
    """What the times of passes plainly are, if not seconds; empty where they may well be seconds.

    Passes may begin after the end of what was watched. So another unit is plain only where in it all of them lie in the
    footage and last as passes do, and as seconds they would last longer than all of it, or else leave none of it empty.
    Minutes and hours are plain where as seconds all passes would be too short, at the very beginning of all footage.

    Args:
        enter: When each pass begins.
        leave: When it ends.
        end_s: How many seconds the footage has.
        whole: Whether that is all of the footage, and not only what was watched of it: then either sign is enough.
        fps: Frames a second, where they are known.
    """
    begins, ends = np.asarray(enter, np.float64), np.asarray(leave, np.float64)
    if not len(ends):
        return ""
    if ends.max() <= SLACK * end_s + 1:
        return _plain_wholes(begins, ends, end_s) if whole else ""
    if date := _epoch(np.concatenate([begins, ends])):
        return date
    lasts = float(np.median(ends - begins))
    for name, factor in _fitting(np.concatenate([begins, ends]), SLACK * end_s, fps):
        too_long, fills = lasts > end_s, ends.max() / factor >= FILLED * end_s
        sure = (too_long or fills) if whole and (fps or name in PARTS) else (too_long and fills)
        if sure and lasts / factor >= (LEAST_PASS_S if name in PARTS else LEAST_PASS_OF_FRAMES_S):
            return name
    return ""


def _plain_wholes(begins: NDArray[np.float64], ends: NDArray[np.float64], end_s: float) -> str:
    """Minutes or hours: passes too short to be any, which in the unit last as passes do, and fill the footage."""
    lasts, last = float(np.median(ends - begins)), float(ends.max())
    fitting = (
        name
        for name, factor in WHOLES.items()
        if lasts < BRIEF_S and lasts * factor >= LEAST_PASS_S and FILLED <= last * factor / end_s <= SLACK
    )
    return next(fitting, "") if end_s > 0 else ""


def plain_unit_of_moments(times: Sequence[float], end_s: float) -> str:
    """What moments plainly are that should lie within a span, and lie far beyond its end; empty where nothing is plain.

    It is plain where as parts of a second all of them lie in the span and do not leave most of it empty.

    Args:
        times: The moments.
        end_s: Where the span ends.
    """
    found = np.asarray(times, np.float64)
    if not len(found) or end_s <= 0 or found.max() <= FAR * end_s:
        return ""
    if date := _epoch(found):
        return date
    shares = {name: found.max() / factor / end_s for name, factor in PARTS.items()}
    return next((name for name, share in shares.items() if FILLED <= share <= SLACK), "")


def unit_of_long_passes(lasts_s: float) -> str:
    """Which part of a second may be the unit of passes that would last too long in seconds; empty where none would.

    It is the only sign where all else is in that unit too: the length of the footage, and what a system says of it.

    Args:
        lasts_s: How long passes last at the median.
    """
    return next((name for name, factor in PARTS.items() if LONG_S < lasts_s <= LONG_S * factor), "")


def _fitting(times: NDArray[np.float64], end_s: float, fps: float | None) -> Iterator[tuple[str, float]]:
    """Units in which all times lie within the footage, the most likely first, and how many make a second."""
    last = times.max()
    if (times == np.floor(times)).all() and last <= end_s * (fps or MOST_FPS):
        yield "frame numbers", fps or max(USUAL_FPS, last / end_s)
    yield from ((name, factor) for name, factor in PARTS.items() if last / factor <= end_s)


def _epoch(times: NDArray[np.float64]) -> str:
    """Times since 1970, in seconds or parts of one, as a date."""
    for name, factor in {"seconds": 1.0, **PARTS}.items():
        if EPOCH_S[0] <= times.min() / factor and times.max() / factor <= EPOCH_S[1]:
            return f"{name} since 1970 ({datetime.fromtimestamp(times.min() / factor, UTC):%Y-%m-%d %H:%M:%S} UTC)"
    return ""


def _clock(seconds: float) -> str:
    return f"the last at {seconds:.3g} s"
