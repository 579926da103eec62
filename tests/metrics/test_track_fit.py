"""Tracks and passes by what they have in common."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import crowd, row, tracks

from lfr_eval.metrics.track_fit import fit_tracks


def fitted(passes, *spans):
    seen = tracks(*((number, *span) for number, span in enumerate(spans)))
    return [None if at < 0 else passes[at].pass_id for at in fit_tracks(seen, passes)]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        # a |----------|      Each track takes the pass that is most like it ...
        # b     |----|
        ([(0, 10), (4, 8)], ["a", "b"]),
        # ... and one that is seen at the same time as a better one takes what is left.
        ([(0, 10), (1, 8)], ["a", "b"]),
        # A track that breaks in two is one person twice;
        ([(0, 5), (5.5, 10), (4, 8)], ["a", "a", "b"]),
        # two that meet in a frame are two persons.
        ([(0, 5), (5, 10), (4, 7.9)], [None, None, "b"]),
        # A third has nothing left.
        ([(0, 10), (4, 8), (3, 9)], ["a", "b", None]),
        # A face of one frame goes where there is room for it.
        ([(0, 10), (5, 5)], ["a", "b"]),
        ([(5, 5)], [None]),
        ([(20, 30)], [None]),
    ],
)
def test_best_pairs_first(spans, expected):
    assert fitted([row("a", 0, 10), row("b", 4, 8)], *spans) == expected


@pytest.mark.parametrize(
    ("passes", "spans", "expected"),
    [
        # One track fits two passes equally well.
        ([row("a", 0, 4), row("b", 6, 10)], [(2, 8)], [None]),
        # Two tracks fit one pass equally well.
        ([row("a", 0, 10)], [(0, 8), (2, 10)], [None, None]),
        # One of the two may have a, so that nothing tells whether a third, which fits it less, has it.
        ([row("a", 0, 10)], [(0, 8), (2, 10), (3, 9)], [None, None, None]),
        # It is not in doubt about b.
        ([row("a", 0, 10), row("b", 3, 9)], [(0, 8), (2, 10), (3, 9)], [None, None, "b"]),
        # A crowd row is nobody's.
        ([crowd("c", 0, 10)], [(0, 10)], [None]),
    ],
)
def test_where_nothing_tells_a_track_has_no_pass(passes, spans, expected):
    assert fitted(passes, *spans) == expected


intervals = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), min_size=1, max_size=6)


@given(intervals, intervals, st.randoms(use_true_random=False))
def test_neither_names_nor_order_matter(passes_, spans, random):
    passes = [row(f"{n}", start, start + stay) for n, (start, stay) in enumerate(passes_)]
    seen = tracks(*((n, start, start + stay) for n, (start, stay) in enumerate(spans)))
    expected = fit_tracks(seen, passes)
    order = random.sample(range(len(passes)), len(passes))
    shuffled = fit_tracks(seen, [row(f"x{n}", passes[n].t_enter_s, passes[n].t_exit_s) for n in order])
    assert [at if at < 0 else order[at] for at in shuffled.tolist()] == expected.tolist()


@given(intervals, intervals)
def test_no_pass_has_two_tracks_at_once(passes_, spans):
    passes = [row(f"{n}", start, start + stay) for n, (start, stay) in enumerate(passes_)]
    spans = [(start, start + stay) for start, stay in spans]
    fit = fit_tracks(tracks(*((n, *span) for n, span in enumerate(spans))), passes)
    for one in range(len(spans)):
        for other in range(one):
            if fit[one] == fit[other] != -1:
                assert spans[one][1] < spans[other][0] or spans[other][1] < spans[one][0]


def test_no_tracks():
    empty = np.empty(0)
    seen = tracks((1, 0, 1))
    assert fit_tracks(type(seen)(empty.astype(int), empty, empty, empty.astype(int)), [row("a", 0, 1)]).tolist() == []
