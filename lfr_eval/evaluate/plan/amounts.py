"""How many passes, of how many people, each aim of a test takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lfr_eval.evaluate.plan.asked import Plan
from lfr_eval.metrics.groups import MIN_SUBJECTS
from lfr_eval.metrics.needed import questions_in
from lfr_eval.metrics.planning import (
    needed_for_difference,
    needed_for_equivalent_difference,
    needed_for_equivalent_ratio,
    needed_for_ratio,
)
from lfr_eval.metrics.repeats import Repeats
from lfr_eval.metrics.verdicts import ALPHA


class Aim(StrEnum):
    """What a test is to show."""

    FPIR_LIMIT = "fpir_limit"
    TPIR_LIMIT = "tpir_limit"
    FPIR_RATIO = "fpir_ratio"
    TPIR_DIFFERENCE = "tpir_difference"
    FPIR_EQUIVALENCE = "fpir_equivalence"
    TPIR_EQUIVALENCE = "tpir_equivalence"


@dataclass(frozen=True, slots=True)
class Amount:
    """The testing that one aim takes."""

    aim: Aim
    """What is to be shown."""
    repeats: Repeats
    """How people pass."""
    passes: int
    """In all; of an aim about groups, in each group."""
    people: int
    """Different people, likewise."""
    events: int | None
    """Of a limit: false positives, or misses, that may occur; None for groups."""
    power: float | None
    """The chance that it succeeds; None where `--events` is given instead."""


def amounts_of(asked: Plan, designs: Sequence[Repeats]) -> tuple[Amount, ...]:
    """What each aim takes, for each way in which people may pass.

    Raises:
        ValueError: If a figure is not in its range.
    """
    return tuple(amount for repeats in designs for amount in (*_limits(asked, repeats), *_groups(asked, repeats)))


def _limits(asked: Plan, repeats: Repeats) -> tuple[Amount, ...]:
    people = repeats.people_to_show(asked.limit, asked.events)
    tpir = repeats.to_show(1 - asked.tpir_limit, 1 - asked.true_tpir, asked.power)
    return (
        Amount(Aim.FPIR_LIMIT, repeats, people * repeats.each, people, asked.events, None),
        Amount(Aim.TPIR_LIMIT, repeats, tpir.passes, tpir.people, tpir.events, tpir.power),
    )


def _groups(asked: Plan, repeats: Repeats) -> tuple[Amount, ...]:
    """The aims about groups; the interval that decides on a difference has the level that correction leaves it."""
    alpha = ALPHA / questions_in(asked.groups, asked.attributes)
    fpir, tpir, power, groups = asked.limit, asked.true_tpir, asked.power, asked.groups
    rarer = min(asked.limit, asked.limit * asked.ratio)
    fewer_missed = max(tpir, asked.other_tpir)
    differ, equal = 1 - alpha / 2, 1 - ALPHA
    taken = (
        (Aim.FPIR_RATIO, needed_for_ratio(fpir, asked.ratio, power, alpha), rarer, differ),
        (Aim.TPIR_DIFFERENCE, needed_for_difference(tpir, asked.other_tpir, power, alpha), fewer_missed, differ),
        (Aim.FPIR_EQUIVALENCE, needed_for_equivalent_ratio(fpir, asked.margin_fpir, groups, power), fpir, equal),
        (Aim.TPIR_EQUIVALENCE, needed_for_equivalent_difference(tpir, asked.margin_tpir, groups, power), tpir, equal),
    )
    people = [max(repeats.people_for(trials, rate, quantile), MIN_SUBJECTS) for _, trials, rate, quantile in taken]
    return tuple(
        Amount(aim, repeats, n * repeats.each, n, None, power) for (aim, *_), n in zip(taken, people, strict=True)
    )
