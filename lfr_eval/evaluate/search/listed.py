"""What the list has to do with false positives: who is on it, whom others are taken for, who is taken for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product

import numpy as np

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.datasets.images import LabelledImage
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.results.base import Labelled
from lfr_eval.evaluate.results.search_parts import CrossGroupRow, ListEffects, MakeupRow, NamedFalsely, TakenForOthers
from lfr_eval.evaluate.score.label_sources import label_provenance, source_of
from lfr_eval.evaluate.search.groups import GroupedSearches
from lfr_eval.evaluate.search.searches import attributes_of
from lfr_eval.metrics.groups import columns_of, masks_of, parts_of, values_of
from lfr_eval.metrics.list_effects import falsely_named, fpir_without
from lfr_eval.metrics.records import PassRecord
from lfr_eval.metrics.scaling import CrossGroup, cross_group
from lfr_eval.metrics.truth import Status

TOP = 10


def list_effects(records: Sequence[PassRecord]) -> ListEffects:
    """List persons for whom others are most often taken, FPIR without them, and the probes taken for most people.

    Source: METHODOLOGY 2.3; Doddington et al., ICSLP (1998).
    """
    entries = falsely_named(records, TOP)
    taken = sorted(
        (one for one in records if one.wrong_persons), key=lambda one: (-len(one.wrong_persons), one.row.pass_id)
    )
    return ListEffects(
        entries=tuple(NamedFalsely(person=one.person, searches=one.passes) for one in entries),
        fpir_without_entries=fpir_without(records, {one.person for one in entries}),
        probes=tuple(
            TakenForOthers(
                probe=one.row.pass_id,
                subject=one.person,
                status="mated" if one.status is Status.MATED else "non_mated",
                false_candidates=len(one.wrong_persons),
            )
            for one in taken[:TOP]
        ),
        probes_with_false_candidates=len(taken),
    )


@dataclass(frozen=True, slots=True)
class ListedPeople:
    """The N persons of a list as submitted, as parallel sequences."""

    columns: Mapping[str, TextArray]
    """(N,) values of each attribute that searches are grouped by; None = not recorded."""
    sources: TextArray
    """(N,) who labelled the person; None where nothing is recorded."""
    enrolled: BoolArray
    """(N,) who can be found."""


def listed_people(
    references: Sequence[LabelledImage],
    persons: Sequence[str],
    not_enrolled: Set[str],
    subjects: Subjects,
    by: Sequence[str],
) -> ListedPeople:
    """Line up attributes with the persons of a list."""
    known = dict(
        zip((image.subject_id for image in references), attributes_of(tuple(references), subjects), strict=True)
    )
    names = parts_of(by)
    return ListedPeople(
        columns_of([known[name] for name in persons], names),
        np.array([source_of(name, subjects) for name in persons], object),
        np.array([name not in not_enrolled for name in persons], bool),
    )


def makeup(listed: ListedPeople, by: Sequence[str]) -> list[MakeupRow]:
    """How many people of each group are on the list, those not recorded last.

    Source: METHODOLOGY 2.3 (FPIR by group depends on who is on the list).
    """
    return [
        MakeupRow(
            attribute=attribute, value=value, persons=int(mask.sum()), **dict(label_provenance(listed.sources[mask]))
        )
        for attribute in by
        for value, mask in masks_of(values_of(listed.columns, attribute)).items()
    ]


def cross_groups(found: GroupedSearches, listed: ListedPeople) -> list[CrossGroupRow]:
    """False matches by group of the probe and group of the list person, and FPIR on a list of equal parts.

    Comparisons are those of acquired non-mated probes with enrolled people, both with a recorded group. The
    standardised FPIR is modelled for a list of as many people, equally many of each group that is on it.

    Source: METHODOLOGY 2.3 (cross-group FMR matrix).
    """
    stated = []
    for part, attribute in product(found.parts(), found.grouping.by):
        of_probe, of_person = values_of(found.columns, attribute), values_of(listed.columns, attribute)
        probes = part & (found.searches.mate < 0) & found.searches.candidates.acquired & _recorded(of_probe)
        people = listed.enrolled & _recorded(of_person)
        search, person = found.searches.false_pairs(found.threshold)
        kept = probes[search] & people[person]
        if probes.any() and people.any():
            number, place = np.cumsum(probes) - 1, np.cumsum(people) - 1
            matrix = cross_group(of_probe[probes], of_person[people], number[search[kept]], place[person[kept]])
            stated.append(_row(attribute, found.provenance(probes), matrix, int(listed.enrolled.sum())))
    return stated


def _row(attribute: str, labelled: Labelled, matrix: CrossGroup, persons: int) -> CrossGroupRow:
    return CrossGroupRow(
        attribute=attribute,
        **dict(labelled),
        probe_groups=matrix.probe_groups,
        list_groups=matrix.list_groups,
        k=matrix.k.tolist(),
        n=matrix.n.tolist(),
        fpir_on_equal_parts={
            group: None if fpir is None else fpir + 0.0  # no -0.0
            for group, fpir in matrix.standardised_fpir(persons).items()
        },
        persons=persons,
        modelled=True,
    )


def _recorded(values: TextArray) -> BoolArray:
    return np.array([value is not None for value in values], bool)
