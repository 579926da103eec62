"""Rates of passes by group of people, and what can be said about differences between groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.label_sources import NOT_STATED, label_provenance, source_of
from lfr_eval.metrics.group_comparison import Metric, trials_of
from lfr_eval.metrics.groups import INTERSECTION, Group, by_group, columns_of, parts_of
from lfr_eval.metrics.pass_scores import pass_rates
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


def group_passes(
    records: Sequence[PassRecord], grouping: Grouping, subjects: Subjects
) -> tuple[list[dict[str, Any]], list[tuple[Verdict, dict[str, Any]]]]:
    """Take rates by group and give verdicts.

    Attributes are tested as declared (Holm); intersections that were not are exploratory (Benjamini and Hochberg).

    Args:
        records: What came of each pass.
        grouping: Which differences are looked at.
        subjects: Who labelled the people.

    Returns:
        The `groups` of the score object, small ones flagged and missing values counted; and the verdicts, each with
        whose labels it rests on.

    Raises:
        InputError: If an attribute is not recorded of anybody, or differs within a subject.
    """
    records = [record for record in records if record.status is not Status.CROWD]
    names = parts_of((*grouping.by, *grouping.within))
    known = [name for name in names if any(name in record.row.attributes for record in records)]
    columns = columns_of([record.row.attributes for record in records], known)
    people = np.array([record.person for record in records], object)
    compared = parts_of(grouping.by)
    sources = np.array([_source_of(record, subjects, compared) for record in records], object)

    def rates(mask: BoolArray) -> dict[str, Any]:
        chosen = [records[row] for row in np.flatnonzero(mask).tolist()]
        return label_provenance(sources[mask]) | asdict(pass_rates(chosen))

    groups = [_group(one) for one in by_group(columns, people, grouping.by, rates, grouping.within)]
    trials = trials_of(records, known)
    crossed = [name for name in grouping.by if INTERSECTION in name and name not in grouping.declared]
    declared = [name for name in grouping.by if name not in crossed]
    found = [
        *verdicts(trials, declared, margins=grouping.margins, limits=grouping.limits),
        *verdicts(trials, crossed, margins=grouping.margins, limits=grouping.limits, exploratory=True),
    ]
    behind = {
        metric: label_provenance(sources[[record.status is status for record in records]])
        for metric, status in ((Metric.FPIR, Status.NON_MATED), (Metric.TPIR, Status.MATED))
    }
    return groups, [(verdict, behind[verdict.metric]) for verdict in found]


def _source_of(record: PassRecord, subjects: Subjects, compared: Sequence[str]) -> str | None:
    """Who labelled the person of a pass; passes.csv itself does not say whose labels stand in it."""
    known = source_of(record.row.subject_id, subjects) if record.row.subject_id else None
    return known or (NOT_STATED if any(name in record.row.attributes for name in compared) else None)


def _group(group: Group[dict[str, Any]]) -> dict[str, Any]:
    return {
        "attribute": group.attribute,
        "value": group.value,
        "condition": dict(group.condition),
        "passes": group.trials,
        "subjects": group.subjects,
        "too_small": group.too_small,
        **group.result,
    }
