"""The one way to turn what happened to trials into a rate, or into a guarantee (METHODOLOGY 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lfr_eval.core.arrays import BoolArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import Numbers, SubjectSums, percentile, percentile_interval, quotient
from lfr_eval.metrics.proportions import one_sided_lower, one_sided_upper, wilson, wilson_rate


def rate(events: BoolArray | Iterable[bool], subjects: TextArray | Iterable[str], seed: int = 0) -> Rate:
    """The proportion of trials with an event, with a 95 % interval that knows who each trial belongs to.

    Its method is `wilson` where no subject has more than one trial; else `cluster-bootstrap`, by subject. Where the
    bootstrap degenerates to a point (no or all trials with the event, or the same share in every subject) it is
    `wilson-subjects`: Wilson's interval at the same share with as many trials as there are subjects.

    Args:
        events: (n,) whether the event happened in each trial.
        subjects: (n,) who each trial belongs to.
        seed: Of the bootstrap.

    Source: METHODOLOGY 2.4; Wilson (1927); Field and Welsh (2007).
    """
    happened, people = _trials(events, subjects)
    k, n = int(happened.sum()), len(happened)
    sums = _sums(happened, people)
    persons = int(sums.subjects.sum())
    if persons == n:
        return wilson_rate(k, n, persons)
    low, high = percentile_interval(_shares(sums, seed))
    method = "cluster-bootstrap"
    if low == high:
        (low, high), method = wilson(persons * k / n, persons), "wilson-subjects"
    return Rate(k=k, n=n, value=k / n, low=low, high=high, method=method, subjects=persons)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One-sided 95 % bounds of a rate: `high` for "at most", `low` for "at least"; None without trials."""

    low: float | None
    high: float | None
    method: str

    def to_json(self) -> dict[str, Any]:
        """The bounds as plain values."""
        return asdict(self)


def guarantee(events: BoolArray | Iterable[bool], subjects: TextArray | Iterable[str], seed: int = 0) -> Guarantee:
    """One-sided 95 % bounds that decide whether a limit is met: never the point estimate.

    Exact (`clopper-pearson`) where no subject has more than one trial. Where some have, the wider of the exact bound
    and the bootstrap's, because a bootstrap of few events is too narrow; where it degenerates to a point, exact with
    as many trials as there are subjects (`clopper-pearson-subjects`).

    Args:
        events: (n,) whether the event happened in each trial.
        subjects: (n,) who each trial belongs to.
        seed: Of the bootstrap.

    Source: Clopper and Pearson (1934); METHODOLOGY 2.4.
    """
    happened, people = _trials(events, subjects)
    k, n = int(happened.sum()), len(happened)
    if not n:
        return Guarantee(None, None, "clopper-pearson")
    sums = _sums(happened, people)
    persons = int(sums.subjects.sum())
    low, high, method = one_sided_lower(k, n), one_sided_upper(k, n), "clopper-pearson"
    if persons < n:
        shares = _shares(sums, seed)
        if shares.min() == shares.max():
            low, high = one_sided_lower(persons * k / n, persons), one_sided_upper(persons * k / n, persons)
            return Guarantee(low, high, "clopper-pearson-subjects")
        low, high = min(low, percentile(shares, 0.05, 0.0)), max(high, percentile(shares, 0.95, 1.0))
        method = "cluster-bootstrap"
    return Guarantee(low, high, method)


def _trials(
    events: BoolArray | Iterable[bool], subjects: TextArray | Iterable[str]
) -> tuple[BoolArray, NDArray[np.object_]]:
    people = subjects if isinstance(subjects, np.ndarray) else np.array(list(subjects), object)
    return np.fromiter(events, bool), people


def _sums(happened: BoolArray, people: TextArray) -> SubjectSums:
    return SubjectSums.of(np.stack([happened, np.ones(len(happened))], axis=1), people)


def _shares(sums: SubjectSums, seed: int) -> Numbers:
    """(d,) the share of trials with the event in each resample."""
    return quotient(sums.resampled(seed))[:, 0]
