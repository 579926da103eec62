"""Open-set identification on images: FPIR, FNIR, TPIR and SEL at one threshold (METHODOLOGY 2.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray, require_shape
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.curves import Scores, threshold_for_target
from lfr_eval.metrics.rates import rate


@dataclass(frozen=True, slots=True)
class MatedSearches:
    """Searches of people who are on the list, as parallel arrays of length n."""

    subject: TextArray
    mate_score: Scores
    """(n,) score of the person searched; -inf where the search did not return them."""
    mate_rank: IntArray
    """(n,) 1 = best candidate; 0 where the search did not return them."""
    other_score: Scores
    """(n,) best score of anybody else; -inf where there is none."""
    acquired: BoolArray
    """(n,) False is a failure to acquire: a miss with no candidates."""

    def __post_init__(self) -> None:
        for name in ("mate_score", "mate_rank", "other_score", "acquired"):
            require_shape(name, getattr(self, name), self.subject.shape)

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def hit_score(self) -> Scores:
        """(n,) the mate's score where it is the best candidate, else -inf: what an open-set curve is made of."""
        return np.where(self.acquired & (self.mate_rank == 1), self.mate_score, self.mate_score.dtype.type(-np.inf))


@dataclass(frozen=True, slots=True)
class NonMatedSearches:
    """Searches of people who are not on the list, as parallel arrays of length n."""

    subject: TextArray
    scores: Scores
    """(n, k) scores of the k best persons, non-increasing along a row; -inf where there is none."""
    acquired: BoolArray
    """(n,) False is a failure to acquire: no candidates."""

    def __post_init__(self) -> None:
        require_shape("scores", self.scores, (len(self.subject), None))
        require_shape("acquired", self.acquired, self.subject.shape)

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def top_score(self) -> Scores:
        """(n,) score of the best candidate; -inf where there is none or the face was not acquired."""
        best = self.scores[:, 0] if self.scores.shape[1] else np.full(len(self), -np.inf, self.scores.dtype)
        return np.where(self.acquired, best, best.dtype.type(-np.inf))


@dataclass(frozen=True, slots=True)
class SearchRates:
    """Open-set rates at one threshold."""

    tpir: Rate
    """Searches of listed people that name them within the rank, of all searches of listed people."""
    fnir: Rate
    """1 - TPIR."""
    fpir: Rate
    """Searches of people not listed that name anybody, of all searches of people not listed."""
    wrong_identity: Rate
    """Searches of listed people of which the best candidate is somebody else, of all searches of listed people."""


@dataclass(frozen=True, slots=True)
class SearchScores:
    """What open-set searches come to at one threshold."""

    threshold: float
    rank: int
    system: SearchRates
    """Failures to acquire stay in every denominator, as misses."""
    algorithm_only: SearchRates
    """Searches without a template are left out."""
    fta: Rate
    sel: float | None
    """Non-mated candidates at or above the threshold per non-mated search; None without searches."""


def score_searches(mated: MatedSearches, non_mated: NonMatedSearches, threshold: float, rank: int = 1) -> SearchScores:
    """Score open-set searches at one threshold.

    A mated search succeeds when its mate stands within `rank` at a score >= `threshold`. It is a wrong identity when
    the best candidate is somebody else at or above the threshold, which ISO's FPIR leaves out. A non-mated search is a
    false positive when its best candidate reaches the threshold. Scores are compared in their own precision.

    Args:
        mated: Searches of people who are on the list.
        non_mated: Searches of people who are not.
        threshold: Lowest score that is a hit.
        rank: Places within which the mate must stand; 1 in live use.

    Source: ISO/IEC 19795-1 (FNIR, FPIR, SEL).
    """
    everybody = np.ones(len(mated), bool), np.ones(len(non_mated), bool)
    acquired = np.concatenate([mated.acquired, non_mated.acquired])
    candidates = int((non_mated.scores[non_mated.acquired] >= threshold).sum())
    return SearchScores(
        threshold=float(threshold),
        rank=rank,
        system=_rates(mated, non_mated, everybody, threshold, rank),
        algorithm_only=_rates(mated, non_mated, (mated.acquired, non_mated.acquired), threshold, rank),
        fta=rate(~acquired, np.concatenate([mated.subject, non_mated.subject])),
        sel=candidates / len(non_mated) if len(non_mated) else None,
    )


def _rates(
    mated: MatedSearches,
    non_mated: NonMatedSearches,
    chosen: tuple[BoolArray, BoolArray],
    threshold: float,
    rank: int,
) -> SearchRates:
    on_list, off_list = chosen
    found = mated.acquired & (mated.mate_rank >= 1) & (mated.mate_rank <= rank) & (mated.mate_score >= threshold)
    wrong = mated.acquired & (mated.mate_rank != 1) & (mated.other_score >= threshold)
    alarmed = non_mated.top_score >= threshold
    people = mated.subject[on_list]
    return SearchRates(
        tpir=rate(found[on_list], people),
        fnir=rate(~found[on_list], people),
        fpir=rate(alarmed[off_list], non_mated.subject[off_list]),
        wrong_identity=rate(wrong[on_list], people),
    )


def threshold_for_target_fpir(non_mated: NonMatedSearches, target: float) -> tuple[float, float]:
    """The least threshold whose FPIR on these searches is at most `target`, and that FPIR.

    Failures to acquire are searches without a false positive. Source: see `curves.threshold_for_target`.
    """
    return threshold_for_target(non_mated.top_score, target)
