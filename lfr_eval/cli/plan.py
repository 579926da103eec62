"""`lfr-eval plan`: how much testing a question takes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lfr_eval.cli.output import Json, print_json


def plan(
    limit: Annotated[float, typer.Option(help="False-positive rate (FPIR) to be shown, for example 0.001.")] = 0.001,
    events: Annotated[int, typer.Option(min=0, help="False positives that may occur while it is shown.")] = 0,
    ratio: Annotated[float, typer.Option(help="Ratio between two groups that should be seen.")] = 2.0,
    power: Annotated[float, typer.Option(help="With this probability.")] = 0.8,
    passes_per_subject: Annotated[float, typer.Option(min=1, help="Passes that each volunteer makes.")] = 1.0,
    correlation: Annotated[float, typer.Option(min=0, max=1, help="How alike the passes of one person are.")] = 1.0,
    as_json: Json = False,
) -> None:
    """Say how many passes it takes: to show a limit, to see a difference between groups, to see one false alert.

    Passes of one person are alike, so several of them count for less than those of several people; with the default
    correlation of 1 they count as one.
    """
    from lfr_eval.evaluate.plan import Plan, make_plan

    asked = Plan(limit, events, ratio, power, passes_per_subject, correlation)
    answers = make_plan(asked)
    if as_json:
        print_json(answers)
    else:
        print("\n".join(_lines(asked, answers)))


def _lines(asked: Any, found: dict[str, Any]) -> list[str]:
    from lfr_eval.report.words import count, percent, share

    limit = share(asked.limit) if asked.limit < 1e-3 else f"1 in {1 / asked.limit:,.0f}"
    lines = [
        f"To show FPIR <= {limit} (one-sided 95 %) with {count(asked.events, 'false positive')}: "
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
    return lines
