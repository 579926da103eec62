"""Whether searches meet a policy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.evaluate.label_sources import with_labels
from lfr_eval.evaluate.policy import Policy, answer
from lfr_eval.evaluate.results.groups import PolicyAnswer
from lfr_eval.evaluate.search.groups import GroupedSearches
from lfr_eval.metrics.verdicts import Verdict


def policy_answers(
    policy: Policy, found: GroupedSearches, given: Sequence[tuple[Verdict, BoolArray]]
) -> list[PolicyAnswer]:
    """Hold searches against a policy: all of them against its limits, each label source by itself for equivalence.

    Args:
        policy: The limits.
        found: The searches.
        given: Verdicts, each with the mask (n,) of the searches behind it.
    """
    trials = [one for one, _ in found.both(np.ones(len(found.searches), bool))]
    several = len(found.parts()) > 1
    stated = [with_labels(verdict, found.provenance(mask), named=several) for verdict, mask in given]
    return answer(policy, trials, stated)
