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
from lfr_eval.metrics.scaling import base_rate_curve


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is expected to pass, and how a system does."""

    faces: int
    """People who pass, each once."""
    listed: tuple[int, ...]
    """How many of them are on the list; each number is answered for itself."""
    tpir: float
    fpir: float


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
    crowd: Crowd | None = None
    """None = nothing is asked about the share of alerts that are true."""


def make_plan(asked: Plan) -> dict[str, Any]:
    """Answer the planning questions (METHODOLOGY 2.4), each in passes, the design effect included.

    Where a crowd is given, `precision` says for each number of listed people which share of alerts would be true
    (METHODOLOGY 2.1).

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
    return {
        "design_effect": effect,
        **{name: math.ceil(n * effect) for name, n in independent.items()},
        "precision": _precision(asked.crowd) if asked.crowd else [],
    }


def _precision(crowd: Crowd) -> list[dict[str, Any]]:
    for name, share in (("TPIR", crowd.tpir), ("FPIR", crowd.fpir)):
        if not 0 <= share <= 1:
            raise InputError(f"{name}: expected a share in [0, 1], found {share:g}")
    if not all(0 <= listed <= crowd.faces for listed in crowd.listed):
        raise InputError(f"expected from 0 to {crowd.faces:,} listed people, found {max(crowd.listed):,}")
    return [
        {
            "listed": listed,
            "true_alerts": crowd.tpir * listed,
            "false_alerts": crowd.fpir * (crowd.faces - listed),
            "ppv": precision,
        }
        for listed, precision in base_rate_curve(crowd.tpir, crowd.fpir, crowd.faces, crowd.listed)
    ]
