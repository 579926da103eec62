from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.capture.timestamps import PresentationClock


def seconds(times_ms):
    clock = PresentationClock(Fraction(40, 1000))
    times = clock.follow(times_ms, lambda ms: None if ms is None else Fraction(ms) / 1000)
    return [at_s for _, at_s in times], clock.repaired


@pytest.mark.parametrize(
    ("given_ms", "presented_s", "repaired"),
    [
        # sound, zero at the first frame
        ([500, 540, 580], [0, 0.04, 0.08], 0),
        # sound, uneven, closer than the usual repair step
        ([0, 0.25, 700], [0, 0.00025, 0.7], 0),
        # one is missing
        ([0, None, 80], [0, 0.04, 0.08], 1),
        # none is given
        ([None, None, None], [0, 0.04, 0.08], 3),
        # the count begins late
        ([None, 900, 940], [0, 0.04, 0.08], 2),
        # one stands still; the next keep their place
        ([0, 40, 40, 80, 120], [0, 0.04, 0.041, 0.08, 0.12], 1),
        # one slipped back; the next keep their place
        ([0, 40, 20, 120], [0, 0.04, 0.041, 0.12], 1),
        # two files joined: the second count goes on from the first
        ([5000, 5040, 6200, 5000, 5040], [0, 0.04, 1.2, 1.24, 1.28], 1),
    ],
)
def test_times(given_ms, presented_s, repaired):
    assert seconds(given_ms) == (presented_s, repaired)


@given(st.lists(st.none() | st.integers(-(10**12), 10**12)))
def test_time_always_goes_on(times_ms):
    presented, repaired = seconds(times_ms)
    assert all(later > earlier for earlier, later in pairwise(presented))
    assert presented[:1] in ([], [0.0])
    assert repaired >= times_ms.count(None)


@given(st.lists(st.integers(0, 10**9), min_size=1, unique=True).map(sorted))
def test_sound_times_are_only_shifted(times_ms):
    assert seconds(times_ms) == ([(ms - times_ms[0]) / 1000 for ms in times_ms], 0)
