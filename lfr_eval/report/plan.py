"""How much testing it takes before something can be concluded."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import altair as alt
import numpy as np
import pandas as pd

from lfr_eval.evaluate.plan import Aim, Plan, amounts_of, make_plan
from lfr_eval.metrics.planning import rule_of_30
from lfr_eval.metrics.stopping import StoppingRule
from lfr_eval.report.charts.plan import ONE_IN, PASSES, QUESTION, RATE, SHARE, WALKS, needed_passes, shown_within
from lfr_eval.report.plan_words import amount_rows, group_lines, limit_lines, one_in, short_question, trial_line, walks
from lfr_eval.report.words import percent

STEPS_PER_DECADE = 4
DRAWN_WALKS = 400
ERRORS_30 = "know FPIR within 30 % (30 errors)"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a page of planning shows."""

    limits: list[str]
    """What it takes to show them."""
    groups: list[str]
    """What it takes to compare them."""
    table: pd.DataFrame
    """A row for each question, a column for each way in which people may pass."""
    chart: alt.LayerChart
    points: pd.DataFrame
    """What the chart draws: passes for questions about FPIR, around the limit."""
    caption: str
    walks: pd.DataFrame
    """How long a trial takes that is read as it goes."""
    walks_chart: alt.Chart
    walks_points: pd.DataFrame
    walks_caption: str
    command: str
    """The same question for the command line."""


def plan(asked: Plan) -> Planned:
    """Answer the planning questions, at the rate that is asked for and around it.

    Raises:
        InputError: A figure is not in its range.
    """
    found = make_plan(asked)
    chosen = _frame([asked])
    points = _frame(replace(asked, limit=rate) for rate in _around(asked))
    courses = _courses(asked, [one.true_tpir for one in found.walks])
    return Planned(
        limits=limit_lines(asked, found),
        groups=group_lines(asked, found),
        table=pd.DataFrame(amount_rows(asked, found)),
        chart=needed_passes(points, chosen),
        points=points,
        caption=(
            "A rate ten times as rare takes about ten times as many passes of people who are not on the list; the "
            f"upright line is {one_in(asked.limit)}."
        ),
        walks=pd.DataFrame(
            [(percent(one.true_tpir), walks(one.median), walks(one.nine_of_ten)) for one in found.walks],
            columns=["If TPIR is", "Walks in half of trials", "In nine of ten"],
        ),
        walks_chart=shown_within(courses),
        walks_points=courses,
        walks_caption=trial_line(asked, found),
        command=_command(asked),
    )


def _around(asked: Plan) -> Iterable[float]:
    """Rates from ten times as frequent to ten times as rare, as far as the ratio leaves both groups a rate below 1."""
    steps = np.arange(-STEPS_PER_DECADE, STEPS_PER_DECADE + 1) / STEPS_PER_DECADE
    rates = (asked.limit * 10.0**-step for step in steps.tolist())
    return (rate for rate in rates if rate * max(asked.ratio, 1) < 1)


def _frame(asked: Iterable[Plan]) -> pd.DataFrame:
    rows = [(1 / one.limit, question, passes) for one in asked for question, passes in _needed(one)]
    return pd.DataFrame(rows, columns=[ONE_IN, QUESTION, PASSES])


def _needed(asked: Plan) -> list[tuple[str, int]]:
    """Passes for each question about FPIR; questions are called alike at every rate."""
    names = {
        Aim.FPIR_LIMIT: "show the limit",
        Aim.FPIR_RATIO: short_question(Aim.FPIR_RATIO, asked),
        Aim.FPIR_EQUIVALENCE: short_question(Aim.FPIR_EQUIVALENCE, asked),
    }
    amounts = amounts_of(asked, [asked.repeats])
    errors = math.ceil(rule_of_30(asked.limit) * asked.repeats.design_effect)
    return [*((names[one.aim], one.passes) for one in amounts if one.aim in names), (ERRORS_30, errors)]


def _courses(asked: Plan, rates: Iterable[float]) -> pd.DataFrame:
    rule = StoppingRule(asked.tpir_limit, DRAWN_WALKS)
    frames = [
        pd.DataFrame({RATE: percent(rate), WALKS: np.arange(1, DRAWN_WALKS + 1), SHARE: rule.course(rate).shown})
        for rate in rates
    ]
    return pd.concat(frames, ignore_index=True)


def _command(asked: Plan) -> str:
    options = {
        "limit": asked.limit,
        "events": asked.events,
        "tpir-limit": asked.tpir_limit,
        "true-tpir": asked.true_tpir,
        "power": asked.power,
        "ratio": asked.ratio,
        "margin-fpir": asked.margin_fpir,
        "margin-tpir": asked.margin_tpir,
        "groups": asked.groups,
        "attributes": asked.attributes,
        "passes-per-subject": asked.passes_per_subject,
        "correlation": asked.correlation,
    }
    return "lfr-eval plan " + " ".join(f"--{name} {value:.12g}" for name, value in options.items())
