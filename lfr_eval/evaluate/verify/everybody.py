"""Everybody in a set against everybody: false match rates by group and group of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement

import numpy as np

from lfr_eval.core.arrays import IntArray, TextArray
from lfr_eval.evaluate.enrol.templates import ImageTemplates
from lfr_eval.evaluate.results.everybody import (
    AllPairs,
    AttributePairs,
    ErrorsAt,
    GenuineScores,
    GroupErrorsAt,
    ImpostorScores,
    MatrixCell,
    PhotographedGroup,
    ScoreBins,
)
from lfr_eval.evaluate.score.label_sources import label_provenance, source_of
from lfr_eval.evaluate.verify.pairs import state_acquisition
from lfr_eval.evaluate.verify.sets import VerifySet
from lfr_eval.metrics.all_pairs import all_pairs
from lfr_eval.metrics.groups import MIN_SUBJECTS, columns_of, parts_of, values_of
from lfr_eval.metrics.pair_counts import BINS, PairCounts, bin_edges
from lfr_eval.metrics.pair_sides import Templates

EVERYBODY = "everybody"
STEPS = 256
"""Bins of the score distributions that are stated, of equal width over similarities from -1 to 1."""


def compare_everybody(
    found: VerifySet, made: ImageTemplates, thresholds: Sequence[float], by: Mapping[str, TextArray]
) -> AllPairs:
    """Compare all photographs with a template, and state error rates overall and by group and group.

    Args:
        found: The set.
        made: A template, or the reason why there is none, for each of its n photographs.
        thresholds: Where error rates are taken.
        by: (n,) groups of the photographs by attribute, as `groups_of` makes them.
    """
    chosen = [image for image, reason in enumerate(made.reasons) if reason is None]
    templates = made.templates[chosen]
    people = np.array([found.images[image].subject_id for image in chosen], object)
    everybody = all_pairs(Templates(templates, people, np.full(len(people), EVERYBODY, object)), thresholds=thresholds)
    asked = thresholds if len(people) else ()
    return AllPairs(
        **state_acquisition(found, made, range(len(found.images))),
        impostor_comparisons=int(everybody.impostor.sum()),
        genuine_comparisons=int(everybody.genuine.sum()),
        at=tuple(_errors(everybody, threshold, EVERYBODY) for threshold in asked),
        distributions=_distributions(everybody),
        by=tuple(
            _by(found, Templates(templates, people, groups[chosen]), attribute, thresholds)
            for attribute, groups in by.items()
        ),
    )


def groups_of(found: VerifySet, by: Sequence[str]) -> dict[str, TextArray]:
    """(n,) groups of the photographs of a set by each attribute or intersection; None = not recorded.

    Raises:
        InputError: An attribute is not recorded of anybody in the set.
    """
    subjects = (found.subjects.by_id.get(image.subject_id) for image in found.images)
    rows = [subject.groups() if subject else {} for subject in subjects]
    columns = columns_of(rows, [name for name in parts_of(by) if any(name in row for row in rows)])
    return {attribute: values_of(columns, attribute) for attribute in by}


def _by(found: VerifySet, templates: Templates, attribute: str, thresholds: Sequence[float]) -> AttributePairs:
    counts = all_pairs(templates, thresholds=thresholds)
    recorded = [group for group in counts.groups if group is not None]
    sources = np.array([source_of(name, found.subjects) for name in counts.subjects], object)
    return AttributePairs(
        attribute=attribute,
        **dict(label_provenance(sources)),
        groups=tuple(_group(counts, templates, group, thresholds) for group in counts.groups),
        matrix=tuple(
            MatrixCell(threshold=threshold, probe=one, reference=other, fmr=counts.fmr(threshold, one, other))
            for threshold in thresholds
            for one, other in combinations_with_replacement(recorded, 2)
        ),
        distributions=_distributions(counts),
    )


def _distributions(counts: PairCounts) -> ScoreBins:
    """Scores of the same person by group and of different people by group and group, and the errors at each edge."""
    edges = bin_edges()[:: BINS // STEPS]
    curves = {group: counts.curve(group) for group in counts.groups}
    return ScoreBins(
        edges=edges.tolist(),
        groups=tuple(
            GenuineScores(
                value=group,
                genuine=_coarse(counts.genuine[place]),
                fmr=None if curve is None else curve.false_positive[:: BINS // STEPS].tolist(),
                fnmr=None if curve is None else curve.false_negative[:: BINS // STEPS].tolist(),
            )
            for place, (group, curve) in enumerate(curves.items())
        ),
        impostor=tuple(
            ImpostorScores(probe=one, reference=other, scores=_coarse(counts.impostor[place, further]))
            for (place, one), (further, other) in combinations_with_replacement(enumerate(counts.groups), 2)
        ),
    )


def _coarse(histogram: IntArray) -> tuple[int, ...]:
    """(BINS,) -> (STEPS,) counts."""
    return tuple(histogram.reshape(STEPS, -1).sum(axis=1).tolist())


def _group(
    counts: PairCounts, templates: Templates, group: str | None, thresholds: Sequence[float]
) -> PhotographedGroup:
    """Rates within a group, and its false match rate over that within the others; those not recorded are counted."""
    subjects = int((counts.group_of == counts.groups.index(group)).sum())
    return PhotographedGroup(
        value=group,
        images=sum(label == group for label in templates.group),
        subjects=subjects,
        too_small=subjects < MIN_SUBJECTS,
        at=tuple(
            GroupErrorsAt(
                **dict(_errors(counts, threshold, group)),
                fmr_of_rest=counts.fmr_of_rest(threshold, group),
                fmr_ratio_to_rest=counts.fmr_against_rest(threshold, group),
            )
            for threshold in thresholds
            if group is not None
        ),
    )


def _errors(counts: PairCounts, threshold: float, group: str | None) -> ErrorsAt:
    return ErrorsAt(threshold=threshold, fmr=counts.fmr(threshold, group, group), fnmr=counts.fnmr(threshold, group))
