import numpy as np
import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.groups import by_group, columns_of, masks_of, values_of

COLUMNS = columns_of(
    [
        {"sex": "f", "ethnicity": "x", "light": "day"},
        {"sex": "f", "ethnicity": "y", "light": "night"},
        {"sex": "m", "ethnicity": "x", "light": "day"},
        {"sex": "", "ethnicity": "x", "light": "day"},
        # "NA" is a value; only the empty cell is missing.
        {"sex": "NA", "light": "night"},
    ],
    ["sex", "ethnicity", "light"],
)
PEOPLE = np.array(["a", "b", "c", "d", "e"], object)


def test_intersections_and_missing_values():
    assert values_of(COLUMNS, "sex*ethnicity").tolist() == ["f*x", "f*y", "m*x", None, None]
    assert list(masks_of(values_of(COLUMNS, "sex"))) == ["NA", "f", "m", None]


def test_small_groups_are_flagged_and_missing_ones_counted():
    groups = by_group(COLUMNS, PEOPLE, ["sex"], lambda mask: int(mask.sum()))
    assert [(one.value, one.result, one.subjects, one.too_small) for one in groups] == [
        ("NA", 1, 1, True),
        ("f", 2, 2, True),
        ("m", 1, 1, True),
        (None, 1, 1, True),
    ]
    ten = np.array([str(one) for one in range(10)], object)
    assert not by_group({"sex": np.full(10, "f", object)}, ten, ["sex"], len)[0].too_small


def test_differences_within_a_condition():
    groups = by_group(COLUMNS, PEOPLE, ["sex"], lambda mask: PEOPLE[mask].tolist(), within=["light"])
    assert [(one.condition["light"], one.value, one.result) for one in groups] == [
        ("day", "f", ["a"]),
        ("day", "m", ["c"]),
        ("day", None, ["d"]),
        ("night", "NA", ["e"]),
        ("night", "f", ["b"]),
    ]


def test_unknown_attributes_are_named():
    with pytest.raises(InputError, match="attribute age: expected one of ethnicity, light, sex"):
        values_of(COLUMNS, "sex*age")
