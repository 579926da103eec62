"""Whether searches meet a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.evaluate.policy import Answer, Policy, answer
from lfr_eval.evaluate.search.groups import GroupedSearches
from lfr_eval.metrics.verdicts import Verdict


def policy_answers(policy: Policy, found: GroupedSearches, given: Sequence[tuple[Verdict, BoolArray]]) -> list[Answer]:
    """Hold searches against a policy: all of them against its limits, each label source by itself for equivalence.

    Args:
        policy: The limits.
        found: The searches.
        given: Verdicts, each with the mask (n,) of the searches behind it.
    """
    (fpir, _), (tpir, _) = found.both(np.ones(len(found.searches), bool))
    stated = [replace(verdict, notes=(*verdict.notes, *_labelled(found, mask))) for verdict, mask in given]
    return answer(policy, fpir, tpir, stated, found.seed)


def _labelled(found: GroupedSearches, mask: BoolArray) -> list[str]:
    """Whose labels an answer rests on, where that is not plain."""
    stated = found.provenance(mask)
    if stated["model_inferred"]:
        return ["labels inferred by a model"]
    return [f"labels: {', '.join(stated['label_sources'])}"] if len(found.parts()) > 1 else []
