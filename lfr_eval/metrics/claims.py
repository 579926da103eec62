"""What decisions that could be of several passes do to each of them (METHODOLOGY 2.5).

A track is one face. So what is given to one pass or another is not a hit but the ambiguous decisions of a track, as far
as one pass is open with all of them: a *unit*. Without tracks every decision is a unit.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, TextArray
from lfr_eval.core.events import Hits
from lfr_eval.metrics.attribution import Attribution
from lfr_eval.metrics.box_matching import NO_PASS

NEVER = -np.inf
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one unit does to one pass, should it be of that pass."""

    unit: int
    row: int
    """Index of the pass."""
    wrong: bool
    """Whether it gives the pass a wrong event; else a correct one."""
    score: float
    """At this threshold and below there is a hit behind it ..."""
    until: float | None
    """... until, at this one, the same track has a hit that is surely of the person, which settles whose it was."""
    undecided: bool
    """Whether neither identity nor the tracks tell whose it is."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims as parallel arrays of length m; see `Claim`."""

    unit: IntArray
    row: IntArray
    wrong: BoolArray
    score: FloatArray
    until: FloatArray
    """(m,) minus infinity where nothing settles it."""
    undecided: BoolArray

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Claims:
        """The same as arrays."""
        return cls(
            np.array([one.unit for one in claims], np.int64),
            np.array([one.row for one in claims], np.int64),
            np.array([one.wrong for one in claims], bool),
            np.array([one.score for one in claims], np.float32),
            np.array([NEVER if one.until is None else one.until for one in claims], np.float32),
            np.array([one.undecided for one in claims], bool),
        )

    def at(self, threshold: float) -> Claims:
        """Those that are open at a threshold, compared as float32."""
        low = np.float32(threshold)
        held = (self.score >= low) & (self.until < low)
        return Claims(*(getattr(self, name)[held] for name in self.__slots__))


def claims_of(decisions: Hits, where: Attribution, whose: TextArray, *, tracked: bool) -> tuple[Claim, ...]:
    """What the ambiguous decisions of a run claim.

    A decision on P, while P's pass is a rival, is settled where its track has a certain decision on P in that pass as
    well: the same face, the same name.

    Args:
        decisions: Of any score.
        where: Where they went.
        whose: (p,) the person of each mated pass; None for all others.
        tracked: Whether their track numbers are known.
    """
    of, row = where.of, where.rival
    correct = whose[row] == decisions.person[of]
    score = np.asarray(decisions.score, np.float32)
    until = np.full(len(decisions), NEVER, np.float32)
    unit = np.arange(len(decisions))
    if tracked:
        sure = _surest(decisions, where, whose)
        asked = zip(decisions.track[of[correct]].tolist(), row[correct].tolist(), strict=True)
        np.maximum.at(until, of[correct], np.array([sure.get(one, NEVER) for one in asked], np.float32))
        unit = _units(decisions, where, np.unique(of[correct]))
    columns = (unit[of], row, ~correct, until[of], where.row[of] == NO_PASS)
    best = _highest(zip(*(one.tolist() for one in columns), strict=True), score[of].tolist())
    return tuple(
        Claim(unit, row, wrong, highest, None if settled == NEVER else settled, undecided)
        for (unit, row, wrong, settled, undecided), highest in best.items()
    )


def _surest(decisions: Hits, where: Attribution, whose: TextArray) -> dict[tuple[int, int], float]:
    """The highest score of the certain decisions of a track on the person of a pass, by track and pass."""
    certain = np.flatnonzero((where.row != NO_PASS) & ~where.ambiguous)
    certain = certain[whose[where.row[certain]] == decisions.person[certain]]
    keys = zip(decisions.track[certain].tolist(), where.row[certain].tolist(), strict=True)
    return _highest(keys, decisions.score[certain].tolist())


def _highest(keys: Iterable[Key], scores: Iterable[float]) -> dict[Key, float]:
    best: dict[Key, float] = {}
    for key, score in zip(keys, scores, strict=True):
        best[key] = max(score, best.get(key, score))
    return best


def _units(decisions: Hits, where: Attribution, own: IntArray) -> IntArray:
    """(n,) the unit of each ambiguous decision: those of a track for as long as one pass is open with all of them.

    Decisions on somebody whose own pass is a rival are apart from the others, for they may turn out correct.
    """
    ambiguous, starts = np.unique(where.of, return_index=True)
    rivals_of = dict(zip(ambiguous.tolist(), np.split(where.rival, starts[1:]), strict=True)) if len(starts) else {}
    person = np.zeros(len(decisions), np.int64)
    person[own] = 1 + pd.factorize(decisions.person[own])[0]
    unit = np.full(len(decisions), -1, np.int64)
    last, common, number = (-1, -1), frozenset[int](), -1
    by_time = np.lexsort((decisions.pts_s[ambiguous], person[ambiguous], decisions.track[ambiguous]))
    for one in ambiguous[by_time].tolist():
        rivals = frozenset(rivals_of[one].tolist())
        face = (int(decisions.track[one]), int(person[one]))
        shared = common & rivals if face == last else frozenset[int]()
        number += not shared
        last, common = face, shared or rivals
        unit[one] = number
    return unit
