"""How much testing a question takes, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lfr_eval.core.phrases import RARE
from lfr_eval.evaluate.plan import Crowd, Plan
from lfr_eval.report.words import count, percent, share


def one_in(rate: float) -> str:
    """A wanted rate as ``1 in N`` down to that, and below it as `share` says it."""
    return share(rate) if rate < RARE else f"1 in {1 / rate:,.4g}"


def plan_lines(asked: Plan, found: Mapping[str, Any]) -> list[str]:
    """The answers of `make_plan`, one sentence each."""
    lines = [
        f"To show FPIR <= {one_in(asked.limit)} (one-sided 95 %) with {count(asked.events, 'false positive')}: "
        f"{found['passes_to_show']:,} passes of people not listed.",
        f"To see a ratio of {asked.ratio:g} between two groups at that rate with {percent(asked.power)} power: "
        f"{found['passes_per_group']:,} passes per group.",
        f"For a 95 % chance of at least one false alert at that rate: {found['trials_for_one_event']:,} passes.",
        f"For 30 errors (the rate known to within 30 %, at 90 %): {found['rule_of_30']:,} passes.",
    ]
    if asked.passes_per_subject > 1:
        lines.append(
            f"With {asked.passes_per_subject:g} passes per person at correlation {asked.correlation:g}, each figure is "
            f"{found['design_effect']:g} times as many passes (included above)."
        )
    return lines + [_precision(asked.crowd, one) for one in found["precision"] if asked.crowd]


def _precision(crowd: Crowd, found: Mapping[str, Any]) -> str:
    true = "nobody would be alerted" if found["ppv"] is None else f"{percent(found['ppv'])} of alerts would be true"
    return (
        f"When {count(crowd.faces, 'person passes', 'people pass')}, {found['listed']:,} of them on the list, at TPIR "
        f"{percent(crowd.tpir)} and FPIR {share(crowd.fpir)}: {found['true_alerts']:,.3g} true and "
        f"{found['false_alerts']:,.3g} false alerts expected; {true} (modelled, not measured)."
    )
