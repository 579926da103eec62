"""`lfr-eval plan`: how much testing a question takes."""

from __future__ import annotations

from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json


def plan(
    limit: Annotated[float, typer.Option(help="False-positive rate (FPIR) to be shown, for example 0.001.")] = 0.001,
    events: Annotated[int, typer.Option(min=0, help="False positives that may occur while it is shown.")] = 0,
    ratio: Annotated[float, typer.Option(help="Ratio between two groups that should be seen.")] = 2.0,
    power: Annotated[float, typer.Option(help="With this probability.")] = 0.8,
    passes_per_subject: Annotated[float, typer.Option(min=1, help="Passes that each volunteer makes.")] = 1.0,
    correlation: Annotated[float, typer.Option(min=0, max=1, help="How alike the passes of one person are.")] = 1.0,
    faces: Annotated[
        int | None, typer.Option(min=1, help="People who will pass; which share of alerts is true?")
    ] = None,
    listed: Annotated[
        list[int] | None, typer.Option(min=0, help="How many of them are on the list; may be repeated.")
    ] = None,
    tpir: Annotated[float | None, typer.Option(help="With --faces: how often listed people are recognised.")] = None,
    fpir: Annotated[float | None, typer.Option(help="With --faces: how often others are falsely alerted.")] = None,
    as_json: Json = False,
) -> None:
    """Say how many passes it takes: to show a limit, to see a difference between groups, to see one false alert.

    Passes of one person are alike, so several of them count for less than those of several people; with the default
    correlation of 1 they count as one.

    With --faces, --listed, --tpir and --fpir it also says which share of alerts would be true when so many people pass.
    """
    from lfr_eval.core.errors import InputError
    from lfr_eval.evaluate.plan import Crowd, Plan, make_plan
    from lfr_eval.report.plan_words import plan_lines

    crowd = None
    if faces and listed and tpir is not None and fpir is not None:
        crowd = Crowd(faces, tuple(listed), tpir, fpir)
    elif faces or listed or tpir is not None or fpir is not None:
        raise InputError("the share of true alerts depends on --faces, --listed, --tpir and --fpir; expected all four")
    asked = Plan(limit, events, ratio, power, passes_per_subject, correlation, crowd)
    answers = make_plan(asked)
    if as_json:
        print_json(answers)
    else:
        print("\n".join(plan_lines(asked, answers)))
