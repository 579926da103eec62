"""Scores and thresholds meet in single precision: what was recorded at a threshold can be asked at it."""

import math

import numpy as np
import pytest

from lfr_eval.core.thresholds import at_least, can_answer, reaches, same

HUNDREDTHS = [step / 100 for step in range(101)]


def test_scores_are_compared_as_float32():
    # 0.1 stored as float32 is above 0.1 as float64; as float32 they are equal
    assert reaches(np.array([0.1, 0.4], np.float32), 0.1).all()
    assert not reaches(np.array([np.nextafter(np.float32(0.4), np.float32(0))]), 0.4)[0]


@pytest.mark.parametrize("sign", [1, -1], ids=["similarities", "distances"])
def test_a_threshold_is_its_own_floor_in_either_precision_and_the_next_below_is_not_covered(sign):
    for given in (sign * one for one in HUNDREDTHS):
        recorded = float(np.float32(given))
        assert can_answer(given, recorded)
        assert can_answer(recorded, given)
        assert same(given, recorded)
        assert not can_answer(float(np.nextafter(np.float32(given), np.float32(-2))), given)


def test_a_threshold_beyond_the_highest_score_and_what_is_no_number_are_not_answered():
    assert can_answer(1.0, 0.0, highest=1.0)
    assert not can_answer(1.01, 0.0, highest=1.0)
    assert not can_answer(math.nan, 0.0)
    assert not at_least(math.nan, math.nan)
