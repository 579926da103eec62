"""Who is taken for whom: four passes, three people on the list, two of them women."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.cross_rates import cross_rates
from lfr_eval.metrics.pair_rates import pair_rate

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
def test_it_agrees_with_the_part_of_the_matrix_that_is_meant(data):
    probe_group = groups(*data.draw(st.lists(GROUPS, min_size=1, max_size=6)))
    list_group = groups(*data.draw(st.lists(GROUPS, min_size=1, max_size=5)))
    person = data.draw(st.lists(st.integers(0, 3), min_size=len(probe_group), max_size=len(probe_group)))
    grid = data.draw(st.lists(st.booleans(), min_size=len(probe_group) * len(list_group), max_size=99))
    taken = np.array(grid[: len(probe_group) * len(list_group)], bool).reshape(len(probe_group), len(list_group))
    for (probe, listed), one in cells(probe_group, list_group, np.nonzero(taken), person).items():
        cell = taken[probe_group == probe][:, list_group == listed].astype(int)
        rows = np.stack([cell.sum(1), np.full(len(cell), cell.shape[1])], axis=1)
        passing = np.zeros((4, 2), int)
        np.add.at(passing, np.array(person)[probe_group == probe], rows)
        assert one == pair_rate(
            int(cell.sum()), cell.size, passing, np.stack([cell.sum(0), np.full(cell.shape[1], len(cell))], axis=1)
        )
