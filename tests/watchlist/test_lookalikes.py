"""Who resembles whom on a list, on vectors whose similarities are known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.watchlist import lookalikes
from lfr_eval.watchlist.lookalikes import Pairs, look_alikes


def at(*degrees: float) -> np.ndarray:
    """Unit vectors in the plane at these angles: the similarity of two is the cosine of the angle between them."""
    angle = np.radians(np.array(degrees))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)


def listed(pairs: Pairs) -> list[tuple[int, int, float]]:
    rows = zip(pairs.first, pairs.second, pairs.score, strict=True)
    return [(int(first), int(second), round(float(score), 4)) for first, second, score in rows]


def test_pairs_of_persons_by_their_most_alike_entries() -> None:
    # Ann at 0 and 50 degrees, Bob at 60 and Cyd at 180: Ann's second image is 10 degrees from Bob
    found = look_alikes(["ann", "bob", "ann", "cyd"], at(0, 60, 50, 180), 0.5)
    assert listed(found.persons) == [(1, 2, 0.9848)]
    assert found.persons.total == 1
    assert listed(found.one_person) == []


def test_the_threshold_itself_counts() -> None:
    templates = np.array([[1, 0], [0.6, 0.8]], np.float32)
    assert len(look_alikes(["ann", "bob"], templates, 0.6).persons) == 1
    # A threshold between two single-precision numbers is the nearer of the two
    assert len(look_alikes(["ann", "bob"], templates, math.nextafter(float(np.float32(0.6)), 1)).persons) == 1
    assert len(look_alikes(["ann", "bob"], templates, float(np.nextafter(np.float32(0.6), np.float32(1)))).persons) == 0


def test_the_same_photograph_under_one_name_and_under_two() -> None:
    # Ann twice the same, Bob with Ann's photograph, Cyd at a right angle
    found = look_alikes(["ann", "cyd", "ann", "bob"], at(0, 90, 0, 1), 0.5)
    assert listed(found.one_person) == [(0, 2, 1.0)]
    assert listed(found.two_persons) == [(0, 3, 0.9998), (2, 3, 0.9998)]
    # The pair of persons is one pair, however many photographs say so
    assert listed(found.persons) == [(0, 3, 0.9998)]


def test_the_most_alike_come_first_and_all_are_counted() -> None:
    found = look_alikes(["a", "b", "c"], at(0, 10, 40), 0.5, most=2)
    assert listed(found.persons) == [(0, 1, 0.9848), (1, 2, 0.866)]
    assert found.persons.total == 3


def test_progress_counts_entries() -> None:
    said: list[tuple[float, float | None]] = []
    look_alikes(["a", "b"], at(0, 10), 0.5, progress=lambda done, total, note="": said.append((done, total)))
    assert said == [(2, 2)]


@pytest.mark.parametrize("persons", [[], ["ann"]])
def test_nobody_to_compare(persons: list[str]) -> None:
    found = look_alikes(persons, at(*[0.0] * len(persons)), 0.4)
    assert [len(found.persons), len(found.one_person), len(found.two_persons)] == [0, 0, 0]


def test_a_threshold_that_is_no_similarity_is_refused() -> None:
    with pytest.raises(ValueError, match="similarities from -1 to 1, got"):
        look_alikes(["ann"], at(0), 1.5)


def slowly(
    persons: list[str], templates: np.ndarray, threshold: float
) -> tuple[dict[tuple[str, ...], float], dict[bool, list[tuple[int, int]]]]:
    """The same, pair by pair: the best score of each pair of persons, and near duplicates by whether of one person."""
    scores = templates @ templates.T
    best: dict[tuple[str, ...], float] = {}
    copies: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for i in range(len(persons)):
        for j in range(i + 1, len(persons)):
            pair = tuple(sorted((persons[i], persons[j])))
            if persons[i] != persons[j] and scores[i, j] >= np.float32(threshold):
                best[pair] = max(best.get(pair, -1.0), float(scores[i, j]))
            if scores[i, j] >= np.float32(0.95):
                copies[persons[i] == persons[j]].append((i, j))
    return best, copies


@given(
    persons=st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=25),
    seed=st.integers(0, 10_000),
    threshold=st.floats(-1, 1, width=32),
)
def test_blocks_change_nothing(persons: list[str], seed: int, threshold: float) -> None:
    # Small whole numbers scaled by a power of two: every product is exact, so that blocks cannot differ by rounding
    templates = (np.random.default_rng(seed).integers(-2, 3, (len(persons), 4)) / 4).astype(np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookalikes, "BLOCK_ENTRIES", 3)
        found = look_alikes(persons, templates, threshold)
    best, copies = slowly(persons, templates, threshold)
    said = {
        tuple(sorted((persons[i], persons[j]))): score
        for i, j, score in zip(found.persons.first, found.persons.second, found.persons.score.tolist(), strict=True)
    }
    assert said == {pair: min(score, 1.0) for pair, score in best.items()}
    assert len(found.persons) == len(best)
    for same, pairs in ((True, found.one_person), (False, found.two_persons)):
        assert sorted(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == copies[same]
