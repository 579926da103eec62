"""What came of searches, whatever their order, their parts and the threshold."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfr_eval.datasets.images import LabelledImage
from lfr_eval.evaluate.search.candidates import Candidates, deepen, search_list
from lfr_eval.evaluate.search.searches import Searches
from lfr_eval.metrics.records import Outcome
from lfr_eval.metrics.search import score_searches
from lfr_eval.watchlist.search import ExactMatcher

PERSONS = tuple("ABCDE")


def some_searches(seed: int, n: int = 40) -> Searches:
    """Random lists, some empty, of people on the list and others, each searched once or twice."""
    rng = np.random.default_rng(seed)
    names = [*PERSONS, *(f"z{number}" for number in range(10))]
    images = tuple(LabelledImage(f"i{row}", str(rng.choice(names)), Path("i")) for row in range(n))
    acquired = rng.random(n) < 0.9
    depth = np.where(acquired, rng.integers(0, len(PERSONS) + 1, n), 0)
    person = [one for k in depth for one in rng.permutation(len(PERSONS))[:k]]
    score = [one for k in depth for one in np.sort(rng.integers(0, 10, k) / 10)[::-1]]
    found = Candidates(
        PERSONS,
        len(PERSONS),
        acquired,
        np.repeat(np.arange(n), depth),
        np.array(person, np.int64),
        np.array(score, np.float32),
    )
    return Searches(images, ({},) * n, found, frozenset("A"))


@given(st.integers(0, 1000), st.sampled_from([0.0, 0.3, 0.5, 0.9]), st.integers(1, 3))
def test_events_records_and_rates_agree(seed, threshold, rank):
    searches = some_searches(seed)
    scores = score_searches(searches.mated(), searches.non_mated(), threshold, rank)
    events, mated = searches.events(threshold, rank), searches.mate >= 0
    assert (scores.system.tpir.k, scores.system.tpir.n) == (events[mated].sum(), mated.sum())
    assert (scores.system.fpir.k, scores.system.fpir.n) == (events[~mated].sum(), (~mated).sum())
    records = searches.records(threshold, rank)
    assert [
        record.correct_hits + record.other_hits > 0 for record in records if record.status == "non_mated"
    ] == events[~mated].tolist()
    assert sum(record.other_hits for record in records if record.status == "mated") == scores.system.wrong_identity.k
    named = sum(len(record.wrong_persons) for record in records if record.status == "non_mated")
    assert scores.sel is None or scores.sel == pytest.approx(named / scores.system.fpir.n)
    for record in records:
        fits = {Outcome.FAILURE_TO_ENROL: record.failed_to_enrol, Outcome.FAILURE_TO_ACQUIRE: not record.acquired}
        assert fits.get(record.outcome, True)


@given(st.integers(0, 1000), st.data())
def test_the_order_of_searches_changes_nothing(seed, data):
    searches = some_searches(seed)
    order = np.array(data.draw(st.permutations(range(len(searches)))))
    found = searches.candidates
    rows = np.concatenate([np.flatnonzero(found.search == row) for row in order])
    moved = Candidates(
        PERSONS,
        len(PERSONS),
        found.acquired[order],
        np.argsort(order)[found.search[rows]],
        found.person[rows],
        found.score[rows],
    )
    again = Searches(tuple(searches.images[row] for row in order), searches.attributes, moved, searches.not_enrolled)
    assert (again.events(0.5, 1) == searches.events(0.5, 1)[order]).all()
    one, other = (each.false_pairs(0.5) for each in (searches, again))
    assert sorted(zip(order[other[0]], other[1], strict=True)) == sorted(zip(*one, strict=True))


@settings(max_examples=15)
@given(st.integers(0, 1000), st.permutations(range(len(PERSONS))))
def test_the_order_of_the_list_changes_nothing(seed, places):
    searches = some_searches(seed)
    found, place = searches.candidates, np.array(places)
    persons = tuple(PERSONS[number] for number in np.argsort(place))
    moved = replace(searches, candidates=replace(found, persons=persons, person=place[found.person]))
    assert moved.records(0.5, 1) == searches.records(0.5, 1)
    one, other = (score_searches(each.mated(), each.non_mated(), 0.5) for each in (searches, moved))
    assert one == other


@settings(max_examples=15)
@given(st.integers(0, 1000), st.integers(0, 2**40 - 1), st.sampled_from([0.0, 0.3, 0.5, 0.9]))
def test_two_parts_add_up_to_the_whole(seed, half, threshold):
    searches = some_searches(seed)
    chosen = np.array([half >> row & 1 for row in range(len(searches))], bool)
    whole, *parts = (
        score_searches(one.mated(), one.non_mated(), threshold)
        for one in (searches, searches.only(chosen), searches.only(~chosen))
    )
    for name in ("tpir", "fnir", "fpir", "wrong_identity"):
        kinds = [(getattr(one.system, name), getattr(one.algorithm_only, name)) for one in (whole, *parts)]
        for total, *counts in zip(*kinds, strict=True):
            assert (total.k, total.n) == (sum(one.k for one in counts), sum(one.n for one in counts))
    assert whole.fta.k == sum(part.fta.k for part in parts)


@settings(max_examples=15)
@given(st.integers(0, 1000), st.integers(1, 3))
def test_fpir_falls_and_fnir_rises_with_the_threshold(seed, rank):
    searches = some_searches(seed)
    both = [
        score_searches(searches.mated(), searches.non_mated(), tenth / 10, rank).system
        for tenth in (-1, 0, 3, 6, 9, 10)
    ]
    for low, high in pairwise(both):
        assert high.fpir.k <= low.fpir.k
        assert high.fnir.k >= low.fnir.k


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(1, 4), st.floats(-0.3, 0.6))
def test_deepened_lists_hold_everybody_above_the_threshold(seed, depth, threshold):
    rng = np.random.default_rng(seed)
    templates, probes = (rng.normal(size=(n, 8)) for n in (30, 20))
    templates, probes = (
        (one / np.linalg.norm(one, axis=1, keepdims=True)).astype(np.float32) for one in (templates, probes)
    )
    names = tuple(f"P{number}" for number in range(31))
    # One person more was submitted than enrolled, and one probe was not acquired.
    matcher, acquired = ExactMatcher(names[1:], names[1:], templates), np.arange(20) != 7
    found = search_list(matcher, names, probes, acquired, depth)
    found = deepen(found, matcher, probes, threshold)
    assert not found.truncated(threshold).any()
    above = found.score >= np.float32(threshold)
    listed = set(zip(found.search[above].tolist(), found.person[above].tolist(), strict=True))
    scores = np.clip((probes.astype(float) @ templates.T.astype(float)).astype(np.float32), -1, 1)
    expected = {(int(row), int(column) + 1) for row, column in np.argwhere(scores >= np.float32(threshold))}
    assert listed == {pair for pair in expected if pair[0] != 7}
