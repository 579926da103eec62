"""Searches seen by group of people at one shared threshold: rates, and what can be said of differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import product

import numpy as np

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.results.base import Labelled
from lfr_eval.evaluate.results.search import SearchedGroup, SearchedRates, SearchScored
from lfr_eval.evaluate.score.label_sources import label_provenance, source_of
from lfr_eval.evaluate.score.policy import Policy
from lfr_eval.evaluate.search.searches import Searches
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.groups import INTERSECTION, Group, by_group, columns_of, values_of
from lfr_eval.metrics.search import SearchRates, SearchScores, score_searches
from lfr_eval.metrics.verdicts import LIMITS, MARGINS, Verdict, verdicts

SEARCHED = (Metric.FPIR, Metric.TPIR)
"""The rates of a search: photographs tell nothing of time."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which differences are looked at."""

    by: tuple[str, ...]
    """Attributes, and intersections such as ``sex*ethnicity``."""
    declared: tuple[str, ...] = ()
    """Intersections that were declared beforehand; all others are exploratory."""
    allow_mixed: bool = False
    """Pool labels of different sources in one rate; else each source is then looked at by itself."""
    limits: Mapping[Metric, float] = field(default_factory=lambda: dict(LIMITS))
    """From which rate the needed amount of testing is reckoned where a test saw no event, or nothing else."""
    margins: Mapping[Metric, float] = field(default_factory=lambda: dict(MARGINS))
    """Within which factor (FPIR) or difference (TPIR) groups count as equivalent."""

    def under(self, policy: Policy) -> Grouping:
        """The same with what a policy asks for: its attributes are declared, and its limits and margins hold."""
        return replace(
            self,
            by=tuple(dict.fromkeys((*policy.equivalence, *self.by))),
            declared=tuple(dict.fromkeys((*policy.equivalence, *self.declared))),
            limits={**self.limits, **policy.limits},
            margins=policy.all_margins,
        )


@dataclass(frozen=True, slots=True)
class GroupedSearches:
    """n searches with what is recorded of their subjects, as parallel sequences."""

    searches: Searches
    grouping: Grouping
    columns: Mapping[str, TextArray]
    """(n,) values of each attribute; None = not recorded."""
    sources: TextArray
    """(n,) who labelled the subject; None where nothing is recorded."""
    threshold: float
    rank: int
    seed: int

    def parts(self) -> list[BoolArray]:
        """Masks (n,) of what may be looked at together.

        That is everybody, where no rate pools label sources or that is allowed: listed people may be labelled by one
        source and all others by another. Else one source after the other, and the unlabelled last.
        """
        mated = self.searches.mate >= 0
        pooled = any(len(label_provenance(self.sources[kind]).label_sources) > 1 for kind in (mated, ~mated))
        if self.grouping.allow_mixed or not pooled:
            return [np.ones(len(self.searches), bool)]
        known = label_provenance(self.sources).label_sources
        unlabelled = np.array([source is None for source in self.sources], bool)
        return [self.sources == source for source in known] + ([unlabelled] if unlabelled.any() else [])

    def provenance(self, chosen: BoolArray) -> Labelled:
        """Whose labels stand behind the searches under a mask, and whether a model's are among them."""
        return label_provenance(self.sources[chosen])

    def trials(self, chosen: BoolArray) -> list[tuple[MetricTrials, BoolArray]]:
        """What `both` gives, as far as there are any trials."""
        return [(trials, mask) for trials, mask in self.both(chosen) if mask.any()]

    def both(self, chosen: BoolArray) -> list[tuple[MetricTrials, BoolArray]]:
        """The trials of FPIR and of TPIR under a mask, each with its own mask (n,)."""
        events, mated = self.searches.events(self.threshold, self.rank), self.searches.mate >= 0
        subjects = self.searches.subjects
        return [
            (
                MetricTrials(metric, events[mask], subjects[mask], {name: v[mask] for name, v in self.columns.items()}),
                mask,
            )
            for metric, mask in zip(SEARCHED, (chosen & ~mated, chosen & mated), strict=True)
        ]


def grouped(
    searches: Searches, subjects: Subjects, grouping: Grouping, threshold: float, rank: int, seed: int
) -> GroupedSearches:
    """Line up attributes and label sources with searches.

    Raises:
        InputError: An attribute is not recorded of anybody who is searched.
    """
    columns = require_recorded(searches.attributes, grouping.by)
    sources = np.array([source_of(image.subject_id, subjects) for image in searches.images], object)
    return GroupedSearches(searches, grouping, columns, sources, threshold, rank, seed)


def require_recorded(rows: Sequence[Mapping[str, str]], by: Sequence[str]) -> dict[str, TextArray]:
    """Columns of all attributes that are recorded of anybody.

    Raises:
        InputError: One that is asked for is not among them.
    """
    columns = columns_of(rows, sorted({name for row in rows for name in row}))
    for attribute in by:
        values_of(columns, attribute)
    return columns


def group_rows(found: GroupedSearches) -> list[SearchedGroup]:
    """Rates of each group of each attribute; small groups are flagged, missing values counted.

    Source: METHODOLOGY 2.3 and 2.4.
    """
    rows = []
    for part in found.parts():
        columns = {name: values[part] for name, values in found.columns.items()}
        searches = found.searches.only(part)
        for group in by_group(columns, searches.subjects, found.grouping.by, lambda mask: mask):
            chosen = np.zeros(len(part), bool)
            chosen[np.flatnonzero(part)[group.result]] = True
            rows.append(_row(found, group, chosen))
    return rows


def group_verdicts(found: GroupedSearches) -> list[tuple[Verdict, BoolArray]]:
    """A verdict on each attribute and metric, for each label source: declared attributes first, then the exploratory.

    All declared tests are one family, whatever the label source.

    Returns:
        Each with the mask (n,) of the searches behind it.

    Source: METHODOLOGY 2.4.
    """
    by, declared = found.grouping.by, found.grouping.declared
    exploratory = [name for name in by if INTERSECTION in name and name not in declared]
    parts = [part for part in found.parts() if found.provenance(part).label_sources]
    trials = [one for part in parts for one in found.trials(part)]
    given: list[tuple[Verdict, BoolArray]] = []
    for names, explore in (([name for name in by if name not in exploratory], False), (exploratory, True)):
        reached = verdicts(
            [one for one, _ in trials],
            names,
            margins=found.grouping.margins,
            limits=found.grouping.limits,
            exploratory=explore,
        )
        given += [(one, mask) for one, (_, (_, mask)) in zip(reached, product(names, trials), strict=True)]
    return given


def _row(found: GroupedSearches, group: Group[BoolArray], chosen: BoolArray) -> SearchedGroup:
    theirs = found.searches.only(chosen)
    scores = score_searches(theirs.mated(), theirs.non_mated(), found.threshold, found.rank)
    return SearchedGroup(
        attribute=group.attribute,
        value=group.value,
        condition=dict(group.condition),
        passes=group.trials,
        subjects=group.subjects,
        too_small=group.too_small,
        **dict(found.provenance(chosen)),
        **dict(scored(scores)),
    )


def scored(scores: SearchScores) -> SearchScored:
    """The rates of searches, as they are stated."""
    alone = SearchedRates(**_each(scores.algorithm_only))
    return SearchScored(**_each(scores.system), algorithm_only=alone, fta=scores.fta, sel=scores.sel)


def _each(rates: SearchRates) -> dict[str, Rate]:
    return {one.name: getattr(rates, one.name) for one in fields(rates)}
