"""Rates of passes by group of people, and what can be said about differences between groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import product

import numpy as np

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.results.groups import VerdictRow
from lfr_eval.evaluate.results.score import GroupRow
from lfr_eval.evaluate.score.group_latency import Beside, enrolment_failures
from lfr_eval.evaluate.score.label_sources import NOT_STATED, label_provenance, source_of
from lfr_eval.metrics.group_comparison import Metric, trials_of
from lfr_eval.metrics.groups import INTERSECTION, Group, by_group, columns_of, conditions_of, parts_of
from lfr_eval.metrics.pass_scores import pass_rates
from lfr_eval.metrics.records import PassRecord
from lfr_eval.metrics.truth import Listed, Status
from lfr_eval.metrics.verdicts import LIMITS, MARGINS, Verdict, verdicts

Conditions = list[tuple[dict[str, str | None], BoolArray]]
MATING = {metric: Status.NON_MATED if metric is Metric.FPIR else Status.MATED for metric in Metric}


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
    limits: dict[Metric, float] = field(default_factory=lambda: dict(LIMITS))
    """From which rate the needed amount of testing is reckoned where a test saw no event, or nothing else."""


def group_passes(
    beside: Beside, grouping: Grouping, subjects: Subjects, listed: Listed
) -> tuple[list[GroupRow], list[tuple[Verdict, VerdictRow]]]:
    """Take rates by group and give verdicts.

    Attributes are tested as declared (Holm); intersections that were not, and everything within a condition, are
    exploratory (Benjamini and Hochberg).

    Args:
        beside: What came of each pass, and the faces and alerts that are its.
        grouping: Which differences are looked at.
        subjects: Who the people are, and who labelled them.
        listed: Who was on the list.

    Returns:
        The groups, small ones flagged and missing values counted; and the verdicts, each with how it is stated: with
        its condition and whose labels it rests on.

    Raises:
        InputError: If an attribute is not recorded of anybody, or differs within a subject.
    """
    passes = np.array([record.status is not Status.CROWD for record in beside.records], bool)
    records = [record for record in beside.records if record.status is not Status.CROWD]
    names = parts_of((*grouping.by, *grouping.within))
    known = [name for name in names if any(name in record.row.attributes for record in records)]
    columns = columns_of([record.row.attributes for record in records], known)
    people = np.array([record.person for record in records], object)
    compared = parts_of(grouping.by)
    sources = np.array([_source_of(record, subjects, compared) for record in records], object)

    def row(group: Group[BoolArray]) -> GroupRow:
        chosen = [records[place] for place in np.flatnonzero(group.result).tolist()]
        rows = passes.copy()
        rows[passes] = group.result
        rates = pass_rates(chosen, whole=False)
        return GroupRow(
            attribute=group.attribute,
            value=group.value,
            condition=dict(group.condition),
            passes=group.trials,
            subjects=group.subjects,
            too_small=group.too_small,
            **dict(label_provenance(sources[group.result])),
            **{one.name: getattr(rates, one.name) for one in fields(rates)},
            **dict(beside.figures(rows)),
            fte=enrolment_failures(listed, subjects, group.attribute, group.value),
        )

    groups = [row(one) for one in by_group(columns, people, grouping.by, lambda mask: mask, grouping.within)]
    return groups, _verdicts(records, columns, sources, grouping)


def _verdicts(
    records: Sequence[PassRecord], columns: Mapping[str, TextArray], sources: TextArray, grouping: Grouping
) -> list[tuple[Verdict, VerdictRow]]:
    """Verdicts over all conditions together, then within each, with how they are stated."""
    everything: Conditions = [({}, np.ones(len(records), bool))]
    held = conditions_of(columns, grouping.within, len(records)) if grouping.within else []
    crossed = [name for name in grouping.by if INTERSECTION in name and name not in grouping.declared]
    declared = [name for name in grouping.by if name not in crossed]
    status = np.array([record.status for record in records], object)
    found: list[tuple[Verdict, VerdictRow]] = []
    for conditions, names, explore in (
        (everything, declared, False),
        (everything, crossed, True),
        (held, grouping.by, True),
    ):
        trials = [
            (one, label_provenance(sources[mask & (status == MATING[one.metric])]), condition)
            for condition, mask in conditions
            for one in trials_of([records[row] for row in np.flatnonzero(mask).tolist()], list(columns))
        ]
        given = verdicts(
            [one for one, _, _ in trials], names, margins=grouping.margins, limits=grouping.limits, exploratory=explore
        )
        found += [
            (verdict, VerdictRow.of(verdict, labelled, condition))
            for verdict, (_, (_, labelled, condition)) in zip(given, product(names, trials), strict=True)
        ]
    return found


def _source_of(record: PassRecord, subjects: Subjects, compared: Sequence[str]) -> str | None:
    """Who labelled the person of a pass; passes.csv itself does not say whose labels stand in it."""
    known = source_of(record.row.subject_id, subjects) if record.row.subject_id else None
    return known or (NOT_STATED if any(name in record.row.attributes for name in compared) else None)
