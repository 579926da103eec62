import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfr_eval.metrics.suppression import suppress


def one_way(counts):
    names = [str(index) for index in range(len(counts))]
    return dict(zip(names, counts, strict=True)) | {"total": sum(counts)}, {"total": names}


def test_published_suppression(vectors):
    expected = vectors["suppression_k10"]
    figures, sums = one_way([120, 8, 45])
    small = str(expected["primary"][0])
    withheld = suppress(figures, sums)
    assert withheld == {small, str(expected["complement"])}
    # The total and the two others alone would give the small count away.
    recovered = figures["total"] - sum(figures[part] for part in sums["total"] if part != small)
    assert (recovered == figures[small]) is expected["recoverable_without_complement"]


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        # Nothing is small.
        ([120, 45], set()),
        # Two small counts hide each other, since together they could hold one that is not small ...
        ([120, 8, 9], {"1", "2"}),
        # ... but not if both must be zero,
        ([120, 0, 0, 50], {"1", "2", "3"}),
        # and if nothing is left, the total is withheld too.
        ([3, 4], {"0", "1", "total"}),
    ],
)
def test_one_way(counts, withheld):
    assert suppress(*one_way(counts)) == withheld


def test_no_totals_need_no_complement():
    assert suppress({"a": 3, "b": 50}, {}) == {"a"}


def test_a_wrong_total_is_refused():
    with pytest.raises(ValueError, match="total t"):
        suppress({"a": 3, "t": 4}, {"t": ["a"]})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=3), min_size=2, max_size=3).filter(
    lambda rows: len({len(row) for row in rows}) == 1
))  # fmt: skip
def test_totals_never_reveal_a_small_cell(rows):
    # A table of two attributes with all its margins: the small cells must not follow from what is published, neither
    # by adding and subtracting (linear algebra) nor because counts are not negative (a sum that is itself small).
    table = np.array(rows)
    figures = {f"{r},{c}": int(table[r, c]) for r, c in np.ndindex(*table.shape)}
    across = {f"{r},*": [f"{r},{c}" for c in range(table.shape[1])] for r in range(table.shape[0])}
    down = {f"*,{c}": [f"{r},{c}" for r in range(table.shape[0])] for c in range(table.shape[1])}
    sums = across | down | {"*,*": list(across)}
    figures |= {total: sum(figures[part] for part in parts) for total, parts in (across | down).items()}
    figures["*,*"] = int(table.sum())
    withheld = suppress(figures, sums)
    order = sorted(withheld)
    assert {name for name, count in figures.items() if count < 10} <= withheld
    equations = np.array([
        [float((one in parts) - (one == total)) for one in order] for total, parts in sums.items()
    ])  # fmt: skip
    for place, name in enumerate(order):
        if figures[name] < 10:
            with_cell = np.vstack([equations, np.eye(len(order))[place]])
            assert np.linalg.matrix_rank(with_cell) > np.linalg.matrix_rank(equations)
    for total, parts in sums.items():
        hidden = [part for part in parts if part in withheld]
        if total not in withheld and any(figures[part] < 10 for part in hidden):
            assert sum(figures[part] for part in hidden) >= 10


EVERY = np.indices((36,) * 4, np.int16).reshape(4, -1)
"""All tables of two by two with counts up to 35."""


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(0, 25), min_size=4, max_size=4))
def test_whoever_tries_every_table_cannot_tell_that_a_count_is_small(cells):
    # The independent proof: of all tables that agree with what is published, one has ten or more in each small place.
    sums = {"row 0": "ab", "row 1": "cd", "column 0": "ac", "column 1": "bd", "all": ["row 0", "row 1"]}
    figures, tried = dict(zip("abcd", cells, strict=True)), dict(zip("abcd", EVERY, strict=True))
    for total, parts in sums.items():
        figures[total] = sum(figures[part] for part in parts)
        tried[total] = sum(tried[part] for part in parts)
    withheld = suppress(figures, {total: list(parts) for total, parts in sums.items()})
    agrees = np.logical_and.reduce(
        [tried[name] == count for name, count in figures.items() if name not in withheld], initial=True
    ) & np.ones(EVERY.shape[1], bool)
    assert agrees.any()
    for name, count in figures.items():
        if count < 10:
            assert tried[name][agrees].max() >= 10
