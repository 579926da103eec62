"""The matcher returns what brute force returns, whatever the batch and the order of the list."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.search import Matcher
from lfr_eval.watchlist import search
from lfr_eval.watchlist.search import ExactMatcher


def unit(rows: FloatArray) -> FloatArray:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def draw(seed: int, n: int, persons: int | None, probes: int, d: int = 8) -> tuple[list[str], FloatArray, FloatArray]:
    """Entries of random persons, or (None) of one person each; every third template repeats one, so there are ties."""
    rng = np.random.default_rng(seed)
    templates = unit(rng.standard_normal((n, d)))
    templates[::3] = templates[rng.integers(0, n, len(templates[::3]))]
    people = rng.integers(0, persons, n) if persons else rng.permutation(n)
    return [f"p{i}" for i in people], templates, unit(rng.standard_normal((probes, d)))


def brute_force(
    entry_ids: list[str], persons: list[str], templates: FloatArray, probe: FloatArray, k: int
) -> list[tuple[str, str, np.float32]]:
    """Score everything, sort it, keep the best entry of each person."""
    place = {name: i for i, name in reversed(list(enumerate(persons)))}
    scores = (templates.astype(np.float64) @ probe.astype(np.float64)).astype(np.float32)
    order = sorted(range(len(persons)), key=lambda i: (-scores[i], place[persons[i]], i))
    best: dict[str, tuple[str, str, np.float32]] = {}
    for i in order:
        best.setdefault(persons[i], (persons[i], entry_ids[i], scores[i]))
    return list(best.values())[:k]


def named(matcher: Matcher, probes: FloatArray, k: int) -> list[list[tuple[str, str, np.float32]]]:
    found = matcher.search(probes, k)
    return [
        [(matcher.person_ids[p], matcher.entry_ids[e], s) for p, e, s in zip(*row, strict=True)]
        for row in zip(found.person, found.entry, found.score, strict=True)
    ]


sizes = {
    "seed": st.integers(0, 10_000),
    "n": st.integers(1, 60),
    "persons": st.one_of(st.integers(1, 25), st.none()),
    "k": st.integers(1, 30),
}


@settings(deadline=None)
@given(**sizes, block=st.sampled_from([1, 14, 2**19]), per_rank=st.sampled_from([1, 8]))
def test_equals_brute_force_over_any_blocks(
    seed: int, n: int, persons: int | None, k: int, block: int, per_rank: int
) -> None:
    names, templates, probes = draw(seed, n, persons, probes=3)
    ids = [f"e{i}" for i in range(n)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SCORES_AT_ONCE", block)
        patch.setattr(search, "BLOCK_PROBES", 2)
        patch.setattr(search, "GROUPS_PER_RANK", per_rank)
        found = named(ExactMatcher(ids, names, templates), probes, k)
    assert found == [brute_force(ids, names, templates, probe, k) for probe in probes]


@settings(deadline=None)
@given(**sizes)
def test_permuting_the_list_changes_nothing_but_indices(seed: int, n: int, persons: int | None, k: int) -> None:
    rng = np.random.default_rng(seed)
    names, templates, probes = draw(seed, n, persons, probes=2)
    templates, ids, order = unit(rng.standard_normal((n, 8))), [f"e{i}" for i in range(n)], rng.permutation(n)
    before = ExactMatcher(ids, names, templates)
    after = ExactMatcher([ids[i] for i in order], [names[i] for i in order], templates[order])
    assert named(before, probes, k) == named(after, probes, k)


@settings(deadline=None)
@given(**sizes)
def test_fewer_ranks_are_a_prefix_of_more(seed: int, n: int, persons: int | None, k: int) -> None:
    names, templates, probes = draw(seed, n, persons, probes=2)
    matcher = ExactMatcher([f"e{i}" for i in range(n)], names, templates)
    more, fewer = named(matcher, probes, k + 5), named(matcher, probes, k)
    assert [row[:k] for row in more] == fewer


def test_batch_and_similarity_give_the_very_same_scores() -> None:
    names, templates, probes = draw(1, 500, 500, probes=70, d=512)
    matcher = ExactMatcher([str(i) for i in range(500)], names, templates)
    whole = matcher.search(probes, 5)
    for i, probe in enumerate(probes):
        np.testing.assert_array_equal(matcher.search(probe[np.newaxis], 5).score[0], whole.score[i])
        np.testing.assert_array_equal(matcher.similarity(probe, whole.entry[i]), whole.score[i])


def test_float16_storage_is_exact_for_what_the_templates_were_rounded_to() -> None:
    # 2,500 entries are three blocks of the product, the last of them short; small numbers are subnormal in float16
    names, templates, probes = draw(2, 2_500, None, probes=3, d=64)
    templates = unit(np.concatenate([templates, templates[:, :2] * 1e-7], axis=1))
    probes = unit(np.concatenate([probes, probes[:, :2]], axis=1))
    ids, rounded = [f"e{i}" for i in range(2_500)], templates.astype(np.float16)
    assert np.any((rounded != 0) & (np.abs(rounded) < np.finfo(np.float16).smallest_normal))
    matcher = ExactMatcher(ids, names, templates, storage="float16")
    for batch in (probes, probes[:1]):
        found = named(matcher, batch, 4)
        assert found == [brute_force(ids, names, rounded.astype(np.float32), probe, 4) for probe in batch]


def test_a_search_leaves_the_threads_of_the_process_as_they_were() -> None:
    names, templates, probes = draw(3, 20, None, probes=1)
    with threadpool_limits(2, user_api="blas"):
        before = threadpool_info()
        ExactMatcher(names, names, templates, threads=1).search(probes, 1)
        assert threadpool_info() == before


def test_a_tie_goes_to_whoever_stands_first() -> None:
    same = unit(np.ones((4, 3), np.float32))
    matcher = ExactMatcher(["z1", "a1", "z2", "a2"], ["z", "a", "z", "a"], same)
    found = matcher.search(same[:1], 10)
    assert matcher.person_ids == ("z", "a")
    assert [matcher.entry_ids[i] for i in found.entry[0]] == ["z1", "a1"]
    assert found.score[0, 0] == found.score[0, 1] == pytest.approx(1)


def test_no_probe_no_match() -> None:
    matcher = ExactMatcher(["e"], ["p"], unit(np.ones((1, 3), np.float32)))
    assert matcher.search(np.empty((0, 3), np.float32), 4).person.shape == (0, 1)
    assert matcher.similarity(np.ones(3, np.float32), np.empty(0, np.int64)).shape == (0,)


@pytest.mark.parametrize(
    ("probe", "k", "message"),
    [
        # Of another model
        (np.ones((1, 4), np.float32) / 2, 1, "shape"),
        # Not of length 1
        (np.ones((1, 3), np.float32), 1, "length 1"),
        # Not a number
        (np.full((1, 3), np.nan, np.float32), 1, "length 1"),
        # No rank
        (np.eye(3, dtype=np.float32)[:1], 0, "k: expected"),
    ],
)
def test_what_cannot_be_searched(probe: FloatArray, k: int, message: str) -> None:
    matcher = ExactMatcher(["e"], ["p"], np.eye(3, dtype=np.float32)[:1])
    with pytest.raises(ValueError, match=message):
        matcher.search(probe, k)


@pytest.mark.parametrize(("ids", "persons"), [([], []), (["e"], ["p", "q"])])
def test_a_list_that_does_not_fit_its_templates(ids: list[str], persons: list[str]) -> None:
    with pytest.raises(ValueError, match="expected one person"):
        ExactMatcher(ids, persons, np.eye(3, dtype=np.float32)[: len(ids)])
