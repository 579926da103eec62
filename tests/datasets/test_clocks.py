"""Alerts and truth by two clocks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.core.events import OnList, Pass
from lfr_eval.datasets.clocks import other_clock

ENTER_S = [60.0 * place + 7 * place % 11 for place in range(20)]
NAMES = [f"P{place}" for place in range(20)]


def passes(of=lambda seconds: seconds):
    return [
        Pass(f"pass-{name}", "gate", name, of(enter), of(enter + 8), on_list=OnList.YES)
        for name, enter in zip(NAMES, ENTER_S, strict=True)
    ]


def hhmmss(seconds):
    return seconds // 3600 * 10_000 + seconds // 60 % 60 * 100 + seconds % 60


@pytest.mark.parametrize(
    ("alerts", "truth", "said"),
    [
        # both in seconds: each alert in the middle of a pass
        (lambda s: s, lambda s: s, ""),
        # one of the two in another unit
        (lambda s: s / 60, lambda s: s, "20 if alerts are in minutes"),
        (lambda s: s / 3600, lambda s: s, "20 if alerts are in hours"),
        (lambda s: s / 86_400, lambda s: s, "20 if alerts are in days"),
        (lambda s: s, lambda s: s / 86_400, "20 if truth is in days"),
        (lambda s: s, hhmmss, "if truth is in hours, minutes and seconds written as one number"),
        # truth counts from another zero
        (lambda s: s, lambda s: s + 300, "20 if truth began about 300 s earlier"),
        (lambda s: s, lambda s: s - 450, "20 if truth began about 450 s later"),
    ],
)
def test_the_clock_by_which_alerts_fit_is_named(alerts, truth, said):
    found = other_clock(np.array([alerts(enter + 4) for enter in ENTER_S]), NAMES, passes(truth))
    assert (said in found) if said else (found == "")


def test_a_system_that_is_mostly_wrong_is_scored():
    # four of twenty are right, sixteen come when somebody else passes
    at_s = [ENTER_S[place] + 2 if place < 4 else ENTER_S[(place * 7 + 3) % 20] + 2 for place in range(20)]
    assert other_clock(np.array(at_s), NAMES, passes()) == ""


def test_few_alerts_tell_nothing():
    assert other_clock(np.array(ENTER_S[:4]) / 60, NAMES[:4], passes()) == ""


def test_alerts_about_people_who_do_not_pass_tell_nothing():
    assert other_clock(np.array(ENTER_S) / 60, [f"Q{place}" for place in range(20)], passes()) == ""


@given(st.lists(st.floats(0, 1200), min_size=20, max_size=20), st.permutations(NAMES))
def test_alerts_of_which_a_quarter_fit_are_never_refused(at_s, names):
    fitting = [enter + 1 for enter in ENTER_S[:5]]
    assert other_clock(np.array([*fitting, *at_s[5:]]), [*NAMES[:5], *names[5:]], passes()) == ""
