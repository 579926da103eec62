"""How FPIR grows with the list: measured on random sub-lists, modelled from the FMR, and extrapolated as modelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import SubjectSums, percentile, percentile_interval, quotient
from lfr_eval.metrics.scaling import fmr_from_fpir, fpir_from_fmr

SMALLEST = 10
STEPS = (1, 2, 5)
REPEATS = 30
EXTRAPOLATED = (1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class FalsePairs:
    """What non-mated searches of a list returned at or above a threshold."""

    subjects: TextArray
    """(n,) who was searched."""
    acquired: BoolArray
    """(n,) whether there was a template: without one there is no comparison, and no false positive."""
    search: IntArray
    """(m,) index of the search of each pair of a search and a list person that it named."""
    person: IntArray
    """(m,) that list person, in [0, persons)."""
    persons: int
    """People enrolled on the list."""


@dataclass(frozen=True, slots=True)
class SubLists:
    """FPIR on random sub-lists of one size."""

    persons: int
    repeats: int
    """Sub-lists drawn; 1 for the whole list."""
    fpir: float
    """Mean over the sub-lists."""
    lowest_5: float
    """5th percentile over the sub-lists: how much the choice of people on the list matters."""
    highest_5: float
    """95th percentile."""
    modelled: float
    """From the pooled FMR, as if all comparisons were independent."""


@dataclass(frozen=True, slots=True)
class Extrapolation:
    """FPIR on a longer list of the same make-up: modelled, not measured."""

    persons: int
    fpir: float
    low: float
    high: float
    modelled: bool = True


@dataclass(frozen=True, slots=True)
class ListSize:
    """How FPIR depends on the size of the list."""

    fmr: Rate
    """Non-mated comparisons at or above the threshold / all, pooled, with an interval by subject."""
    measured: tuple[SubLists, ...]
    extrapolated: tuple[Extrapolation, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def list_size(pairs: FalsePairs, fpir: Rate, seed: int = 0) -> ListSize | None:
    """Measure FPIR on sub-lists and carry it over to longer lists; None without searches.

    Args:
        pairs: Every false candidate of the whole list.
        fpir: FPIR on the whole list, from which an interval is borrowed where no false candidate was seen.
        seed: Of the sub-lists and of the bootstrap.

    Source: METHODOLOGY 2.2; Daugman (2006) for the model.
    """
    if not pairs.acquired.any() or fpir.low is None or fpir.high is None:
        return None
    fmr, share = _pooled_fmr(pairs, fpir, seed), float(pairs.acquired.mean())

    def modelled(one: float | None, persons: int) -> float:
        return share * fpir_from_fmr(one or 0.0, persons) + 0.0  # no -0.0

    rng = np.random.default_rng(seed)
    return ListSize(
        fmr,
        tuple(_measured(pairs, size, modelled(fmr.value, size), rng) for size in sizes(pairs.persons)),
        tuple(
            Extrapolation(size, modelled(fmr.value, size), modelled(fmr.low, size), modelled(fmr.high, size))
            for size in EXTRAPOLATED
            if size > pairs.persons
        ),
    )


def sizes(persons: int) -> Sequence[int]:
    """10, 20, 50, 100, … up to the whole list, which is always among them."""
    decades = (SMALLEST * 10**power * step for power in range(10) for step in STEPS)
    return [*(size for size in decades if size < persons), persons]


def _measured(pairs: FalsePairs, size: int, modelled: float, rng: np.random.Generator) -> SubLists:
    repeats = REPEATS if size < pairs.persons else 1
    rates = np.empty(repeats)
    for repeat in range(repeats):
        listed = np.zeros(pairs.persons, bool)
        listed[rng.choice(pairs.persons, size, replace=False)] = True
        rates[repeat] = len(np.unique(pairs.search[listed[pairs.person]])) / len(pairs.subjects)
    ends = percentile(rates, 0.05, 0.0), percentile(rates, 0.95, 0.0)
    return SubLists(size, repeats, float(rates.mean()), *ends, modelled)


def _pooled_fmr(pairs: FalsePairs, fpir: Rate, seed: int) -> Rate:
    """FMR over all comparisons; where the bootstrap has no width, the interval of FPIR carried back."""
    false, compared = np.bincount(pairs.search, minlength=len(pairs.subjects)), pairs.acquired * pairs.persons
    k, n = len(pairs.search), int(compared.sum())
    sums = SubjectSums.of(np.stack([false, compared], axis=1), pairs.subjects)
    low, high = np.clip(percentile_interval(quotient(sums.resampled(seed))[:, 0]), 0.0, 1.0).tolist()
    method = "cluster-bootstrap"
    if low == high and fpir.low is not None and fpir.high is not None:
        low, high = fmr_from_fpir(fpir.low, pairs.persons), fmr_from_fpir(fpir.high, pairs.persons)
        method = f"{fpir.method} of FPIR"
    return Rate(k, n, k / n, low, high, method, int(sums.subjects.sum()))
