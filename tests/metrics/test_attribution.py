"""To which pass a decision goes, and to which it could go; passes as |--|, hits as !."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import as_hits, hit, outcomes, row, score, tracks, watch

from lfr_eval.core.events import PassKind
from lfr_eval.metrics.attribution import attribute_by_time, open_pairs
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.extremes import Event

spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 12)), min_size=1, max_size=5)
times = st.lists(st.integers(0, 120).map(lambda n: n / 4), max_size=6)
STRANGERS = [row("s", 0, 10), row("t", 0, 10)]


def rows(spans_, subjects=()):
    names = [*subjects, *[None] * len(spans_)]
    return [row(f"{n}", start, start + stay, names[n]) for n, (start, stay) in enumerate(spans_)]


def attributed(passes, hits, seen=None, mated=("P", "Q")):
    whose = np.array([*(one.subject_id if one.subject_id in mated else None for one in passes), None], object)
    return attribute_by_time(as_hits(hits), seen, passes, whose, 0.25)


def named(passes, where, decision=0):
    """Where a decision went, and where it could have gone."""
    at = where.row[decision]
    found = None if at == NO_PASS else passes[at].pass_id
    return found, {passes[one].pass_id for one in where.rivals_of(decision)}


@given(spans, times)
def test_open_pairs_by_definition(spans_, times_):
    passes, collar = rows(spans_), 0.5
    expected = set()
    for index, at_s in enumerate(times_):
        bare = {n for n, one in enumerate(passes) if one.t_enter_s <= at_s < one.t_exit_s}
        near = {n for n, one in enumerate(passes) if one.t_enter_s - collar <= at_s < one.t_exit_s + collar}
        expected |= {(index, n) for n in bare or near}
    found = open_pairs(np.array(times_, float), passes, PassKind.PASS, collar)
    assert sorted(expected) == list(zip(*map(np.ndarray.tolist, found), strict=True))


@given(spans, times, st.lists(st.sampled_from("PQ"), min_size=6, max_size=6), st.integers(0, 2))
def test_rivals_by_definition(spans_, times_, persons, mated):
    # Without tracks: the own pass in its bare interval alone; else it, up to a second away, and those of others, in
    # bare intervals first.
    passes = rows(spans_, ["P", "Q"][:mated])
    where = attributed(passes, [hit(at_s, person) for at_s, person in zip(times_, persons, strict=False)])
    for index, (at_s, person) in enumerate(zip(times_, persons, strict=False)):
        bare = {n for n, one in enumerate(passes) if one.t_enter_s <= at_s < one.t_exit_s}
        near = {n for n, one in enumerate(passes) if one.t_enter_s - 0.25 <= at_s < one.t_exit_s + 0.25}
        mine = {n for n, one in enumerate(passes) if one.subject_id == person}
        about = {n for n in mine if near and passes[n].t_enter_s - 1 <= at_s < passes[n].t_exit_s + 1}
        expected = mine & bare or about | (bare or near)
        assert set(where.rivals_of(index)) == (expected if len(expected) > 1 else set())
        assert where.row[index] == (next(iter(expected)) if len(expected) == 1 else NO_PASS)


@pytest.mark.parametrize(
    ("pts_s", "by_tracks", "by_times"),
    [
        # s |--------------|
        # p       |--------|   identity first, though only P's collar holds a hit 2 ms before its pass; without tracks
        # nothing tells it from a stranger's ...
        (3.998, ("p", {"s", "p"}), (None, {"s", "p"})),
        (3.75, ("p", {"s", "p"}), (None, {"s", "p"})),
        # ... and in its bare interval nothing is open; before the collar the track tells, for a second.
        (4.0, ("p", set()), ("p", set())),
        (3.74, ("s", set()), (None, {"s", "p"})),
        (2.99, ("s", set()), ("s", set())),
    ],
)
def test_identity_first(pts_s, by_tracks, by_times):
    passes = [row("s", 0, 10), row("p", 4, 10, "P")]
    assert named(passes, attributed(passes, [hit(pts_s)], tracks((1, 0, 10)))) == by_tracks
    assert named(passes, attributed(passes, [hit(pts_s)])) == by_times


def test_a_hit_between_two_passes_is_of_either():
    # s |----|  t |----|   both collars hold the hit; neither pass does.
    passes = [row("s", 0, 5), row("t", 5.2, 9)]
    assert named(passes, attributed(passes, [hit(5.1)])) == (None, {"s", "t"})
    assert named(passes, attributed(passes, [hit(5.1)], tracks((1, 5, 9)))) == ("t", {"s", "t"})


def test_two_passes_of_one_person_are_rivals_of_each_other():
    passes = [row("one", 0, 5, "P"), row("two", 5.2, 9, "P")]
    assert named(passes, attributed(passes, [hit(5.1)])) == (None, {"one", "two"})
    assert named(passes, attributed(passes, [hit(5.1)], tracks((1, 5, 9)))) == ("two", {"one", "two"})


def test_an_ambiguous_hit_goes_to_the_pass_that_fits_its_track():
    # s |----------|   track 1 is in view as s is; the hit on P is of either, and goes to s.
    # t |-----|        Without tracks, nothing tells.
    passes = [row("s", 0, 10), row("t", 0, 6)]
    assert named(passes, attributed(passes, [hit(3)], tracks((1, 0, 9), (2, 0, 6)))) == ("s", {"s", "t"})
    assert named(passes, attributed(passes, [hit(3)])) == (None, {"s", "t"})


def test_a_track_remembers_its_pass_for_a_second():
    # s |------------|      track 1 fits t, which the annotator let in at 4: the hit before that is not surely of s.
    # t       |--------|    More than a second before, it is.
    passes = [row("s", 0, 6), row("t", 4, 20)]
    seen = tracks((1, 2.5, 20), (2, 0, 6))
    assert named(passes, attributed(passes, [hit(3.2)], seen)) == ("t", {"s", "t"})
    assert named(passes, attributed(passes, [hit(2.9)], seen)) == ("s", set())


def test_an_uncovered_hit_stays_uncovered_whatever_its_track():
    passes = [row("s", 5, 10)]
    assert named(passes, attributed(passes, [hit(4.5)], tracks((1, 4, 10)))) == (None, set())


EITHER = {"s": "undecided", "t": "undecided"}


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        # Two strangers come and go together: nothing tells which of them was taken for P, whatever they are called,
        (None, EITHER),
        (tracks((1, 0, 10)), EITHER),
        (tracks((1, 0, 10), (2, 0, 10)), EITHER),
        # unless the other's track is the better one for one of them.
        (tracks((1, 0, 9), (2, 0, 10)), EITHER),
    ],
)
@pytest.mark.parametrize("names", ["st", "ts"])
def test_a_tie_is_left_open(seen, expected, names):
    passes = [row(name, 0, 10) for name in names]
    assert outcomes(watch(passes, [hit(2)], seen=seen)) == expected


def test_one_of_two_is_one_of_two_whoever_it_was():
    # The hit is of the one or the other: no pass has a point value, yet exactly one of two raised an alert.
    scores = score(STRANGERS, [hit(2)])
    assert (scores.system.fpir.k, scores.system.fpir.value, scores.system.fpir.k_low) == (1, 0.5, None)
    assert scores.ambiguity.fpir == (0.5, 0.5)
    assert {record.wrong for record in scores.runs[0].records} == {
        Event(None, surely=False, least=True, most=True, possibly=True),
        Event(None, surely=False, least=False, most=False, possibly=True),
    }


@pytest.mark.parametrize("name", ["a", "z"])
def test_one_long_pass_does_not_absorb_all_hits_nor_does_its_name_decide(name):
    # A clerk is in view all day, 600 strangers come one by one, 20 of them with a hit while the clerk is there: by the
    # lowest name that was 1 or 20 of 601.
    strangers = [row(f"m{n:03}", 10 * n, 10 * n + 5) for n in range(600)]
    fpir = score([row(name, 0, 6000), *strangers], [hit(10 * n + 1, track=n) for n in range(20)]).system.fpir
    assert (fpir.k_low, fpir.k_high, fpir.n, fpir.value) == (1, 20, 601, None)


def test_a_stranger_in_view_with_many_has_the_hits_of_their_track():
    # The same with tracks: the clerk's track fits the clerk, and all 20 hits are of strangers.
    strangers = [row(f"m{n:03}", 10 * n, 10 * n + 5) for n in range(60)]
    seen = tracks((99, 0, 600), *((n, 10 * n + 0.1, 10 * n + 4.9) for n in range(60)))
    fpir = score([row("a", 0, 600), *strangers], [hit(10 * n + 1, track=n) for n in range(20)], seen=seen).system.fpir
    assert (fpir.k, fpir.k_low, fpir.k_high) == (20, 1, 20)
