"""One-to-one verification over given pairs: accuracy by fold, error rates at a threshold, TMR at a target FMR."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, TextArray, require_shape
from lfr_eval.core.rates import Rate
from lfr_eval.core.thresholds import reaches
from lfr_eval.metrics.curves import Scores, threshold_for_target
from lfr_eval.metrics.pair_rates import rate_of_pairs
from lfr_eval.metrics.rates import rate

RULE_OF_30 = 30
"""So many errors make a rate good to 30 % at 90 % confidence (METHODOLOGY 2.4)."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of photographs that were compared, as parallel arrays of length n."""

    score: FloatArray
    """(n,) -inf where either photograph gave no template."""
    mated: BoolArray
    """(n,) whether both show one person."""
    acquired: BoolArray
    """(n,) whether both photographs gave a template."""
    fold: IntArray
    """(n,)"""
    first: TextArray
    """(n,) who the first photograph shows."""
    second: TextArray

    def __post_init__(self) -> None:
        for name in ("mated", "acquired", "fold", "first", "second"):
            require_shape(name, getattr(self, name), self.score.shape)

    def __len__(self) -> int:
        return len(self.score)

    def scores(self, mated: bool) -> FloatArray:
        """Scores of the mated or the non-mated pairs that were compared."""
        compared: FloatArray = self.score[self.acquired & (self.mated == mated)]
        return compared


@dataclass(frozen=True, slots=True)
class Fold:
    """One fold at the threshold that was chosen on the others."""

    fold: int
    """Its number."""
    threshold: float
    """Chosen on the other folds; of a single fold the system's own."""
    correct: int
    """Pairs decided rightly."""
    pairs: int
    """All its pairs."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of pairs that are decided rightly; a pair without both templates is an error."""

    overall: Rate
    """Over all pairs; its interval respects subjects."""
    mean: float
    """Of the accuracies of the folds."""
    se: float
    """Standard error of that mean."""
    folds: tuple[Fold, ...]


def accuracy(pairs: Pairs) -> Accuracy:
    """Accuracy with the threshold of each fold chosen on the other folds.

    Raises:
        ValueError: There are fewer than two folds, or the others of a fold lack mated or non-mated pairs.

    Source: Huang et al., Labeled Faces in the Wild, 2007 (View 2: mean and standard error over folds).
    """
    correct = np.zeros(len(pairs), bool)
    folds = []
    for fold in np.unique(pairs.fold).tolist():
        held_out = pairs.fold == fold
        learnt = ~held_out & pairs.acquired
        threshold = best_threshold(pairs.score[learnt & pairs.mated], pairs.score[learnt & ~pairs.mated])
        right = held_out & pairs.acquired & (reaches(pairs.score, threshold) == pairs.mated)
        correct |= right
        folds.append(Fold(fold, threshold, int(right.sum()), int(held_out.sum())))
    shares = np.array([fold.correct / fold.pairs for fold in folds])
    se = float(shares.std(ddof=1) / np.sqrt(len(folds)))
    return Accuracy(rate_of_pairs(correct, pairs.first, pairs.second), float(shares.mean()), se, tuple(folds))


def best_threshold(mated: Scores, non_mated: Scores) -> float:
    """The threshold at which most of these pairs are decided rightly.

    It stands half way between the two scores that it parts; of several that are equally good it is the middle one.

    Raises:
        ValueError: There are no mated or no non-mated scores.
    """
    if not len(mated) or not len(non_mated):
        raise ValueError(f"threshold: expected mated and non-mated scores, got {len(mated)} and {len(non_mated)}")
    seen = np.unique(np.concatenate([mated, non_mated]))
    levels = np.append(seen, np.nextafter(seen[-1:], seen.dtype.type(np.inf)))
    accepted = len(mated) - np.searchsorted(np.sort(mated), levels)
    correct = accepted + np.searchsorted(np.sort(non_mated), levels)
    best = np.flatnonzero(correct == correct.max())
    place = int(best[len(best) // 2])
    below, above = levels[max(place - 1, 0)], levels[place]
    middle = (below + above) / 2
    return float(middle if middle > below else above)  # neighbours in single precision have no middle


@dataclass(frozen=True, slots=True)
class PairErrors:
    """Error rates of pairs at one threshold."""

    threshold: float
    """From which on a pair is a match."""
    fmr: Rate
    """Non-mated pairs at or above it / non-mated pairs that were compared."""
    fnmr: Rate
    """Mated pairs below it / mated pairs that were compared."""
    far: Rate
    """As FMR, with pairs that could not be compared counted as rejections."""
    frr: Rate
    """As FNMR, with pairs that could not be compared counted as rejections."""


def pair_errors(pairs: Pairs, threshold: float) -> PairErrors:
    """Error rates at a threshold; score >= threshold in single precision is a match. Source: ISO/IEC 19795-1."""
    match = pairs.acquired & reaches(pairs.score, threshold)

    def false_matches(among: BoolArray) -> Rate:
        return rate_of_pairs(match[among], pairs.first[among], pairs.second[among])

    return PairErrors(
        threshold=threshold,
        fmr=false_matches(pairs.acquired & ~pairs.mated),
        fnmr=rate(~match[pairs.acquired & pairs.mated], pairs.first[pairs.acquired & pairs.mated]),
        far=false_matches(~pairs.mated),
        frr=rate(~match[pairs.mated], pairs.first[pairs.mated]),
    )


class Support(StrEnum):
    """Whether so many non-mated pairs can bear a false match rate."""

    RULE_OF_30 = "supported by the rule of 30"
    FEW = "fewer than 30 false matches, indicative only"
    NONE = "not supported by n, less than one false match is expected"


@dataclass(frozen=True, slots=True)
class TmrAtFmr:
    """True match rate at the least threshold whose FMR on these pairs is at most a target."""

    target: float
    tmr: Rate
    """Of mated pairs that were compared; without value where the target is not supported."""
    threshold: float | None
    fmr: float | None
    """What was achieved."""
    support: Support

    def to_json(self) -> dict[str, Any]:
        """The rate with its threshold and what bears it."""
        beside = {"threshold": self.threshold, "fmr": self.fmr, "support": str(self.support)}
        return asdict(self.tmr) | beside


def tmr_at_fmr(pairs: Pairs, target: float) -> TmrAtFmr:
    """True match rate at a target FMR; the threshold is chosen on the pairs themselves.

    Source: ISO/IEC 19795-1 (ROC); METHODOLOGY 2.4 (rule of 30).
    """
    non_mated, mated = pairs.scores(mated=False), pairs.acquired & pairs.mated
    expected = target * len(non_mated)
    if expected < 1 - _ROUNDING:
        return TmrAtFmr(target, rate([], []), None, None, Support.NONE)
    threshold, achieved = threshold_for_target(non_mated, target)
    matched = reaches(pairs.score[mated], threshold)
    support = Support.RULE_OF_30 if expected >= RULE_OF_30 - _ROUNDING else Support.FEW
    return TmrAtFmr(target, rate(matched, pairs.first[mated]), threshold, achieved, support)
