from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lfr_eval.capture.timestamps import PresentationClock


def seconds(times_ms):
    clock = PresentationClock(Fraction(40, 1000))
    times = clock.follow(times_ms, lambda ms: None if ms is None else Fraction(ms) / 1000)
    return [at_s for _, at_s in times], clock.repaired + clock.restarts


@pytest.mark.parametrize(
    ("given_ms", "presented_s", "counted"),
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
        # the first is five minutes early, or the last an hour late, alone
        ([0, *range(300_000, 300_400, 40)], [0.04 * place for place in range(11)], 1),
        ([*range(0, 400, 40), 3_600_000], [0.04 * place for place in range(11)], 1),
        # the last comes after a pause; so do several
        ([*range(0, 400, 40), 5_360], [*(0.04 * place for place in range(10)), 5.36], 0),
        ([*range(0, 160, 40), *range(300_000, 300_160, 40)], [0, 0.04, 0.08, 0.12, 300, 300.04, 300.08, 300.12], 0),
        # one stands still; the next keep their place
        ([0, 40, 40, 80, 120], [0, 0.04, 0.041, 0.08, 0.12], 1),
        # one slipped back; the next keep their place
        ([0, 40, 20, 120], [0, 0.04, 0.041, 0.12], 1),
        # one is 5 s ahead, or 10 h, and the next keep their place
        ([0, 40, 5080, 120, 160], [0, 0.04, 0.08, 0.12, 0.16], 1),
        ([0, 40, 37600080, 120, 160], [0, 0.04, 0.08, 0.12, 0.16], 1),
        # one is half a second ahead: not more than a usual pause
        ([0, 40, 580, 120, 160], [0, 0.04, 0.08, 0.12, 0.16], 1),
        # one is far behind
        ([9000, 9040, 80, 9120, 9160], [0, 0.04, 0.08, 0.12, 0.16], 1),
        # several, one after another, ahead and behind
        ([9000, 9040, 99000, 70, 77000, 9200, 9240], [0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.24], 3),
        ([0, 9040, 80, 9120, 160, 200], [0, 0.04, 0.08, 0.12, 0.16, 0.2], 2),
        # a pause that lasts, of an hour too
        ([0, 40, 3600040, 3600080, 3600120], [0, 0.04, 3600.04, 3600.08, 3600.12], 0),
        # one frame every ten seconds
        ([0, 10000, 20000, 30000], [0, 10, 20, 30], 0),
        # the clock is set back by a little, and stays so
        ([0, 400, 800, *range(200, 1000, 40)], [0, 0.4, 0.8, *((840 + 40 * n) / 1000 for n in range(20))], 1),
        # pieces of three frames, each with a count of its own
        ([0, 40, 80] * 3, [n * 0.04 for n in range(9)], 2),
        # two files joined: the second count goes on from the first
        ([5000, 5040, 6200, 5000, 5040], [0, 0.04, 1.2, 1.24, 1.28], 1),
    ],
)
def test_times(given_ms, presented_s, counted):
    times_s, made_up = seconds(given_ms)
    assert times_s == pytest.approx(presented_s, abs=1e-9)
    assert made_up == counted


@given(st.lists(st.none() | st.integers(-(10**12), 10**12)))
def test_time_always_goes_on(times_ms):
    presented, repaired = seconds(times_ms)
    assert all(later > earlier for earlier, later in pairwise(presented))
    assert presented[:1] in ([], [0.0])
    assert repaired >= times_ms.count(None)


@given(st.integers(0, 10**9), st.integers(1, 60_000), st.lists(st.integers(1, 10**9)), st.integers(1, 60_000))
def test_sound_times_are_only_shifted(zero_ms, first_ms, steps_ms, last_ms):
    times_ms = np.cumsum([zero_ms, first_ms, *steps_ms, last_ms]).tolist()
    assert seconds(times_ms) == ([(ms - times_ms[0]) / 1000 for ms in times_ms], 0)


def test_a_clock_that_wraps_reads_a_set_back_as_far_ahead():
    # a transport stream counts to 26.5 h: what seems 24 h ahead is 2.5 h back
    clock = PresentationClock(Fraction(1, 25), Fraction(95444))
    given_s = [Fraction(n, 25) + (86000 if n > 2 else 0) for n in range(6)]
    assert [at_s for _, at_s in clock.follow(given_s, lambda s: s)] == pytest.approx([n / 25 for n in range(6)])
    assert (clock.repaired, clock.restarts) == (0, 1)


STRAYS_MS = st.integers(-(10**9), 10**9) | st.integers(-3000, 9000)


@given(st.lists(st.integers(0, 40), min_size=12, max_size=60), st.integers(1, 10), STRAYS_MS)
@example([0, 10, 0, 40, 0] + [0] * 7, 4, 459)
@example([0] * 12, 4, 501)
def test_a_stray_moves_no_other_frame(jitter_ms, stray, stray_ms):
    # an uneven count in which one frame, not the last, has any other time
    times_ms = [100 * place + late for place, late in enumerate(jitter_ms)]
    given_ms = [stray_ms if place == stray else ms for place, ms in enumerate(times_ms)]
    clock = PresentationClock(Fraction(1, 10))
    presented_s = [at_s for _, at_s in clock.follow(given_ms, lambda ms: Fraction(ms, 1000))]
    expected_ms = [ms - times_ms[0] for ms in times_ms]
    # a stray that comes within a step and a half is in its place; a frame that it hides comes a millisecond later
    if times_ms[stray] < given_ms[stray] <= times_ms[stray - 1] + 150:
        expected_ms[stray + 1] = max(expected_ms[stray + 1], given_ms[stray] - times_ms[0] + 1)
    presented_ms = [1000 * at_s for at_s in presented_s]
    assert presented_ms[stray - 1] < presented_ms[stray] < presented_ms[stray + 1]
    assert np.delete(presented_ms, stray) == pytest.approx(np.delete(expected_ms, stray), abs=1e-6)
