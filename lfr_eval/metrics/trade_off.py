"""TPIR and FPIR of passes at every threshold, from the highest score of each pass (METHODOLOGY 2.1 and 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.core.thresholds import reaches
from lfr_eval.metrics.claims import Claim, Claims
from lfr_eval.metrics.extremes import Extremes, by_exit, extremes, undecided
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.groups import columns_of, masks_of, parts_of, values_of
from lfr_eval.metrics.rates import Guarantee, guarantee, rate
from lfr_eval.metrics.records import PassRecord, passes_of
from lfr_eval.metrics.truth import Status

EVERYBODY = ""
"""Stands for the attribute and the value of all passes together."""
STATUS = {Metric.FPIR: Status.NON_MATED, Metric.TPIR: Status.MATED}


@dataclass(frozen=True, slots=True)
class Point:
    """One rate of one group at one threshold."""

    metric: Metric
    attribute: str
    value: str
    threshold: float
    rate: Rate
    bound: Guarantee | None
    """What decides whether a limit is kept; None for groups, which no limit is set for."""


@dataclass(frozen=True, slots=True)
class _Events:
    """What happened in n passes at one threshold."""

    happened: BoolArray
    """(n,) by identity and by the tracks."""
    untold: BoolArray
    """(n,) nothing tells whether it did."""
    least: BoolArray
    most: BoolArray

    def known(self) -> TextArray:
        """(n,) whether it happened; None where nothing tells."""
        point = self.happened.astype(object)
        point[self.untold] = None
        return point

    def __bytes__(self) -> bytes:
        return b"".join(one.tobytes() for one in (self.happened, self.untold, self.least, self.most))


def trade_off(
    records: Sequence[PassRecord], by: Sequence[str], thresholds: Iterable[float], claims: Sequence[Claim] = ()
) -> Iterator[Point]:
    """Rates of everybody and of each recorded group, at each threshold.

    A pass counts at a threshold if its highest score reaches it, which is the same as that it has a hit: to which pass
    a decision belongs does not depend on the threshold. What is open about that does, and is worked out at each: for
    everybody as in a score, for groups from the passes that surely count to all that possibly do.

    Args:
        records: All passes of a run, whose peaks take in every score down to the floor of the record.
        by: Attributes and intersections.
        thresholds: Where to look, compared as float32, as scores are.
        claims: Of the run (`ScoredRun.claims`).

    Source: METHODOLOGY 2.5 (rates, bounds), 2.4 (intervals).
    """
    at = [float(one) for one in thresholds]
    person = np.unique(np.array([record.person for record in records], str), return_inverse=True)[1]
    passes = passes_of(records)
    for metric, status in STATUS.items():
        counted = np.array([record.status is status for record in records], bool)
        events = list(_events(records, Claims.of(claims), counted, at, wrong=metric is Metric.FPIR))
        for attribute, value, mask in _groups(records, counted, by):
            whole = attribute == EVERYBODY
            mine = _Mine(person[mask], None if passes is None else passes[mask])
            found = _rates((_within(*one, mask, whole=whole) for one in events), mine, bounded=whole)
            for threshold, (one, bound) in zip(at, found, strict=True):
                yield Point(metric, attribute, value, threshold, one, bound)


def _events(
    records: Sequence[PassRecord], claims: Claims, counted: BoolArray, thresholds: Sequence[float], *, wrong: bool
) -> Iterator[tuple[BoolArray, BoolArray, Extremes]]:
    """At each threshold which passes have an event, of which nothing tells, and what any attribution can make of it."""
    peak, sure_peak = (_scores(getattr(record, name) for record in records) for name in ("peak", "sure_peak"))
    rank = by_exit([record.row for record in records], [record.person for record in records])
    claimed = np.zeros(len(records), bool)
    claimed[claims.row] = True
    sure_peak = np.where(claimed, sure_peak, peak)
    for threshold in thresholds:
        active = claims.at(threshold)
        happened, surely = (counted & reaches(one, threshold) for one in (peak, sure_peak))
        untold = undecided(active, wrong=wrong, counted=counted) & ~happened
        yield happened, untold, extremes(active, wrong=wrong, surely=surely, counted=counted, rank=rank)


def _scores(scores: Iterable[float | None]) -> FloatArray:
    return np.array([-np.inf if score is None else score for score in scores], np.float32)


def _within(happened: BoolArray, untold: BoolArray, ends: Extremes, mask: BoolArray, *, whole: bool) -> _Events:
    least, most = (ends.least, ends.most) if whole else (ends.surely, ends.possibly)
    return _Events(happened[mask], untold[mask], least[mask], most[mask])


@dataclass(frozen=True, slots=True)
class _Mine:
    """Whose passes are looked at, and which they are."""

    person: IntArray
    passes: TextArray | None


def _rates(events: Iterable[_Events], mine: _Mine, *, bounded: bool) -> Iterator[tuple[Rate, Guarantee | None]]:
    """A rate, and its bounds where wanted, are worked out anew only where something changes."""
    last: tuple[bytes, Rate, Guarantee | None] | None = None
    for one in events:
        if last is None or last[0] != bytes(one):
            told = (one.known(), mine.person, one.least, one.most, mine.passes)
            last = bytes(one), rate(*told), guarantee(*told) if bounded else None
        yield last[1:]


def _groups(
    records: Sequence[PassRecord], counted: BoolArray, by: Sequence[str]
) -> Iterator[tuple[str, str, BoolArray]]:
    yield EVERYBODY, EVERYBODY, counted
    columns = columns_of([record.row.attributes for record in records], parts_of(by))
    for attribute in by:
        for value, mask in masks_of(values_of(columns, attribute)).items():
            if value is not None and (mask & counted).any():
                yield attribute, value, mask & counted
