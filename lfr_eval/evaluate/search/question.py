"""What is asked of a search trial, and whether it can be answered."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.score.policy import Policy
from lfr_eval.evaluate.search.groups import Grouping, require_recorded
from lfr_eval.evaluate.search.searches import attributes_of
from lfr_eval.evaluate.search.sets import SearchSet
from lfr_eval.evaluate.search.splits import Calibrate, SearchSplit, split_searches

ALL_ALIKE = Grouping(by=())


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """What is asked of a trial."""

    threshold: float | None = None
    """In the system's own units; None = the system's own threshold."""
    target_fpir: float | None = None
    """Choose the threshold so that FPIR on the calibration searches is at most this."""
    calibrate: Calibrate = None
    rank: int = 1
    """Places within which a mate must stand to count as found."""
    grouping: Grouping = ALL_ALIKE
    policy: Policy | None = None
    """Limits to hold the result against; its attributes are always compared."""
    seed: int = 0
    """Of splits, sub-lists, resamples and shuffles."""

    @property
    def compared(self) -> Grouping:
        """The grouping with what the policy asks for."""
        return self.grouping.under(self.policy) if self.policy else self.grouping


def require_answerable(tried: SearchSet, question: SearchQuestion) -> SearchSplit:
    """Refuse a question that cannot be answered before any model runs.

    Returns:
        What each search is for.

    Raises:
        InputError: See `search`.
    """
    target, grouping = question.target_fpir, question.compared
    if question.threshold is not None and target is not None:
        raise InputError("expected a threshold or a target FPIR, found both")
    if target is not None and not 0 < target < 1:
        raise InputError(f"target FPIR: expected a share between 0 and 1, found {target:g}")
    if question.threshold is not None and not math.isfinite(question.threshold):
        raise InputError(f"threshold: expected a number, found {question.threshold}")
    if target is None and question.calibrate is not None:
        raise InputError("nothing is calibrated without a target FPIR; give one, or leave the calibration out")
    if question.rank < 1:
        raise InputError(f"rank: expected 1 or more, found {question.rank}")
    if stray := set(grouping.declared) - set(grouping.by):
        raise InputError(f"declared: {min(stray)} is not among the groups that are compared")
    require_recorded(attributes_of(tried.probes, tried.subjects), grouping.by)
    split = split_searches(
        tried.probes, tried.subjects.families(), question.calibrate, needed=target is not None, seed=question.seed
    )
    if not split.test.any():
        raise InputError("no search is left to score; let fewer subjects calibrate")
    return split
