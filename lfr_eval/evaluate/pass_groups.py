"""Rates of passes by group of people, and what can be said about differences between groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from lfr_eval.metrics.group_comparison import Metric, trials_of
from lfr_eval.metrics.groups import INTERSECTION, by_group, columns_of, parts_of
from lfr_eval.metrics.pass_scores import PassRates, pass_rates
from lfr_eval.metrics.records import PassRecord
from lfr_eval.metrics.truth import Status
from lfr_eval.metrics.verdicts import MARGINS, Verdict, verdicts


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which differences are looked at."""

    by: tuple[str, ...]
    """Attributes, and intersections such as ``sex*ethnicity``."""
    declared: tuple[str, ...] = ()
    """Intersections that were declared beforehand; all others are exploratory."""
    within: tuple[str, ...] = ()
    """Conditions to hold fixed while groups are compared."""
    margins: dict[Metric, float] = field(default_factory=lambda: dict(MARGINS))
    limits: dict[Metric, float] = field(default_factory=dict)
    """The policy's limits: the baseline of planning where no event was seen."""


def group_passes(records: Sequence[PassRecord], grouping: Grouping) -> tuple[list[dict[str, Any]], list[Verdict]]:
    """Take rates by group and give verdicts.

    Attributes are tested as declared (Holm); intersections that were not are exploratory (Benjamini and Hochberg).

    Returns:
        The `groups` of the score object, small ones flagged and missing values counted; and the verdicts.

    Raises:
        InputError: If an attribute is not recorded of anybody, or differs within a subject.
    """
    records = [record for record in records if record.status is not Status.CROWD]
    names = parts_of((*grouping.by, *grouping.within))
    known = [name for name in names if any(name in record.row.attributes for record in records)]
    columns = columns_of([record.row.attributes for record in records], known)
    people = np.array([record.person for record in records], object)

    def rates(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> PassRates:
        return pass_rates([records[row] for row in np.flatnonzero(mask).tolist()])

    groups = [_group(one) for one in by_group(columns, people, grouping.by, rates, grouping.within)]
    trials = trials_of(records, known)
    crossed = [name for name in grouping.by if INTERSECTION in name and name not in grouping.declared]
    declared = [name for name in grouping.by if name not in crossed]
    found = [
        *verdicts(trials, declared, margins=grouping.margins, limits=grouping.limits),
        *verdicts(trials, crossed, margins=grouping.margins, limits=grouping.limits, exploratory=True),
    ]
    return groups, found


def _group(group: Any) -> dict[str, Any]:
    return {
        "attribute": group.attribute,
        "value": group.value,
        "condition": dict(group.condition),
        "passes": group.trials,
        "subjects": group.subjects,
        "too_small": group.too_small,
        **asdict(group.result),
    }
