"""`lfr-eval plan`: how much testing a question takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfr_eval.cli.output import Json, print_json, say

if TYPE_CHECKING:
    from lfr_eval.evaluate.plan import Crowd

BOTH, GROUPS, REPEATS, CROWD = "What is to be shown", "Groups", "Passes of one person", "Share of alerts that are true"


def _option(text: str, panel: str, **limits: Any) -> Any:
    return typer.Option(help=text, rich_help_panel=panel, **limits)


def plan(
    limit: Annotated[float, _option("False-positive rate (FPIR) to be shown, for example 0.001.", BOTH)] = 0.001,
    events: Annotated[int, _option("False positives that may occur while it is shown.", BOTH, min=0)] = 0,
    tpir_limit: Annotated[float, _option("Rate of recognition (TPIR) to be shown.", BOTH)] = 0.85,
    true_tpir: Annotated[float, _option("What TPIR is guessed to be; above what is to be shown.", BOTH)] = 0.95,
    power: Annotated[float, _option("With this probability the test is to succeed.", BOTH)] = 0.8,
    ratio: Annotated[float, _option("Ratio of the FPIR of two groups that should be seen.", GROUPS)] = 2.0,
    margin_fpir: Annotated[float, _option("Within how many times FPIR counts as alike.", GROUPS)] = 1.25,
    margin_tpir: Annotated[
        float, _option("Within how much TPIR counts as alike; twice as much should be seen.", GROUPS)
    ] = 0.05,
    groups: Annotated[int, _option("Groups of each attribute, all as large.", GROUPS, min=2)] = 2,
    attributes: Annotated[int, _option("Attributes that are declared: p is corrected for all.", GROUPS, min=1)] = 1,
    passes_per_subject: Annotated[float, _option("Passes that each volunteer makes.", REPEATS, min=1)] = 1.0,
    correlation: Annotated[
        float, _option("How alike they are: 0 = as of strangers, 1 = all the same.", REPEATS, min=0, max=1)
    ] = 1.0,
    faces: Annotated[int | None, _option("People who will pass.", CROWD, min=1)] = None,
    listed: Annotated[
        list[int] | None, _option("How many of them are on the list; may be repeated.", CROWD, min=0)
    ] = None,
    tpir: Annotated[float | None, _option("How often listed people are recognised.", CROWD)] = None,
    fpir: Annotated[float | None, _option("How often others are falsely alerted.", CROWD)] = None,
    as_json: Json = False,
) -> None:
    """Say how much testing it takes to show a limit, to see a difference, or to show that groups are alike.

    Passes of one person are alike, so several of them count for less than those of several people. Nobody knows how
    alike before the test: with --passes-per-subject, figures for correlations of 0.05, 0.2 and 0.5 stand side by side.
    However often people pass, a limit cannot be shown with fewer than a certain number of them.

    To show that groups are alike takes many times more than to see that one has twice the rate of another; a policy
    that asks for equivalence asks for the former.

    A trial may be read after every walk, and stopped when it has shown enough: it says how many walks that takes.

    With --faces, --listed, --tpir and --fpir it also says which share of alerts would be true when so many people pass.
    """
    from lfr_eval.api.planning import plan as make_plan
    from lfr_eval.evaluate.plan import Plan
    from lfr_eval.report.plan_words import amount_rows, table_lines

    asked = Plan(
        limit,
        events,
        ratio,
        power,
        passes_per_subject,
        correlation,
        _crowd(faces, listed, tpir, fpir),
        tpir_limit=tpir_limit,
        true_tpir=true_tpir,
        margin_fpir=margin_fpir,
        margin_tpir=margin_tpir,
        groups=groups,
        attributes=attributes,
    )
    found = make_plan(asked)
    if as_json:
        print_json(found.to_json())
        return
    say("\n".join(found.lines()))
    if asked.repeats.each > 1:
        say(
            "\n".join(
                [
                    "",
                    "People (passes), by how alike the passes of one person are:",
                    *table_lines(amount_rows(asked, found)),
                ]
            )
        )


def _crowd(faces: int | None, listed: list[int] | None, tpir: float | None, fpir: float | None) -> Crowd | None:
    from lfr_eval.core.errors import InputError
    from lfr_eval.evaluate.plan import Crowd

    if faces and listed and tpir is not None and fpir is not None:
        return Crowd(faces, tuple(listed), tpir, fpir)
    if faces or listed or tpir is not None or fpir is not None:
        raise InputError("the share of true alerts depends on --faces, --listed, --tpir and --fpir; expected all four")
    return None
