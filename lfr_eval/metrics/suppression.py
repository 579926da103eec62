"""Which small counts a public edition withholds, so that no published total gives them away (METHODOLOGY 2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np
from scipy.optimize import linprog

MIN_COUNT = 10
"""Counts below this are not published."""


def suppress(
    figures: Mapping[str, int], sums: Mapping[str, Sequence[str]], min_count: int = MIN_COUNT
) -> frozenset[str]:
    """Choose the figures to withhold.

    Every count below `min_count` is withheld, zeros included; then further figures, smallest parts first and totals
    last, until what is published, known to be whole and not negative, leaves room for each small count to be
    `min_count` or more. A rate or interval may be shown only where its events, its trials and their difference are:
    put the difference among the figures too.

    Args:
        figures: Every count that the publication would show, totals included, by name.
        sums: For each total, by name, the parts that add up to it; a figure may be a part of several.
        min_count: Least count that is published.

    Returns:
        Names of the withheld figures.

    Raises:
        ValueError: A total is not the sum of its parts, or a name is not among the figures.

    Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4; ONS policy on small counts.
    """
    for total, parts in sums.items():
        unknown = [name for name in (total, *parts) if name not in figures]
        if unknown or figures[total] != sum(figures[part] for part in parts):
            raise ValueError(f"total {total}: expected the sum of {', '.join(parts)}, found {figures.get(total)}")
    small = {name for name, count in figures.items() if count < min_count}
    withheld = set(small)
    while exposed := [name for name in sorted(small) if _most(name, withheld, figures, sums, min_count) < min_count]:
        withheld.add(_complement(exposed[0], withheld, figures, sums))
    return frozenset(withheld)


def _most(
    name: str, withheld: Set[str], figures: Mapping[str, int], sums: Mapping[str, Sequence[str]], min_count: int
) -> float:
    """The largest count that a withheld figure could have, given everything that is published."""
    order = sorted(withheld)
    place = {one: index for index, one in enumerate(order)}
    weights, known = np.zeros((len(sums), len(order))), np.zeros(len(sums))
    for row, (total, parts) in enumerate(sums.items()):
        for one, sign in [(total, -1), *((part, 1) for part in parts)]:
            if one in place:
                weights[row, place[one]] += sign
            else:
                known[row] -= sign * figures[one]
    goal = np.zeros(len(order))
    goal[place[name]] = -1
    ceiling = sum(figures.values()) + min_count
    result = linprog(goal, A_eq=weights, b_eq=known, bounds=(0, ceiling))
    if result.fun is None:
        raise ValueError(f"figures: expected counts that fit their sums, found {result.message}")
    return 1e-6 - float(result.fun)


def _complement(name: str, withheld: Set[str], figures: Mapping[str, int], sums: Mapping[str, Sequence[str]]) -> str:
    """The next figure to withhold for the sake of `name`: from its own sums if any is left there."""
    near = {one for total, parts in sums.items() if name in (total, *parts) for one in (total, *parts)}
    everywhere = {one for total, parts in sums.items() for one in (total, *parts)}
    open_ones = (near - withheld) or (everywhere - withheld)
    return min(open_ones, key=lambda one: (one in sums, figures[one], one))
