"""Who is taken for whom: wrong matches by group of the passer-by and group of the person on the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lfr_eval.core.arrays import IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.pair_rates import pair_rate


@dataclass(frozen=True, slots=True)
class CrossRate:
    """One cell."""

    probe: str
    """Group of those who passed."""
    listed: str
    """Group of those on the list."""
    rate: Rate
    """Pairs of a pass and a list person that were taken for each other / all such pairs."""


def cross_rates(
    probe_group: TextArray, person: IntArray, list_group: TextArray, match_probe: IntArray, match_person: IntArray
) -> Iterator[CrossRate]:
    """Rates of wrong matches by both groups; whoever is in no group (None) is left out.

    Args:
        probe_group: (q,) group of each non-mated pass.
        person: (q,) who each pass belongs to, as numbers from 0.
        list_group: (N,) group of each list person.
        match_probe: (m,) index of the pass of each wrong match; pairs are distinct.
        match_person: (m,) index of its list person.

    Source: METHODOLOGY 2.3 (cross-group matrix); the interval is that of `pair_rate`.
    """
    listed = {group: list_group == group for group in sorted({one for one in list_group if one is not None})}
    for probe in sorted({one for one in probe_group if one is not None}):
        passes = probe_group == probe
        for group, members in listed.items():
            chosen = passes[match_probe] & members[match_person]
            k_of, n_of = (
                np.concatenate([sides[0], sides[1][members]])
                for sides in (
                    (
                        np.bincount(person[match_probe[chosen]], minlength=int(person.max()) + 1),
                        np.bincount(match_person[chosen], minlength=len(list_group)),
                    ),
                    (
                        np.bincount(person[passes], minlength=int(person.max()) + 1) * int(members.sum()),
                        np.full(len(list_group), int(passes.sum())),
                    ),
                )
            )
            comparisons = int(passes.sum()) * int(members.sum())
            yield CrossRate(probe, group, pair_rate(int(chosen.sum()), comparisons, k_of, n_of))
