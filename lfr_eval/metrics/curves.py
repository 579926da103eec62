"""Error trade-offs over all thresholds: DET, ROC and CMC, and the threshold that meets a target (METHODOLOGY 2.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lfr_eval.core.arrays import FloatArray, IntArray, SecondsArray, TextArray, require_shape
from lfr_eval.metrics.bootstrap import Numbers

Scores = FloatArray | SecondsArray
"""Similarity scores, float32 as recorded or float64; higher = more similar, -inf = no template."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Error rates at ascending thresholds, as parallel arrays of length t.

    Of comparisons they are FMR and FNMR; of open-set searches FPIR (best candidate of non-mated searches) and FNIR
    (the mate's score where it is the best candidate, else -inf). A DET plots one against the other, an ROC
    `1 - false_negative` against `false_positive`.
    """

    threshold: Numbers
    false_positive: Numbers
    """(t,) share of non-mated scores at or above the threshold."""
    false_negative: Numbers
    """(t,) share of mated scores below the threshold."""

    def __post_init__(self) -> None:
        for name in ("false_positive", "false_negative"):
            require_shape(name, getattr(self, name), self.threshold.shape)


def error_curve(mated: Scores, non_mated: Scores, thresholds: Scores | None = None) -> Curve:
    """Error rates over thresholds.

    Args:
        mated: (m,) scores of mated trials, m > 0.
        non_mated: (n,) scores of non-mated trials, n > 0.
        thresholds: Where to look; None = at every distinct finite score and one step above the greatest.

    Raises:
        ValueError: One of the two kinds of trials is missing.

    Source: ISO/IEC 19795-1 (DET and ROC); Martin et al., Eurospeech (1997) 1895-1898.
    """
    if not len(mated) or not len(non_mated):
        raise ValueError(f"curve: expected mated and non-mated scores, got {len(mated)} and {len(non_mated)}")
    if thresholds is None:
        return _at_every_score(mated, non_mated)
    below_mated = np.searchsorted(np.sort(mated), thresholds, side="left")
    below_other = np.searchsorted(np.sort(non_mated), thresholds, side="left")
    return Curve(thresholds.astype(float), 1 - below_other / len(non_mated), below_mated / len(mated))


def _at_every_score(mated: Scores, non_mated: Scores) -> Curve:
    both = np.concatenate([np.sort(mated), np.sort(non_mated)])
    order = np.argsort(both, kind="stable")  # merges two sorted runs in linear time
    seen = both[order]
    first = np.append(True, seen[1:] != seen[:-1]) & np.isfinite(seen)
    above_all = np.nextafter(seen[first][-1:], seen.dtype.type(np.inf))
    thresholds = np.append(seen[first], above_all).astype(float)
    below = np.append(np.flatnonzero(first), len(seen))[: len(thresholds)]
    below_mated = np.append(0, np.cumsum(order < len(mated)))[below]
    return Curve(thresholds, 1 - (below - below_mated) / len(non_mated), below_mated / len(mated))


def curves_by_group(
    mated: Scores,
    mated_group: TextArray,
    non_mated: Scores,
    non_mated_group: TextArray,
    thresholds: Scores | None = None,
) -> dict[str, Curve]:
    """One curve per group, all to be read at the same thresholds, as one system would treat them.

    A group that lacks mated or non-mated trials has no curve. A missing group (None) is left out.

    Args:
        mated: (m,) scores of mated trials.
        mated_group: (m,) whose they are.
        non_mated: (n,) scores of non-mated trials.
        non_mated_group: (n,) whose they are.
        thresholds: Where to look; None = at every distinct score of each group, between which its curve is level.

    Source: ISO/IEC 19795-10; METHODOLOGY 2.1.
    """
    first, second = _parted(mated, mated_group), _parted(non_mated, non_mated_group)
    return {
        group: error_curve(first[group], second[group], thresholds) for group in sorted(first.keys() & second.keys())
    }


def _parted(scores: Scores, group: TextArray) -> dict[str, Scores]:
    """The scores of each group, missing groups (None) left out."""
    codes, labels = pd.factorize(group)
    place = (codes + 1).astype(np.min_scalar_type(len(labels)))
    ends = np.cumsum(np.bincount(place, minlength=len(labels) + 1))
    parts = np.split(scores[np.argsort(place, kind="stable")], ends[:-1])
    return dict(zip(labels.tolist(), parts[1:], strict=True))


def cmc(mate_rank: IntArray, ranks: int) -> Numbers:
    """Share of mated searches whose mate stands at rank R or better, for R = 1 ... ranks, at no threshold.

    Closed-set and investigational: never a headline for live recognition, where a decision has one candidate.

    Args:
        mate_rank: (n,) rank of the mate, n > 0; 0 where the search did not return it or there was no template.
        ranks: How many ranks.

    Source: ISO/IEC 19795-1 (cumulative match characteristic).
    """
    returned = mate_rank[mate_rank >= 1]
    found = np.bincount(np.minimum(returned, ranks + 1), minlength=ranks + 2)[1 : ranks + 1]
    share: Numbers = np.cumsum(found) / len(mate_rank)
    return share


def threshold_for_target(non_mated: Scores, target: float) -> tuple[float, float]:
    """Find the least threshold at which at most a share `target` of non-mated trials is a false positive.

    Args:
        non_mated: (n,) scores of non-mated comparisons (for FMR), or the best candidate of non-mated searches (for
            FPIR); -inf where there was no template.
        target: Rate to stay at or below, in [0, 1).

    Returns:
        The threshold, one step of the scores' precision above the highest score that it must exclude, and the rate
        that it achieves on these trials. Where every threshold would do it is the lowest score seen.

    Raises:
        ValueError: There are no finite scores, or the target is not in [0, 1).

    Source: METHODOLOGY 6 (mini open set).
    """
    seen = non_mated[np.isfinite(non_mated)]
    if not 0 <= target < 1 or not len(seen):
        raise ValueError(f"target rate: expected [0, 1) and some scores, got {target} and {len(seen)} scores")
    allowed = int(target * len(non_mated) + 1e-9)
    excluded = np.sort(non_mated)[::-1][allowed]
    threshold = float(np.nextafter(excluded, excluded.dtype.type(np.inf)) if np.isfinite(excluded) else seen.min())
    return threshold, float((non_mated >= threshold).mean())


def equal_error_rate(curve: Curve) -> tuple[float, float]:
    """The error rate where false positives and false negatives are equal, and its threshold.

    Between two thresholds the curve is a step; the mean of the two rates is taken where they are nearest.

    Source: ISO/IEC 2382-37 (equal error rate).
    """
    nearest = int(np.argmin(np.abs(curve.false_positive - curve.false_negative)))
    rate = (curve.false_positive[nearest] + curve.false_negative[nearest]) / 2
    return float(rate), float(curve.threshold[nearest])
