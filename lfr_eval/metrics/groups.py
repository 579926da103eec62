"""The same metric for each group of people, and for each condition that it was measured in.

Demographic attributes are compared across (`by`); conditions such as light or camera are what is held fixed (`within`).
A small group is flagged, never dropped; people whose value is missing are a group that is counted and not tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

import numpy as np

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.core.errors import InputError

INTERSECTION = "*"
MIN_SUBJECTS = 10
"""A group of fewer subjects is too small to be found equivalent (METHODOLOGY 2.4)."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Group(Generic[Result]):
    """One group, within one condition where conditions are given."""

    attribute: str
    """An attribute, or an intersection such as ``sex*ethnicity``."""
    value: str | None
    """None: not recorded."""
    condition: Mapping[str, str | None]
    trials: int
    subjects: int
    too_small: bool
    result: Result


def columns_of(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> dict[str, TextArray]:
    """Turn the attributes of each trial into columns; a missing or empty value is None."""
    return {name: np.array([row.get(name) or None for row in rows], object) for name in names}


def parts_of(attributes: Iterable[str]) -> list[str]:
    """The attributes that attributes and intersections are made of, each once."""
    return sorted({part.strip() for attribute in attributes for part in attribute.split(INTERSECTION)})


def values_of(columns: Mapping[str, TextArray], attribute: str) -> TextArray:
    """(n,) values of an attribute, or of an intersection ``a*b``; None where any part is missing.

    Raises:
        InputError: There is no such column.
    """
    parts = [name.strip() for name in attribute.split(INTERSECTION)]
    for name in parts:
        if name not in columns:
            raise InputError(f"attribute {name}: expected one of {', '.join(sorted(columns)) or 'none'}, found no such")
    rows = zip(*(columns[name] for name in parts), strict=True)
    return np.array([None if None in row else INTERSECTION.join(row) for row in rows], object)


def masks_of(values: TextArray) -> dict[str | None, BoolArray]:
    """A mask (n,) for each value in order, those not recorded (None) last."""
    recorded = sorted({value for value in values if value is not None})
    masks: dict[str | None, BoolArray] = {value: values == value for value in recorded}
    missing = np.array([value is None for value in values], bool)
    return masks | ({None: missing} if missing.any() else {})


def conditions_of(
    columns: Mapping[str, TextArray], within: Sequence[str], n: int
) -> list[tuple[dict[str, str | None], BoolArray]]:
    """Every observed combination of the values of conditions, with its mask (n,); without conditions, all trials.

    Raises:
        InputError: There is no such column.
    """
    found = []
    for held in product(*(masks_of(values_of(columns, name)).items() for name in within)):
        mask = np.logical_and.reduce([one for _, one in held], initial=True) & np.ones(n, bool)
        if mask.any():
            found.append((dict(zip(within, (value for value, _ in held), strict=True)), mask))
    return found


def by_group(
    columns: Mapping[str, TextArray],
    subjects: TextArray,
    by: Sequence[str],
    metric: Callable[[BoolArray], Result],
    within: Sequence[str] = (),
) -> tuple[Group[Result], ...]:
    """Take a metric of each group: of each value of each attribute, within each observed condition.

    Args:
        columns: (n,) attributes and conditions of each trial.
        subjects: (n,) who each trial belongs to.
        by: Attributes and intersections to compare across.
        metric: What to take of the trials under a mask (n,).
        within: Conditions to hold fixed; every observed combination of their values.

    Raises:
        InputError: There is no such column.
    """
    groups = []
    for attribute, (condition, fixed) in product(by, conditions_of(columns, within, len(subjects))):
        for value, mask in masks_of(values_of(columns, attribute)).items():
            here = mask & fixed
            if here.any():
                people = len(set(subjects[here]))
                groups.append(
                    Group(attribute, value, condition, int(here.sum()), people, people < MIN_SUBJECTS, metric(here))
                )
    return tuple(groups)
