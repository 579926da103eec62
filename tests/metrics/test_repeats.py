"""How many people a test takes when each passes several times."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from power import World, events, power_of
from scipy import stats

from lfr_eval.evaluate.plan import Aim, Plan
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.planning import passes_to_show
from lfr_eval.metrics.proportions import one_sided_upper
from lfr_eval.metrics.repeats import Repeats

CORRELATIONS = st.sampled_from([0.0, 0.05, 0.2, 0.5, 1.0])
REPEATS = st.builds(Repeats, st.integers(2, 30), CORRELATIONS)


@pytest.mark.parametrize("events", [0, 1, 7])
def test_of_single_passes_it_takes_as_many_people_as_passes(events):
    assert Repeats().people_to_show(0.01, events) == passes_to_show(0.01, events)


@given(REPEATS, st.sampled_from([0.2, 0.05, 0.01]))
def test_however_often_people_pass_a_limit_takes_as_many_of_them(repeats, limit):
    people = repeats.people_to_show(limit, 0)
    assert people == passes_to_show(limit)
    none = [Tally.by_person(np.zeros(n), np.full(n, repeats.each)) for n in (people, people - 1)]
    assert none[0].upper(0.95) <= limit < none[1].upper(0.95)
    assert repeats.people_to_show(limit, repeats.each) >= people


@pytest.mark.parametrize(("limit", "rate"), [(0.15, 0.05), (0.01, 0.002)])
def test_the_power_with_single_passes_is_exact(limit, rate):
    shown = Repeats().to_show(limit, rate)
    assert shown.power == pytest.approx(stats.binom.cdf(shown.events, shown.passes, rate), abs=1e-9)
    assert shown.power >= 0.8
    assert one_sided_upper(shown.events, shown.passes) <= limit < one_sided_upper(shown.events + 1, shown.passes)


@pytest.mark.parametrize(
    ("repeats", "rate"), [(Repeats(), 0.05), (Repeats(4, 0.0), 0.3), (Repeats(10, 0.5), 0.02), (Repeats(3, 1.0), 0.2)]
)
def test_the_chance_of_at_most_so_many_is_that_of_simulated_people(repeats, rate):
    rng, people = np.random.default_rng(0), 30
    together = np.array([events(rng, people, rate, repeats).sum() for _ in range(4000)])
    for most in (0, 3, 12):
        assert repeats.chance_of_at_most(most, people, rate) == pytest.approx((together <= most).mean(), abs=0.03)


def test_of_very_many_passes_the_chance_is_that_of_independent_trials():
    repeats, rate = Repeats(2, 0.1), 0.001
    folded, taken_as = (repeats.chance_of_at_most(105, people, rate) for people in (50_000, 50_001))
    assert folded == pytest.approx(taken_as, abs=0.01)


def test_to_show_85_percent_at_95_takes_59_people_who_pass_once():
    shown = Repeats().to_show(0.15, 0.05)
    # 4 of 59 missed: at most 14.9 %, one-sided; 3 of 58 or fewer happen too seldom
    assert (shown.people, shown.events) == (59, 4)


@given(st.integers(2, 20), st.floats(0.01, 0.9))
def test_the_more_alike_the_more_people(each, rate):
    people = [Repeats(each, one).people_for(500, rate, 0.95) for one in (0.0, 0.05, 0.2, 0.5, 1.0)]
    assert people == sorted(people)
    assert people[0] * each >= 500
    # All alike: passes of one person count as one, and somewhat less because so few show only roughly that they do
    assert 500 <= people[-1] <= 600


@pytest.mark.parametrize(("each", "correlation", "rate"), [(5, 0.2, 0.1), (20, 0.05, 0.02), (3, 0.0, 0.5)])
def test_the_chance_of_so_many_events_is_the_beta_binomial(each, correlation, rate):
    x = np.arange(each)
    weight = (1 - correlation) / correlation if correlation else None
    peer = stats.betabinom.sf(x, each, rate * weight, (1 - rate) * weight) if weight else stats.binom.sf(x, each, rate)
    assert Repeats(each, correlation)._having(rate) == pytest.approx(peer, rel=1e-6)


def test_what_is_expected_of_people_is_what_a_tally_makes_of_them():
    rng, repeats, people = np.random.default_rng(0), Repeats(10, 0.2), 200
    weight = (1 - 0.2) / 0.2
    known = [
        Tally.by_person(rng.binomial(10, rng.beta(0.1 * weight, 0.9 * weight, people)), np.full(people, 10))
        for _ in range(200)
    ]
    seen = np.median([one.effective_trials(0.95) for one in known])
    assert repeats.effective_trials(people, 0.1, 0.95) == pytest.approx(seen, rel=0.05)
    # With few who carry the event, people count and not passes
    assert repeats.effective_trials(30, 0.01, 0.95) == 30


@pytest.mark.parametrize(
    ("world", "samples"),
    [
        (World(Aim.TPIR_LIMIT, Plan(0.01), Repeats(10, 0.2)), 200),
        (World(Aim.TPIR_LIMIT, Plan(0.01, true_tpir=0.92), Repeats(3, 0.5)), 200),
        (World(Aim.TPIR_DIFFERENCE, Plan(0.01, true_tpir=0.9), Repeats()), 120),
        (World(Aim.TPIR_EQUIVALENCE, Plan(0.01, true_tpir=0.9), Repeats()), 120),
    ],
    ids=lambda world: getattr(world, "aim", None),
)
def test_a_test_of_that_size_succeeds_about_as_often_as_planned(world, samples):
    """More worlds, with more samples: benchmarks/power.py."""
    assert 0.7 <= power_of(world, samples, seed=3) <= 0.92


@pytest.mark.parametrize("figures", [(0, 0.2), (3, 1.1), (3, -0.1)])
def test_passes_that_cannot_be_are_refused(figures):
    with pytest.raises(ValueError, match="passes: expected"):
        Repeats(*figures)


def test_a_rate_that_is_no_better_than_the_limit_is_never_shown():
    with pytest.raises(ValueError, match="below the limit"):
        Repeats().to_show(0.15, 0.15)
