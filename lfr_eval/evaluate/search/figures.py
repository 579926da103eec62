"""The figures about all searches of a test at one threshold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.evaluate.results.search_parts import Guarantees
from lfr_eval.evaluate.search.curves import rank_curve
from lfr_eval.evaluate.search.groups import scored
from lfr_eval.evaluate.search.listed import list_effects
from lfr_eval.evaluate.search.searches import Searches
from lfr_eval.evaluate.search.sublists import list_size
from lfr_eval.metrics.rates import Guarantee, guarantee, rate
from lfr_eval.metrics.records import MATED_OUTCOMES, NON_MATED_OUTCOMES, Outcome, PassRecord
from lfr_eval.metrics.search import score_searches
from lfr_eval.metrics.truth import Status
from lfr_eval.metrics.two_way import FalsePairs, two_way_fpir


def figures(test: Searches, reasons: Sequence[str], threshold: float, rank: int, seed: int) -> dict[str, Any]:
    """Rates, outcomes and what the list has to do with them, as plain values.

    Args:
        test: The searches that are scored.
        reasons: Of those without a template, why.
        threshold: Lowest score that is a hit.
        rank: Places within which a mate must stand.
        seed: Of sub-lists.
    """
    records = test.records(threshold, rank)
    scores = score_searches(test.mated(), test.non_mated(), threshold, rank)
    mated = [record for record in records if record.status is Status.MATED]
    enrolled = [record for record in mated if not record.failed_to_enrol]
    found = rate([record.correct_hits > 0 for record in enrolled], [record.person for record in enrolled])
    return {
        "passes": {"total": len(test), "mated": len(mated), "non_mated": len(test) - len(mated), "unknown": 0},
        "outcomes": {
            "mated": _tally(records, Status.MATED, MATED_OUTCOMES),
            "non_mated": _tally(records, Status.NON_MATED, NON_MATED_OUTCOMES),
        },
        **dict(scored(scores)),
        "tpir_enrolled": found,
        "fta_reasons": dict(Counter(reasons)),
        "guarantees": _guarantees(test, threshold, rank),
        "cmc": rank_curve(test),
        "list_effects": list_effects(records),
        **_list_figures(test, threshold, seed),
    }


def _list_figures(test: Searches, threshold: float, seed: int) -> dict[str, Any]:
    """FPIR for another list of the same make-up, and for lists of other sizes."""
    listed = np.array([name not in test.not_enrolled for name in test.candidates.persons], bool)
    strangers = test.only(test.mate < 0)
    search, person = strangers.false_pairs(threshold)
    pairs = FalsePairs(
        subjects=strangers.subjects,
        acquired=strangers.candidates.acquired,
        search=search,
        person=(np.cumsum(listed) - 1)[person],
        persons=int(listed.sum()),
    )
    return {
        "fpir_two_way": two_way_fpir(pairs),
        "list_size": list_size(pairs, seed),
        "truncated_searches": int(test.candidates.truncated(threshold).sum()),
    }


def _guarantees(test: Searches, threshold: float, rank: int) -> Guarantees:
    """One-sided 95 % bounds of FPIR and TPIR."""
    events, mated = test.events(threshold, rank), test.mate >= 0

    def bounds(chosen: BoolArray) -> Guarantee:
        return guarantee(events[chosen], test.subjects[chosen])

    return Guarantees(fpir=bounds(~mated), tpir=bounds(mated))


def _tally(records: Sequence[PassRecord], status: Status, outcomes: Sequence[Outcome]) -> dict[str, int]:
    counts = Counter(record.outcome for record in records if record.status is status)
    return {outcome.value: counts[outcome] for outcome in outcomes}
