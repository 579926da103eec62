"""Scores and thresholds are held against each other in single precision, in which scores are recorded.

0.6 in single precision is a little more than 0.6 in double precision. So whoever compares the one with the other
refuses, or misses, just the threshold that a system was watched at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, SecondsArray


def reaches(scores: FloatArray | SecondsArray | Sequence[float], threshold: float) -> BoolArray:
    """Whether each of (n,) scores is at or above a threshold."""
    return np.asarray(scores, np.float32) >= np.float32(threshold)


def at_least(value: float, least: float) -> bool:
    """Whether a score or a threshold is not below another; never where one of the two is no number."""
    return bool(np.float32(value) >= np.float32(least))


def same(one: float, other: float) -> bool:
    """Whether two thresholds are one: no score tells them apart."""
    return bool(np.float32(one) == np.float32(other))


def can_answer(threshold: float, floor: float, highest: float = math.inf) -> bool:
    """Whether a record of scores from `floor` up to `highest` tells what reached a threshold."""
    return at_least(threshold, floor) and at_least(highest, threshold)
