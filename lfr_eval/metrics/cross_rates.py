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
    people = int(person.max(initial=-1)) + 1
    for probe in sorted({one for one in probe_group if one is not None}):
        passes = probe_group == probe
        for group, members in listed.items():
            chosen = passes[match_probe] & members[match_person]
            n_passes, n_members = int(passes.sum()), int(members.sum())
            passing = _side(person[match_probe[chosen]], np.bincount(person[passes], minlength=people) * n_members)
            named = _side(match_person[chosen], members * n_passes)
            yield CrossRate(probe, group, pair_rate(int(chosen.sum()), n_passes * n_members, passing, named))


def _side(matched: IntArray, compared: IntArray) -> IntArray:
    """(m,) who was matched and (s,) comparisons of each -> (s, 2) matches and comparisons of each."""
    return np.stack([np.bincount(matched, minlength=len(compared)), compared], axis=1)
