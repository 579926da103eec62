"""TPIR and FPIR of passes at every threshold, from the highest score of each pass (METHODOLOGY 2.1 and 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.core.thresholds import reaches
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.groups import columns_of, masks_of, parts_of, values_of
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.rates import Guarantee, guarantee_of, rate_of
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
class _Peaks:
    peak: FloatArray
    """(n,) highest score of each pass that counts; -inf without."""
    person: IntArray
    """(n,) whose pass it is."""
    passes: TextArray | None
    """(n,) which pass it is, as for `Tally.of`."""

    def only(self, chosen: BoolArray) -> _Peaks:
        """Those under a mask (n,)."""
        passes = None if self.passes is None else self.passes[chosen]
        return _Peaks(self.peak[chosen], self.person[chosen], passes)


def trade_off(records: Sequence[PassRecord], by: Sequence[str], thresholds: Iterable[float]) -> Iterator[Point]:
    """Rates of everybody and of each recorded group, at each threshold.

    A pass counts at a threshold if its highest score reaches it, which is the same as that it has a hit: to which pass
    a decision belongs does not depend on the threshold.

    Args:
        records: Passes, whose `peak` takes in every score down to the floor of the record.
        by: Attributes and intersections.
        thresholds: Where to look, compared as float32, as scores are.

    Source: METHODOLOGY 2.5 (rates), 2.4 (intervals).
    """
    at = [float(one) for one in thresholds]
    for metric, status in STATUS.items():
        mine = [record for record in records if record.status is status]
        peaks = _peaks(mine)
        for attribute, value, mask in _groups(mine, by):
            found = _rates(peaks.only(mask), at, bounded=attribute == EVERYBODY)
            for threshold, (one, bound) in zip(at, found, strict=True):
                yield Point(metric, attribute, value, threshold, one, bound)


def _rates(peaks: _Peaks, thresholds: Iterable[float], *, bounded: bool) -> Iterator[tuple[Rate, Guarantee | None]]:
    """A rate, and its bounds where wanted, are worked out anew only where a pass drops out."""
    last: tuple[int, Rate, Guarantee | None] | None = None
    for threshold in thresholds:
        events = reaches(peaks.peak, threshold)
        k = int(events.sum())
        if last is None or last[0] != k:
            done = Tally.of(events, peaks.person, peaks.passes)
            last = k, rate_of(done), guarantee_of(done) if bounded else None
        yield last[1:]


def _peaks(records: Sequence[PassRecord]) -> _Peaks:
    return _Peaks(
        np.array([-np.inf if record.peak is None else record.peak for record in records], np.float32),
        np.unique(np.array([record.person for record in records], str), return_inverse=True)[1],
        passes_of(records),
    )


def _groups(records: Sequence[PassRecord], by: Sequence[str]) -> Iterator[tuple[str, str, BoolArray]]:
    yield EVERYBODY, EVERYBODY, np.ones(len(records), bool)
    columns = columns_of([record.row.attributes for record in records], parts_of(by))
    for attribute in by:
        for value, mask in masks_of(values_of(columns, attribute)).items():
            if value is not None:
                yield attribute, value, mask
