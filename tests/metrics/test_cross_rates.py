"""Who is taken for whom: four passes, three people on the list, two of them women."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.cross_rates import cross_rates
from lfr_eval.metrics.pair_rates import rate_of_pairs

GROUPS = st.sampled_from(["F", "M", None])


def groups(*values):
    return np.array(values, object)


def pairs(*values):
    return np.array(values, np.int64).reshape(-1, 2).T


def cells(probe_group, list_group, matches, person=None):
    person = np.arange(len(probe_group)) if person is None else np.array(person)
    return {(one.probe, one.listed): one.rate for one in cross_rates(probe_group, person, list_group, *matches)}


def test_matches_are_counted_by_both_groups():
    # the first woman is taken for both listed women, the first man for one of them
    found = cells(groups("F", "F", "M", "M"), groups("F", "F", "M"), pairs((0, 0), (0, 1), (2, 1)))
    assert {key: (one.k, one.n) for key, one in found.items()} == {
        ("F", "F"): (2, 4),
        ("F", "M"): (0, 2),
        ("M", "F"): (1, 4),
        ("M", "M"): (0, 2),
    }
    assert found["F", "F"].subjects == 4, "two women passed, two are listed"


def test_who_is_in_no_group_is_left_out():
    found = cells(groups("F", None), groups("F", None), pairs((0, 1), (1, 0), (0, 0)))
    assert {key: (one.k, one.n) for key, one in found.items()} == {("F", "F"): (1, 1)}


def test_nobody_passed():
    assert cells(groups(), groups("F"), pairs()) == {}


def test_people_are_counted_not_passes():
    # four passes of one woman are one woman; two men are listed
    four_passes = [pairs((0, 0), (1, 0), (2, 0))]
    assert cells(groups(*"FFFF"), groups("M", "M"), *four_passes, person=[0, 0, 0, 0])["F", "M"].subjects == 3
    assert cells(groups(*"FFFF"), groups("M", "M"), *four_passes)["F", "M"].subjects == 6


@given(st.data())
def test_it_agrees_with_comparisons_given_one_by_one(data):
    probe_group = groups(*data.draw(st.lists(GROUPS, min_size=1, max_size=6)))
    list_group = groups(*data.draw(st.lists(GROUPS, min_size=1, max_size=5)))
    person = data.draw(st.lists(st.integers(0, 3), min_size=len(probe_group), max_size=len(probe_group)))
    grid = data.draw(st.lists(st.booleans(), min_size=len(probe_group) * len(list_group), max_size=99))
    taken = np.array(grid[: len(probe_group) * len(list_group)], bool).reshape(len(probe_group), len(list_group))
    for (probe, listed), one in cells(probe_group, list_group, np.nonzero(taken), person).items():
        rows, columns = np.nonzero((probe_group == probe)[:, None] & (list_group == listed)[None, :])
        names = np.array([f"passing {person[row]}" for row in rows], object)
        expected = rate_of_pairs(taken[rows, columns], names, np.array([f"listed {one}" for one in columns], object))
        assert (one.k, one.n, one.subjects) == (expected.k, expected.n, expected.subjects)
        assert one.low == pytest.approx(expected.low)
        assert one.high == pytest.approx(expected.high)
