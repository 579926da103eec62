from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.core.errors import InputError
from lfr_eval.datasets.images import LabelledImage, Split
from lfr_eval.evaluate.search.splits import split_searches

NAMES = [f"S{number}" for number in range(60)]


def images(subjects: list[str], splits: dict[int, Split] | None = None) -> list[LabelledImage]:
    stated = splits or {}
    return [
        LabelledImage(f"i{number}", name, Path(f"i{number}"), split=stated.get(number))
        for number, name in enumerate(subjects)
    ]


@given(
    st.lists(st.sampled_from(NAMES), min_size=1),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["f1", "f2"])),
    st.floats(0.05, 0.95),
    st.integers(0, 5),
)
def test_nobody_and_no_family_is_on_both_sides(subjects, families, share, seed):
    found = split_searches(images(subjects), families, share, needed=True, seed=seed)
    family = np.array([families.get(name, name) for name in subjects])
    assert not set(family[found.calibration]) & set(family[found.test])
    assert (found.calibration ^ found.test).all()


def test_adding_people_moves_nobody():
    some, all_of_them = (
        split_searches(images(names), {}, None, needed=True, seed=3).calibration for names in (NAMES[:30], NAMES)
    )
    np.testing.assert_array_equal(some, all_of_them[:30])


def test_the_share_and_the_seed_count():
    many = images([f"N{number}" for number in range(4000)])
    fifth = split_searches(many, {}, 0.2, needed=True, seed=1).calibration
    assert fifth.mean() == pytest.approx(0.2, abs=0.03)
    assert (fifth != split_searches(many, {}, 0.2, needed=True, seed=2).calibration).any()


def test_the_column_decides_and_the_rest_follows_its_family():
    # B is a relative of A, who calibrates; C is said to be tested; whoever is not mentioned is hashed.
    stated = {0: Split.CALIBRATION, 2: Split.TEST}
    found = split_searches(images(["A", "B", "C", *NAMES], stated), {"A": "A", "B": "A"}, None, needed=True)
    assert found.calibration[:3].tolist() == [True, True, False]
    assert 0 < found.calibration[3:].sum() < len(NAMES)
    assert found.by == "split column"


def test_without_a_target_only_the_column_keeps_anybody_from_the_test():
    found = split_searches(images(["A", "B"], {0: Split.CALIBRATION}), {}, None, needed=False)
    assert found.test.tolist() == [False, True]
    assert split_searches(images(NAMES), {}, None, needed=False).test.all()


def test_a_share_sets_the_column_aside():
    everyone = dict.fromkeys(range(len(NAMES)), Split.TEST)
    assert split_searches(images(NAMES, everyone), {}, 0.5, needed=True).calibration.any()


@pytest.mark.parametrize(
    ("calibrate", "splits", "families", "said"),
    [
        ("split", {}, {}, "expected a split column"),
        (1.0, {}, {}, "a share between 0 and 1, found 1"),
        (None, {0: Split.CALIBRATION, 1: Split.TEST}, {"A": "A", "B": "A"}, "in both calibration and test"),
    ],
    ids=["no column", "everybody", "relatives of two sets"],
)
def test_splits_that_cannot_be_used(calibrate, splits, families, said):
    with pytest.raises(InputError, match=said):
        split_searches(images(["A", "B"], splits), families, calibrate, needed=True)
