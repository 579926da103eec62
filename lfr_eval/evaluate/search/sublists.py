"""How FPIR grows with the list: measured on random sub-lists beside a model, and carried over to longer lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import percentile
from lfr_eval.metrics.pair_rates import pair_rate
from lfr_eval.metrics.scaling import fpir_from_fmr
from lfr_eval.metrics.transport import carried
from lfr_eval.metrics.two_way import FalsePairs

SMALLEST = 10
STEPS = (1, 2, 5)
REPEATS = 30
EXTRAPOLATED = (1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class SubLists:
    """FPIR on random sub-lists of one size."""

    persons: int
    """People on a sub-list."""
    repeats: int
    """Sub-lists drawn; 1 for the whole list."""
    fpir: float
    """Mean over the sub-lists."""
    lowest_5: float
    """5th percentile over the sub-lists: how much it matters who of this list is on them."""
    highest_5: float
    """95th percentile."""
    modelled: float
    """From the pooled FMR, as if all comparisons were independent."""


@dataclass(frozen=True, slots=True)
class Extrapolation:
    """FPIR on a longer list of the same make-up: modelled, not measured; see `transport.carried`."""

    persons: int
    """People on the list."""
    fpir: float | None
    """None where nothing tells: no search named exactly one person."""
    low: float | None
    """Of the 95 % interval for other people on other such lists; None where false positives hang on too few people."""
    high: float | None
    """Its upper end, likewise."""
    modelled: bool = True
    """It was not measured."""


@dataclass(frozen=True, slots=True)
class ListSize:
    """How FPIR depends on the size of the list."""

    fmr: Rate
    """Non-mated comparisons at or above the threshold / all, with an interval by people on both sides."""
    measured: tuple[SubLists, ...]
    """On random sub-lists of 10, 20, 50 … people, and on the whole list."""
    extrapolated: tuple[Extrapolation, ...]
    """Carried over to 1,000, 10,000 and 100,000 people."""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def list_size(pairs: FalsePairs, seed: int = 0) -> ListSize | None:
    """Measure FPIR on sub-lists and carry it over to longer lists; None without searches.

    Args:
        pairs: Every false candidate of the whole list.
        seed: Of the sub-lists.

    Source: METHODOLOGY 2.2 and 2.7; Daugman (2006) for the model beside the measured.
    """
    if not pairs.acquired.any():
        return None
    fmr, share, rng = _pooled_fmr(pairs), float(pairs.acquired.mean()), np.random.default_rng(seed)
    return ListSize(
        fmr,
        tuple(
            _measured(pairs, size, share * fpir_from_fmr(fmr.value or 0.0, size) + 0.0, rng)  # no -0.0
            for size in sizes(pairs.persons)
        ),
        tuple(Extrapolation(size, **asdict(carried(pairs, size))) for size in EXTRAPOLATED if size > pairs.persons),
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


def _pooled_fmr(pairs: FalsePairs) -> Rate:
    """FMR over all comparisons."""
    people, who = np.unique(pairs.subjects, return_inverse=True)
    searched = np.stack(
        [
            np.bincount(who[pairs.search], minlength=len(people)),
            np.bincount(who[pairs.acquired], minlength=len(people)) * pairs.persons,
        ],
        axis=1,
    )
    compared = np.full(pairs.persons, pairs.acquired.sum())
    listed = np.stack([np.bincount(pairs.person, minlength=pairs.persons), compared], axis=1)
    return pair_rate(len(pairs.search), int(compared.sum()), searched, listed)
