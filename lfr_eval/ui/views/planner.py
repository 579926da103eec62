"""How much testing it takes before something can be concluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import altair as alt
import numpy as np
import pandas as pd

from lfr_eval.evaluate.plan import Plan, make_plan
from lfr_eval.report.charts.plan import ONE_IN, PASSES, QUESTION, needed_passes
from lfr_eval.report.plan_words import one_in, plan_lines
from lfr_eval.report.words import count

STEPS_PER_DECADE = 4
ONE_EVENT = "See one false alert (95 % chance)"
"""Not drawn: without a false positive it takes as many passes as to show the limit."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a page of planning shows."""

    sentences: list[str]
    table: pd.DataFrame
    """The four questions and their answers."""
    chart: alt.LayerChart
    points: pd.DataFrame
    """What the chart draws: the first, second and last of them."""
    caption: str
    command: str
    """The same question for the command line."""


def plan(asked: Plan) -> Planned:
    """Answer the planning questions, at the rate that is asked for and around it.

    Raises:
        InputError: A figure is not in its range.
    """
    answers = make_plan(asked)
    table = _frame([asked])
    chosen = table[table[QUESTION] != ONE_EVENT]
    points = _frame(replace(asked, limit=rate) for rate in _around(asked))
    points = points[points[QUESTION] != ONE_EVENT]
    return Planned(
        sentences=plan_lines(asked, answers),
        table=table[[QUESTION, PASSES]],
        chart=needed_passes(points, chosen),
        points=points,
        caption=(
            "A rate ten times as rare takes about ten times as many passes of people who are not on the list; the "
            f"upright line is {one_in(asked.limit)}."
        ),
        command=_command(asked),
    )


def _around(asked: Plan) -> Iterable[float]:
    """Rates from ten times as frequent to ten times as rare, as far as the ratio leaves both groups a rate below 1."""
    steps = np.arange(-STEPS_PER_DECADE, STEPS_PER_DECADE + 1) / STEPS_PER_DECADE
    rates = (asked.limit * 10.0**-step for step in steps.tolist())
    return (rate for rate in rates if rate * max(asked.ratio, 1) < 1)


def _frame(asked: Iterable[Plan]) -> pd.DataFrame:
    rows = [
        (1 / one.limit, question, make_plan(one)[name]) for one in asked for name, question in _questions(one).items()
    ]
    return pd.DataFrame(rows, columns=[ONE_IN, QUESTION, PASSES])


def _questions(asked: Plan) -> dict[str, str]:
    return {
        "passes_to_show": f"Show the limit, with {count(asked.events, 'false positive')}",
        "passes_per_group": f"See a ratio of {asked.ratio:g} (each group)",
        "trials_for_one_event": ONE_EVENT,
        "rule_of_30": "Know the rate within 30 % (30 errors)",
    }


def _command(asked: Plan) -> str:
    options = {
        "limit": asked.limit,
        "events": asked.events,
        "ratio": asked.ratio,
        "power": asked.power,
        "passes-per-subject": asked.passes_per_subject,
        "correlation": asked.correlation,
    }
    return "lfr-eval plan " + " ".join(f"--{name} {value:.12g}" for name, value in options.items())
