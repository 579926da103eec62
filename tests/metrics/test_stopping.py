"""When a trial stops, and how long that takes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.sequential import RARE, rate_sequence
from lfr_eval.metrics.stopping import Standing, StoppingRule

RULE = StoppingRule(0.85, 150)
OUTCOMES = st.lists(st.booleans(), max_size=60)


@pytest.mark.parametrize(
    ("outcomes", "standing", "k", "n"),
    [
        ([], Standing.OPEN, 0, 0),
        ([True] * 24, Standing.OPEN, 24, 24),
        # 25 of 25 are the first that leave 85 % out
        ([True] * 25, Standing.SHOWN, 25, 25),
        # What came after it had stopped is not counted
        ([True] * 25 + [False] * 20, Standing.SHOWN, 25, 25),
        # Five missed in a row leave it out; the sixth is not counted
        ([False] * 5 + [True], Standing.EXCLUDED, 0, 5),
    ],
)
def test_it_stops_when_shown_and_when_excluded(outcomes, standing, k, n):
    look = RULE.look(outcomes)
    assert (look.standing, look.k, look.n) == (standing, k, n)
    assert (look.low, look.high) == rate_sequence(k, n)


def test_it_stops_at_the_most():
    look = StoppingRule(0.85, 10).look([True] * 12)
    assert (look.standing, look.k, look.n) == (Standing.NOT_SHOWN, 10, 10)


@given(OUTCOMES, st.floats(0.05, 0.95))
def test_it_stops_as_soon_as_the_interval_leaves_the_limit_out(outcomes, limit):
    look = StoppingRule(limit, 60, mixture=RARE).look(outcomes)
    ends = [rate_sequence(sum(outcomes[:n]), n, RARE) for n in range(1, len(outcomes) + 1)]
    out = [n for n, (low, high) in enumerate(ends, start=1) if low >= limit or high <= limit]
    assert look.n == (out[0] if out else len(outcomes))
    if out:
        assert look.standing is (Standing.SHOWN if look.low >= limit else Standing.EXCLUDED)


@pytest.mark.parametrize("limit", [0.5, 0.85, 0.95])
def test_a_trial_at_the_limit_is_wrong_in_at_most_one_of_twenty(limit):
    course = StoppingRule(limit, 3000).course(limit)
    # Exact: nothing is simulated
    assert 0.02 < course.shown[-1] + course.excluded[-1] <= 0.05


@pytest.mark.parametrize("rate", [0.7, 0.8, 0.85])
def test_what_is_not_so_is_shown_in_at_most_one_of_twenty(rate):
    assert StoppingRule(0.85, 3000).course(rate).shown[-1] <= 0.05


def test_the_course_is_that_of_simulated_trials():
    rule = StoppingRule(0.6, 80)
    course = rule.course(0.8)
    rng = np.random.default_rng(0)
    looks = [rule.look((rng.random(80) < 0.8).tolist()) for _ in range(2000)]
    for n in (20, 40, 80):
        shown = np.mean([look.standing is Standing.SHOWN and look.n <= n for look in looks])
        assert course.shown[n - 1] == pytest.approx(shown, abs=0.035)
    assert course.shown[-1] + course.excluded[-1] <= 1


def test_how_long_it_takes_to_show_85_percent_at_95():
    course = StoppingRule(0.85, 1000).course(0.95)
    assert (course.trials_until_shown(0.5), course.trials_until_shown(0.9)) == (58, 148)
    assert StoppingRule(0.85, 30).course(0.95).trials_until_shown(0.5) is None


@pytest.mark.parametrize("figures", [(0.0, 10), (1.0, 10), (0.85, 0)])
def test_a_rule_that_cannot_be_is_refused(figures):
    with pytest.raises(ValueError, match="rule: expected"):
        StoppingRule(*figures)
