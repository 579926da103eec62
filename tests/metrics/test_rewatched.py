"""Footage that was watched again: its passes are measured again, and nobody is another person."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import crowd, hit, row, watch

from lfr_eval.core.errors import InputError
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.pass_scores import pool
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.proportions import clopper_pearson
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.rewatched import count_once, together

STREET = [row("p", 0, 10, "P"), row("a", 20, 30), row("b", 20, 30), row("s", 40, 50, "S")]
"""P is listed; two who are not named walk side by side; S is named and not listed."""


def ends(rate: Rate) -> tuple[float | None, ...]:
    return rate.low, rate.high, rate.n_eff


def pooled(*runs, footage):
    return pool(count_once(runs, footage))


def test_the_same_hits_twice_are_twice_the_counts_and_the_same_interval():
    run = watch(STREET, [hit(1, "P"), hit(25, "Q")])
    once, twice = pool([run]), pooled(run, run, footage=[0, 0])
    for name in ("tpir", "fpir", "wrong_identity"):
        one, two = getattr(once.system, name), getattr(twice.system, name)
        assert (two.k, two.n, two.subjects) == (2 * one.k, 2 * one.n, one.subjects)
        assert ends(two) == ends(one)
    assert twice.alerts.per_hour.k == 2 * once.alerts.per_hour.k
    assert twice.alerts.per_hour.low == pytest.approx(once.alerts.per_hour.low)
    assert twice.alerts.per_hour.high == pytest.approx(once.alerts.per_hour.high)
    assert twice.alerts.persons_falsely_alerted == once.alerts.persons_falsely_alerted == 1


def test_other_footage_is_other_people_though_the_rows_have_the_same_ids():
    # two live trials of one camera, each with its own truth, in which walk 1 is somebody else
    run = watch([row("walk-1", 0, 10)])
    apart, again = pooled(run, run, footage=[0, 1]), pooled(run, run, footage=[0, 0])
    assert (apart.system.fpir.subjects, apart.system.fpir.method) == (2, "clopper-pearson")
    assert apart.system.fpir.high == clopper_pearson(0, 2)[1]
    assert again.system.fpir.subjects == 1
    assert again.system.fpir.high == clopper_pearson(0, 1)[1]


def test_one_film_under_two_names_is_the_same_people_whatever_their_passes_are_called():
    first = watch(STREET)
    renamed = [row(f"copy-{one.pass_id}", one.t_enter_s, one.t_exit_s, one.subject_id) for one in STREET]
    scores = pooled(first, watch(renamed), footage=[0, 0])
    assert (scores.system.fpir.n, scores.system.fpir.subjects) == (6, 3)
    assert ends(scores.system.fpir) == ends(pool([first]).system.fpir)


def cut(run: ScoredRun, duration_s: float) -> ScoredRun:
    kept = tuple(one for one in run.records if one.row.t_enter_s < duration_s)
    return replace(run, records=kept, duration_s=duration_s)


def test_what_only_one_of_two_watched_to_the_end_counts_as_watched_once_beyond():
    long = watch(STREET)
    scores = pooled(long, cut(long, 35.0), footage=[0, 0])
    # a and b twice, s once: Kish's effective number of 5 watches of passes is 25 / (4 + 4 + 1)
    assert (scores.system.fpir.n, scores.system.fpir.subjects) == (5, 3)
    assert scores.system.fpir.n_eff == pytest.approx(25 / 9)


def test_truth_that_has_other_passes_for_the_same_footage_is_refused():
    moved = [row(one.pass_id, one.t_enter_s + 1, one.t_exit_s, one.subject_id) for one in STREET]
    with pytest.raises(InputError, match=r"clip\.mp4: .* expected the same people at the same times"):
        count_once([watch(STREET), watch(moved)], [0, 0])
    assert len(count_once([watch(STREET), watch(moved)], [0, 1])) == 2, "of other footage that is as it should be"


def test_what_runs_have_in_common_is_counted_by_person():
    monday = watch([*STREET, crowd("c", 60, 70)])
    tuesday = watch([row("p", 5, 15, "P"), row("t", 20, 30, "T")])
    shared = together(count_once([monday, tuesday], [0, 1]))
    assert (shared.runs, shared.people, shared.in_several_runs) == (2, 5, 1)
    assert (shared.passes, shared.distinct_passes) == (6, 6)
    again = together(count_once([monday, monday], [0, 0]))
    assert (again.people, again.in_several_runs, again.passes, again.distinct_passes) == (4, 4, 8, 4)


people = st.lists(
    st.lists(st.booleans(), min_size=1, max_size=6),  # what came of each pass of a person
    min_size=1,
    max_size=25,
)


@given(people, st.integers(2, 5))
def test_watching_all_again_with_the_same_result_changes_no_interval(passes: list[list[bool]], times: int):
    happened = np.array([one for person in passes for one in person])
    whose = np.repeat(np.arange(len(passes)), [len(person) for person in passes])
    once = Tally.of(happened, whose)
    again = Tally.of(np.tile(happened, times), np.tile(whose, times), np.tile(np.arange(len(whose)), times))
    assert (again.k, again.n) == (times * once.k, times * once.n)
    assert again.interval() == pytest.approx(once.interval())
    assert again.effective_trials(0.95) == pytest.approx(once.effective_trials(0.95))
    assert again.design_effect == pytest.approx(times * once.design_effect)


@given(people, st.data())
def test_watching_some_again_is_never_worth_more_than_other_passes(passes: list[list[bool]], data: st.DataObject):
    whose = np.repeat(np.arange(len(passes)), [len(person) for person in passes])
    times = np.array(data.draw(st.lists(st.integers(1, 4), min_size=len(whose), max_size=len(whose))))
    total = int(times.sum())
    happened = np.array(data.draw(st.lists(st.booleans(), min_size=total, max_size=total)))
    done = Tally.of(happened, np.repeat(whose, times), np.repeat(np.arange(len(whose)), times))
    assert done.effective_trials(0.975) <= done.effective_passes * (1 + 1e-12)
    assert done.effective_passes <= len(whose) * (1 + 1e-12)
    low, high = done.interval()
    assert low <= done.value <= high
    mirrored = done.opposite.interval()
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high))
    assert (done + done).effective_passes == pytest.approx(2 * done.effective_passes)


WORLDS = [
    # people, passes each, watches, how alike the passes of a person are, how alike the watches of a pass are
    (40, 1, 2, 0.0, 1.0),
    (40, 1, 3, 0.0, 0.3),
    (15, 8, 2, 0.3, 1.0),
    (15, 8, 4, 0.3, 0.5),
    (60, 3, 2, 0.0, 0.0),
    (30, 10, 5, 0.1, 0.0),
]


@pytest.mark.parametrize(("persons", "passes", "times", "icc", "steady"), WORLDS)
def test_intervals_of_repeated_watches_cover_and_do_not_narrow(persons, passes, times, icc, steady):
    rng, p, worlds = np.random.default_rng(7), 0.3, 200
    whose = np.repeat(np.arange(persons), passes)
    people, which = np.tile(whose, times), np.tile(np.arange(len(whose)), times)
    covered, width, trials = 0, np.zeros((worlds, 2)), np.zeros((worlds, 2))
    for world in range(worlds):
        person = rng.beta(p * (1 / icc - 1), (1 - p) * (1 / icc - 1), persons) if icc else np.full(persons, p)
        first = rng.random(len(whose)) < person[whose]
        fresh = rng.random((times, len(whose))) < person[whose]
        watches = np.where(rng.random((times, len(whose))) < steady, first, fresh)
        once, again = Tally.of(watches[0], whose), Tally.of(watches.ravel(), people, which)
        (low, high), (least, most) = once.interval(), again.interval()
        covered += least <= p <= most
        width[world] = high - low, most - least
        trials[world] = once.effective_trials(0.975), again.effective_trials(0.975)
    assert covered / worlds >= 0.92, "95 % less two Monte Carlo errors"
    assert width[:, 1].mean() >= 0.995 * width[:, 0].mean()
    assert trials[:, 1].mean() <= 1.01 * trials[:, 0].mean()
