"""How much testing a question takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.planning import (
    design_effect,
    needed_per_group,
    passes_to_show,
    rule_of_30,
    trials_for_one_event,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What should be shown or seen."""

    limit: float
    """FPIR."""
    events: int = 0
    ratio: float = 2.0
    power: float = 0.8
    passes_per_subject: float = 1.0
    correlation: float = 1.0


def make_plan(asked: Plan) -> dict[str, Any]:
    """Answer the planning questions (METHODOLOGY 2.4), each in passes, the design effect included.

    Raises:
        InputError: If a figure is not in its range.
    """
    try:
        effect = design_effect(asked.passes_per_subject, asked.correlation)
        independent = {
            "passes_to_show": passes_to_show(asked.limit, asked.events),
            "passes_per_group": needed_per_group(asked.limit, asked.ratio, asked.power),
            "trials_for_one_event": trials_for_one_event(asked.limit),
            "rule_of_30": rule_of_30(asked.limit),
        }
    except ValueError as error:
        raise InputError(str(error)) from None
    return {"design_effect": effect} | {name: math.ceil(n * effect) for name, n in independent.items()}
