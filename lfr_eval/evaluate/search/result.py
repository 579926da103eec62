"""Open-set identification on labelled photographs: from a trial and a question to every figure about it."""

from __future__ import annotations

from typing import Any

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.results.groups import VerdictRow
from lfr_eval.evaluate.results.search import SearchResult
from lfr_eval.evaluate.results.search_parts import Calibration, SearchSettings
from lfr_eval.evaluate.score.policy import Policy
from lfr_eval.evaluate.search.answers import policy_answers
from lfr_eval.evaluate.search.candidates import Candidates
from lfr_eval.evaluate.search.caveats import caveats
from lfr_eval.evaluate.search.curves import curves
from lfr_eval.evaluate.search.figures import figures
from lfr_eval.evaluate.search.groups import SEARCHED, GroupedSearches, group_rows, group_verdicts, grouped
from lfr_eval.evaluate.search.indices import group_indices
from lfr_eval.evaluate.search.listed import cross_groups, listed_people, makeup
from lfr_eval.evaluate.search.question import SearchQuestion, require_answerable
from lfr_eval.evaluate.search.searches import Searches, attributes_of
from lfr_eval.evaluate.search.splits import SearchSplit
from lfr_eval.evaluate.search.trial import Trial
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.search import threshold_for_target_fpir

SCHEMA_VERSION = 1


def search(trial: Trial, question: SearchQuestion) -> SearchResult:
    """Score a trial.

    Args:
        trial: Searches that were made.
        question: What is asked.

    Returns:
        Where it means the same as in a score a field has the same name, and one search stands for one pass.

    Raises:
        InputError: There is no threshold or there are two, nothing to calibrate with or to score, or an attribute is
            not recorded of anybody.
    """
    split = require_answerable(trial.tried, question)
    threshold, calibration = _threshold(trial, split, question)
    test = _searches(trial, trial.deepen(trial.candidates, threshold)).only(split.test)
    reasons = [reason for reason, tested in zip(trial.reasons, split.test, strict=True) if tested and reason]
    found = grouped(test, trial.tried.subjects, question.compared, threshold, question.rank, question.seed)
    stated = {
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
        **_by_group(trial, found, question),
        "curves": curves(test, found),
        "unused_images": dict(trial.tried.unused),
        "settings": _settings(question),
        "caveats": caveats(trial, test, found, threshold, calibration),
    }
    return SearchResult.of_json(stated)


def _searches(trial: Trial, candidates: Candidates) -> Searches:
    attributes = attributes_of(trial.tried.probes, trial.tried.subjects)
    return Searches(trial.tried.probes, attributes, candidates, trial.not_enrolled)


def _threshold(trial: Trial, split: SearchSplit, question: SearchQuestion) -> tuple[float, Calibration | None]:
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
    fpir = rate(chosen_on.top_score >= threshold, chosen_on.subject)
    return threshold, Calibration(
        target_fpir=question.target_fpir,
        searches=int(split.calibration.sum()),
        non_mated=len(chosen_on),
        fpir=fpir,
    )


def _by_group(trial: Trial, found: GroupedSearches, question: SearchQuestion) -> dict[str, Any]:
    """All that is said of groups, and the answers to a policy."""
    policy = question.policy or Policy()
    given = group_verdicts(found)
    listed = listed_people(
        trial.tried.references,
        trial.candidates.persons,
        trial.not_enrolled,
        trial.tried.subjects,
        found.grouping.by,
    )
    return {
        "groups": group_rows(found),
        "verdicts": [VerdictRow.of(verdict, found.provenance(mask)) for verdict, mask in given],
        "policy": policy_answers(policy, found, given),
        "indices": group_indices(found, policy.fpir or question.target_fpir),
        "list_makeup": makeup(listed, found.grouping.by),
        "cross_group": cross_groups(found, listed),
    }


def _settings(question: SearchQuestion) -> SearchSettings:
    grouping = question.compared
    return SearchSettings(
        threshold=question.threshold,
        target_fpir=question.target_fpir,
        calibrate=question.calibrate,
        seed=question.seed,
        by=grouping.by,
        declared=grouping.declared,
        allow_mixed=grouping.allow_mixed,
        planning_limits={metric: limit for metric, limit in grouping.limits.items() if metric in SEARCHED},
        margins={metric: margin for metric, margin in grouping.margins.items() if metric in SEARCHED},
    )
