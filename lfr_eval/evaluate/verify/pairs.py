"""Given pairs of photographs, compared one to one: every figure, and the pairs that need a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.enrol.templates import ImageTemplates
from lfr_eval.evaluate.verify.sets import VerifySet
from lfr_eval.metrics.curves import equal_error_rate, error_curve
from lfr_eval.metrics.pair_rates import rate_of_pairs
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.verification import Fold, Pairs, accuracy, pair_errors, tmr_at_fmr

TARGETS = (0.1, 0.01, 0.001)
"""False match rates at which the true match rate is stated."""
MATED_BELOW, NON_MATED_ABOVE = 0.2, 0.5
"""Pairs with such scores are named: they may be labelled wrongly."""


def state_pairs(found: VerifySet, made: ImageTemplates, thresholds: Sequence[float], own: float) -> dict[str, Any]:
    """All figures of the pairs of a set, as plain values.

    Args:
        found: The set.
        made: A template, or the reason why there is none, for each of its photographs.
        thresholds: Where error rates are taken.
        own: The system's own threshold, at which pairs in a single fold are decided.

    Raises:
        InputError: Too few photographs gave a template.
    """
    pairs = compare(found, made)
    try:
        decided = _decided(pairs, own)
        curve = error_curve(pairs.scores(mated=True), pairs.scores(mated=False))
    except ValueError as error:
        raise InputError(f"{found.folder}: too few photographs gave a template ({error})") from None
    eer, eer_threshold = equal_error_rate(curve)
    return {
        "pairs": len(pairs),
        "mated": int(pairs.mated.sum()),
        "non_mated": int((~pairs.mated).sum()),
        "pairs_sha256": found.pairs_sha256,
        **decided,
        "eer": eer,
        "eer_threshold": eer_threshold,
        "tmr_at_fmr": {f"{target:g}": tmr_at_fmr(pairs, target).to_json() for target in TARGETS},
        "at": [asdict(pair_errors(pairs, threshold)) for threshold in thresholds],
        **state_acquisition(found, made, {image for ends in found.sides for image in ends}),
        "excluded": _excluded(found, made),
        "suspects": _suspects(found, pairs),
    }


def _decided(pairs: Pairs, own: float) -> dict[str, Any]:
    """Pairs decided rightly: by the threshold that the other folds give; a fold without others, by the system's own."""
    if len(np.unique(pairs.fold)) > 1:
        hits = accuracy(pairs)
        overall, mean, se, folds = hits.overall, hits.mean, hits.se, hits.folds
    else:
        right = pairs.acquired & ((pairs.score >= np.float32(own)) == pairs.mated)
        overall, mean, se = rate_of_pairs(right, pairs.first, pairs.second), None, None
        folds = (Fold(int(pairs.fold[0]), own, int(right.sum()), len(pairs)),)
    stated = {"mean": mean, "se": se, "folds": [asdict(fold) for fold in folds]}
    return {"accuracy": asdict(overall), "accuracy_folds": stated}


def compare(found: VerifySet, made: ImageTemplates) -> Pairs:
    """Score each pair: the cosine of its two templates, -inf where either is missing."""
    first, second = np.array(found.sides).T
    acquired = np.array([reason is None for reason in made.reasons], bool)
    both = acquired[first] & acquired[second]
    scores = np.einsum("nd,nd->n", made.templates[first], made.templates[second])
    names = np.array([image.subject_id for image in found.images], object)
    return Pairs(
        score=np.where(both, scores, np.float32(-np.inf)),
        mated=np.array([pair.mated for pair in found.pairs]),
        acquired=both,
        fold=np.array([pair.fold for pair in found.pairs]),
        first=names[first],
        second=names[second],
    )


def state_acquisition(found: VerifySet, made: ImageTemplates, images: Iterable[int]) -> dict[str, Any]:
    """How many of some photographs gave no template, and why."""
    used = sorted(images)
    reasons = [made.reasons[image] for image in used]
    people = [found.images[image].subject_id for image in used]
    return {
        "images": len(used),
        "subjects": len(set(people)),
        "fta": rate([reason is not None for reason in reasons], people).to_json(),
        "failures": dict(Counter(reason.replace(" ", "_") for reason in reasons if reason)),
    }


def _excluded(found: VerifySet, made: ImageTemplates) -> list[dict[str, Any]]:
    """The pairs of which a photograph gave no template, by name, and why."""
    named = []
    for pair, ends in zip(found.pairs, found.sides, strict=True):
        reasons = {found.name_of(image): reason for image in ends if (reason := made.reasons[image])}
        if reasons:
            named.append({"pair": [found.name_of(image) for image in ends], "mated": pair.mated, "reasons": reasons})
    return named


def _suspects(found: VerifySet, pairs: Pairs) -> dict[str, Any]:
    """The pairs whose scores speak against their labels."""

    def named(chosen: Sequence[int]) -> list[dict[str, Any]]:
        return [
            {"pair": [found.name_of(image) for image in found.sides[place]], "score": float(pairs.score[place])}
            for place in sorted(chosen, key=lambda place: float(pairs.score[place]))
        ]

    low = pairs.acquired & pairs.mated & (pairs.score < np.float32(MATED_BELOW))
    high = pairs.acquired & ~pairs.mated & (pairs.score > np.float32(NON_MATED_ABOVE))
    return {
        "mated_below": {"score": MATED_BELOW, "pairs": named(np.flatnonzero(low).tolist())},
        "non_mated_above": {"score": NON_MATED_ABOVE, "pairs": named(np.flatnonzero(high).tolist())},
    }
