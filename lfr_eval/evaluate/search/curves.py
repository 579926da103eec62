"""Errors over all thresholds and the scores behind them, for everybody and by group, on one grid of thresholds."""

from __future__ import annotations

from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.evaluate.results.search_parts import CurveOf, Curves
from lfr_eval.evaluate.search.groups import GroupedSearches
from lfr_eval.evaluate.search.searches import Searches
from lfr_eval.metrics.curves import Scores, cmc, error_curve
from lfr_eval.metrics.groups import masks_of, values_of

STEPS = 100
"""Bins of the grid, from the lowest to the highest score that any search returned."""


def curves(searches: Searches, found: GroupedSearches) -> Curves | None:
    """DET points and score histograms at the same thresholds for everybody and for each group.

    Returns:
        `thresholds` (t,) from low to high; `groups`, of which the one without an attribute is everybody. Each has
        `fpir` and `fnir` (t,) at those thresholds, None where it lacks mated or non-mated searches, and histograms
        (t - 1,) of `mate_scores` and of `top_scores` (best candidates of non-mated searches) between them, with
        `mates_not_returned` and `without_candidate` beside. None where no search returned anything.

    Source: ISO/IEC 19795-1 (DET); METHODOLOGY 2.1.
    """
    scores = searches.candidates.score
    if not len(scores):
        return None
    grid = _grid(scores)
    rows = [_curve(searches, grid, attribute=None, value=None)]
    for attribute, value, chosen in _groups(found):
        labelled = dict(found.provenance(chosen))
        rows.append(_curve(searches.only(chosen), grid, attribute=attribute, value=value, **labelled))
    return Curves(thresholds=grid.tolist(), groups=tuple(rows))


def rank_curve(searches: Searches) -> list[float]:
    """Share of mated searches whose mate stands at rank R or better, R = 1, 2, …, at no threshold; closed-set."""
    mated = searches.mated()
    depth = int(searches.candidates.depth.max(initial=0))
    return [float(share) for share in cmc(mated.mate_rank, depth)] if len(mated) else []


def _groups(found: GroupedSearches) -> list[tuple[str, str, BoolArray]]:
    """Every recorded group of every attribute, label sources apart unless they may be pooled."""
    return [
        (attribute, value, part & mask)
        for part in found.parts()
        for attribute in found.grouping.by
        for value, mask in masks_of(values_of(found.columns, attribute)).items()
        if value is not None and (part & mask).any()
    ]


def _curve(searches: Searches, grid: Scores, **whose: Any) -> CurveOf:
    mated, top = searches.mated(), searches.non_mated().top_score
    both = error_curve(mated.hit_score, top, grid) if len(mated) and len(top) else None
    return CurveOf(
        **whose,
        mated=len(mated),
        non_mated=len(top),
        fpir=None if both is None else both.false_positive.tolist(),
        fnir=None if both is None else both.false_negative.tolist(),
        mate_scores=_histogram(mated.mate_score, grid),
        mates_not_returned=int((~np.isfinite(mated.mate_score)).sum()),
        top_scores=_histogram(top, grid),
        without_candidate=int((~np.isfinite(top)).sum()),
    )


def _grid(scores: Scores) -> Scores:
    """Evenly spaced thresholds, in the precision of the scores."""
    grid = np.linspace(float(scores.min()), float(scores.max()), STEPS + 1)
    return grid.astype(np.float32) if scores.dtype == np.float32 else grid


def _histogram(scores: Scores, grid: Scores) -> tuple[int, ...]:
    """Scores per bin of the grid; the last bin holds its upper end too."""
    finite = scores[np.isfinite(scores)]
    return tuple(np.histogram(finite, grid)[0].tolist())
