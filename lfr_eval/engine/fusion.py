"""Combine the faces of a track into one score per person. None of the policies knows the threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import FloatArray, IntArray
from lfr_eval.core.search import Matcher
from lfr_eval.core.settings import Fusion
from lfr_eval.engine.tracks import TrackState

NEVER = np.float32(-1.0)
"""Fused score of a person who was not yet a candidate often enough: the lowest cosine."""


@dataclass(frozen=True, slots=True)
class Fused:
    """One embedded face searched in the list: its k best persons by fused score, best first."""

    person: IntArray
    """(k,) index into the matcher's persons."""
    entry: IntArray
    """(k,) index into the matcher's entries."""
    score: FloatArray
    """(k,) cosine of this face to that entry."""
    fused_score: FloatArray
    """(k,) score of the track so far, under the policy."""


Policy = Callable[[Matcher, Sequence[TrackState], FloatArray, Fusion, int], list[Fused]]


def decide(
    matcher: Matcher, tracks: Sequence[TrackState], templates: FloatArray, settings: Fusion, k: int
) -> list[Fused]:
    """Search the faces of one frame, each already added to its track.

    Args:
        matcher: The list.
        tracks: q tracks, one per face.
        templates: (q, d) float32 of length 1.
        settings: The policy.
        k: Candidates wanted per decision.

    Returns:
        q decisions.
    """
    return POLICIES[settings.policy](matcher, tracks, templates, settings, k) if len(templates) else []


def _mean(
    matcher: Matcher, tracks: Sequence[TrackState], templates: FloatArray, settings: Fusion, k: int
) -> list[Fused]:
    found = matcher.search(np.stack([track.mean() for track in tracks]), k)
    return [
        Fused(found.person[row], found.entry[row], matcher.similarity(template, found.entry[row]), found.score[row])
        for row, template in enumerate(templates)
    ]


def _any_hit(
    matcher: Matcher, tracks: Sequence[TrackState], templates: FloatArray, settings: Fusion, k: int
) -> list[Fused]:
    found = matcher.search(templates, k)
    return [Fused(*row) for row in zip(found.person, found.entry, found.score, found.score, strict=True)]


def _k_of_m(
    matcher: Matcher, tracks: Sequence[TrackState], templates: FloatArray, settings: Fusion, k: int
) -> list[Fused]:
    """Rank by k-th best: k of the last m decisions reach a threshold exactly if the k-th best of m scores does."""
    found = matcher.search(templates, k)
    decisions = []
    for row, track in enumerate(tracks):
        track.recent.append(dict(zip(found.person[row].tolist(), found.score[row].tolist(), strict=True)))
        while len(track.recent) > settings.m:
            track.recent.popleft()
        fused = np.array([_kth_best(track, int(person), settings.k) for person in found.person[row]], np.float32)
        order = np.lexsort((-found.score[row], -fused))
        decisions.append(
            Fused(found.person[row][order], found.entry[row][order], found.score[row][order], fused[order])
        )
    return decisions


def _kth_best(track: TrackState, person: int, k: int) -> np.float32:
    scores = sorted((seen[person] for seen in track.recent if person in seen), reverse=True)
    return np.float32(scores[k - 1]) if len(scores) >= k else NEVER


POLICIES: dict[str, Policy] = {"mean": _mean, "any_hit": _any_hit, "k_of_m": _k_of_m}
