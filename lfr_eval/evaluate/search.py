"""Open-set identification on labelled photographs: from a trial and a question to every figure about it."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.candidates import Candidates
from lfr_eval.evaluate.search_caveats import caveats
from lfr_eval.evaluate.search_curves import curves
from lfr_eval.evaluate.search_figures import figures
from lfr_eval.evaluate.search_groups import (
    GroupedSearches,
    Grouping,
    group_rows,
    group_verdicts,
    grouped,
    require_recorded,
)
from lfr_eval.evaluate.search_indices import group_indices
from lfr_eval.evaluate.search_list import cross_groups, listed_people, makeup
from lfr_eval.evaluate.search_sets import SearchSet
from lfr_eval.evaluate.search_trial import Trial
from lfr_eval.evaluate.searches import Searches, attributes_of
from lfr_eval.evaluate.splits import Calibrate, SearchSplit, split_searches
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.search import threshold_for_target_fpir

SCHEMA_VERSION = 1
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
    seed: int = 0
    """Of splits, sub-lists, resamples and shuffles."""


def require_answerable(tried: SearchSet, question: SearchQuestion) -> SearchSplit:
    """Refuse a question that cannot be answered before any model runs.

    Returns:
        What each search is for.

    Raises:
        InputError: See `search`.
    """
    target, grouping = question.target_fpir, question.grouping
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


def search(trial: Trial, question: SearchQuestion) -> dict[str, Any]:
    """Score a trial.

    Args:
        trial: Searches that were made.
        question: What is asked.

    Returns:
        The object of `search --json` (DESIGN 6): where it means the same as in `score --json` a key has the same
        name, and one search stands for one pass.

    Raises:
        InputError: There is no threshold or there are two, nothing to calibrate with or to score, or an attribute is
            not recorded of anybody.
    """
    split = require_answerable(trial.tried, question)
    threshold, calibration = _threshold(trial, split, question)
    test = _searches(trial, trial.deepen(trial.candidates, threshold)).only(split.test)
    reasons = [reason for reason, tested in zip(trial.reasons, split.test, strict=True) if tested and reason]
    by = question.grouping.by
    found = (
        grouped(test, trial.tried.subjects, question.grouping, threshold, question.rank, question.seed) if by else None
    )
    return {
        "schema_version": SCHEMA_VERSION,
        "threshold": threshold,
        "rank": question.rank,
        "sets": {use: list(names) for use, names in trial.tried.names.items()},
        "labels": {attribute: dict(values) for attribute, values in trial.tried.subjects.labels.scheme.items()},
        "truth_sha256": trial.tried.digest(),
        "split": {"by": split.by, "calibration": int(split.calibration.sum()), "test": int(split.test.sum())},
        "calibration": calibration,
        **trial.stated,
        **figures(test, reasons, threshold, question.rank, question.seed),
        **_by_group(trial, found),
        "curves": curves(test, found),
        "unused_images": dict(trial.tried.unused),
        "settings": _settings(question),
        "caveats": caveats(trial, test, found, threshold, calibration),
    }


def _searches(trial: Trial, candidates: Candidates) -> Searches:
    attributes = attributes_of(trial.tried.probes, trial.tried.subjects)
    return Searches(trial.tried.probes, attributes, candidates, trial.not_enrolled)


def _threshold(trial: Trial, split: SearchSplit, question: SearchQuestion) -> tuple[float, dict[str, Any] | None]:
    """The threshold, and how it was chosen where it was."""
    if question.target_fpir is None:
        given = trial.threshold if question.threshold is None else trial.sign * question.threshold
        if given is None:
            raise InputError("the threshold of this system is not known; give it, or a target FPIR")
        return given, None
    chosen_on = _searches(trial, trial.candidates).only(split.calibration).non_mated()
    if not np.isfinite(chosen_on.top_score).any():
        raise InputError(
            f"{len(chosen_on)} non-mated searches are there to calibrate with, none with a candidate; "
            "expected some: give more to calibration, or a threshold"
        )
    threshold, _ = threshold_for_target_fpir(chosen_on, question.target_fpir)
    fpir = rate(chosen_on.top_score >= threshold, chosen_on.subject, question.seed)
    return threshold, {
        "target_fpir": question.target_fpir,
        "searches": int(split.calibration.sum()),
        "non_mated": len(chosen_on),
        "fpir": asdict(fpir),
    }


def _by_group(trial: Trial, found: GroupedSearches | None) -> dict[str, Any]:
    """All that is said of groups; empty where none are asked for."""
    if found is None:
        return {"groups": [], "verdicts": [], "indices": [], "list_makeup": [], "cross_group": []}
    listed = listed_people(
        trial.tried.references,
        trial.candidates.persons,
        trial.not_enrolled,
        trial.tried.subjects,
        found.grouping.by,
    )
    return {
        "groups": group_rows(found),
        "verdicts": group_verdicts(found),
        "indices": group_indices(found),
        "list_makeup": makeup(listed, found.grouping.by),
        "cross_group": cross_groups(found, listed),
    }


def _settings(question: SearchQuestion) -> dict[str, Any]:
    calibrate = question.calibrate
    return {
        "threshold": question.threshold,
        "target_fpir": question.target_fpir,
        "calibrate": calibrate,
        "seed": question.seed,
        "by": list(question.grouping.by),
        "declared": list(question.grouping.declared),
        "allow_mixed": question.grouping.allow_mixed,
        "planning_limits": {metric.value: limit for metric, limit in question.grouping.limits.items()},
    }
