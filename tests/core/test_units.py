"""Times in another unit, or from another zero, are told; passes that were only not watched are not."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.core.units import guess_unit, plain_unit, plain_unit_of_moments

SECONDS = [(3.2, 7.9), (4.0, 9.5), (20.0, 26.0), (41.0, 58.5)]
"""Passes in footage of 60 s."""
END_S, FPS = 60.0, 25.0
EPOCH = 1_700_000_000.0


def turned(factor: float, zero: float = 0.0) -> tuple[list[float], list[float]]:
    enter, leave = zip(*SECONDS, strict=True)
    return [round(factor * (zero + one)) for one in enter], [round(factor * (zero + one)) for one in leave]


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ([3200, 8000, 59000.5], "milliseconds (the last at 59 s)"),
        ([3200, 8000, 59000], "milliseconds (the last at 59 s)"),
        ([80, 1475], "frame numbers"),
        ([3.2e6, 5.9e7], "microseconds"),
        ([3.2e9, 5.9e10], "nanoseconds"),
        ([EPOCH, EPOCH + 50], "seconds since 1970 (2023-11-14 22:13:20 UTC)? Subtract the time of the first frame"),
        ([1e3 * EPOCH, 1e3 * EPOCH + 5e4], "milliseconds since 1970 (2023-11-14 22:13:20 UTC)"),
        ([1e6 * EPOCH], "microseconds since 1970"),
        ([1e9 * EPOCH], "nanoseconds since 1970"),
        ([34200.5, 34250.5], "counted from another zero"),
    ],
)
def test_units_of_alerts(times, said):
    assert said in guess_unit(times, END_S)


@pytest.mark.parametrize("times", [[61.0], [3.0, 119.0], [3.0, 7e6 + 0.5]])
def test_what_fits_no_unit_is_not_guessed_at(times):
    assert "milli" not in guess_unit(times, END_S)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("factor", "zero", "unit"),
    [
        (1e3, 0, "milliseconds"),
        (1e6, 0, "microseconds"),
        (1e9, 0, "nanoseconds"),
        (1, EPOCH, "seconds since 1970"),
        (1e3, EPOCH, "milliseconds since 1970"),
    ],
)
def test_units_of_truth(whole, factor, zero, unit):
    enter, leave = turned(factor, zero)
    assert plain_unit(enter, leave, END_S, whole=whole, fps=FPS).startswith(unit)


def test_frame_numbers_are_told_by_the_frames_a_second():
    enter, leave = turned(FPS)
    assert plain_unit(enter, leave, END_S, whole=True, fps=FPS) == "frame numbers"
    # of footage of an hour, where a pass of 75 frames would be one of 75 s
    enter, leave = [9_000 * n for n in range(9)], [9_000 * n + 75 for n in range(9)]
    assert plain_unit(enter, leave, 3_600, whole=True, fps=FPS) == "frame numbers"


def test_one_pass_that_would_outlast_the_footage_is_enough():
    assert plain_unit([3000], [8000], END_S, whole=True, fps=FPS) == "milliseconds"


@pytest.mark.parametrize("watched_s", [1.0, 2.0, 10.0, 30.0])
@pytest.mark.parametrize("fps", [10.0, 25.0, None])
def test_passes_that_were_only_not_watched_are_not_taken_for_another_unit(watched_s, fps):
    # `--duration 2`: of footage whose length is not known, the truth tells of more than was watched
    enter, leave = zip(*SECONDS, strict=True)
    assert plain_unit(enter, leave, watched_s, whole=False, fps=fps) == ""


@pytest.mark.parametrize(
    ("enter", "leave", "end_s"),
    [
        # The clip is the first minute of an hour that was labelled
        (range(0, 3600, 40), range(5, 3605, 40), 60.0),
        # Passes of a whole day, in whole seconds
        (range(0, 86_400, 600), range(12, 86_412, 600), 3600.0),
        # One slip of the pen among good rows
        ([3, 4, 2000], [8, 9, 2005], 60.0),
        # A clock that runs fast
        ([3, 58], [8, 61.5], 60.0),
        # Nothing
        ([], [], 60.0),
    ],
)
def test_truth_that_is_longer_than_the_footage(enter, leave, end_s):
    assert plain_unit(list(enter), list(leave), end_s, whole=True, fps=FPS) == ""


@pytest.mark.parametrize(("seconds_each", "end_s", "unit"), [(60, 60.0, "minutes"), (3600, 3000.0, "hours")])
def test_minutes_and_hours_are_told_by_passes_too_short_to_be_any(seconds_each, end_s, unit):
    stretch = end_s / END_S / seconds_each
    enter, leave = zip(*((stretch * one, stretch * one + 4 / seconds_each) for one, _ in SECONDS), strict=True)
    assert plain_unit(enter, leave, end_s, whole=True, fps=FPS) == unit
    assert plain_unit(enter, leave, end_s, whole=False, fps=FPS) == ""


@pytest.mark.parametrize(
    ("enter", "leave", "end_s"),
    [
        # the first minute of an hour was labelled
        ([3.2, 20.0, 41.0], [7.9, 26.0, 58.5], 3600.0),
        # a test with very short passes, all along the footage
        ([0.0, 4.0, 8.0], [0.3, 4.3, 8.3], 9.0),
        # footage that does not say how long it is
        ([0.1], [0.2], 0.0),
    ],
)
def test_few_seconds_are_seconds(enter, leave, end_s):
    assert plain_unit(enter, leave, end_s, whole=True, fps=FPS) == ""


@given(st.lists(st.floats(0, 59), min_size=1, max_size=20), st.floats(0.5, 20))
def test_truth_within_the_footage_is_in_seconds(enter, lasts):
    leave = [min(one + lasts, 60) for one in enter]
    assert plain_unit(enter, leave, END_S, whole=True, fps=FPS) == ""


def test_alerts_with_their_duration_in_another_unit():
    enter, leave = turned(1)
    moments = np.array([*enter, *leave])
    for factor, unit in ((1e3, "milliseconds"), (1e6, "microseconds")):
        assert plain_unit_of_moments((factor * moments).tolist(), END_S) == unit
    # alerts long after the truth has ended, as where only the first minute was labelled
    later = [last + gap for last, gap in pairwise([0.0, 100.0, 900.0, 3000.0, 4000.0])]
    assert plain_unit_of_moments(later, END_S) == ""
    assert plain_unit_of_moments([], END_S) == ""
