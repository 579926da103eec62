from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scenes import as_hits, hit, row

from lfr_eval.core.events import PassKind
from lfr_eval.metrics.attribution import attribute_by_time, bound_events, open_pairs
from lfr_eval.metrics.truth import status_of

spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 12)), min_size=1, max_size=5)
times = st.lists(st.integers(0, 120).map(lambda n: n / 4), max_size=6)


def rows(spans_, subjects=()):
    names = [*subjects, *[None] * len(spans_)]
    return [row(f"{n}", start, start + stay, names[n]) for n, (start, stay) in enumerate(spans_)]


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


@given(spans, times, st.integers(0, 2))
def test_bounds_are_exact(spans_, times_, mated):
    # Every possible way to give each ambiguous hit to one of its rivals, counted by hand.
    passes = rows(spans_, ["Q"] * mated)
    hits = as_hits([hit(at_s) for at_s in times_])
    status = [status_of(one, {"P", "Q"}) for one in passes]
    where = attribute_by_time(hits, None, passes, status, 0.0)
    non_mated = np.array([one == "non_mated" for one in status])
    certain = np.zeros(len(passes), bool)
    fixed = np.setdiff1d(np.arange(len(hits)), where.ambiguous)
    certain[[one for one in where.row[fixed] if one >= 0]] = True
    counts = [sum(non_mated[n] for n in {*np.flatnonzero(certain), *choice}) for choice in product(*where.rivals)]
    assert bound_events(where.rivals, certain, non_mated) == (min(counts), max(counts))
