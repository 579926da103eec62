"""Ratios of a benchmark beside what they are meant to reach."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.palette import BLUE, INK, ORANGE

NAME, VALUE, LOW, HIGH, TARGET, STATE = "name", "value", "low", "high", "target", "state"
STATES = ("met, or without a target", "not met")
TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
WIDTH_PX, ROW_PX = 520, 34


def ratios(frame: pd.DataFrame, title: str) -> alt.LayerChart:
    """One row for each ratio: the median as a point, the middle half of the runs as a line, the target as a tick.

    Args:
        frame: Columns `NAME`, `VALUE`, `LOW`, `HIGH`, `TARGET` (missing = none) and `STATE`, one of `STATES`.
        title: What was measured where.
    """
    rows = alt.Y(f"{NAME}:N", sort=None, title=None, axis=alt.Axis(labelLimit=460))
    axis = alt.Axis(values=TICKS, gridOpacity=0.4)
    across = alt.X(f"{VALUE}:Q", title="ratio, on a logarithmic scale", scale=alt.Scale(type="log"), axis=axis)
    colour = alt.Color(
        f"{STATE}:N",
        scale=alt.Scale(domain=list(STATES), range=[BLUE, ORANGE]),
        legend=alt.Legend(title=None, orient="top"),
    )
    base = alt.Chart(frame).encode(y=rows)
    spans = base.mark_rule(strokeWidth=2).encode(x=alt.X(f"{LOW}:Q"), x2=f"{HIGH}:Q", color=colour)
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=across, color=colour, shape=alt.Shape(f"{STATE}:N", scale=alt.Scale(domain=list(STATES)), legend=None)
    )
    numbers = base.mark_text(dy=-11, color=INK).encode(x=f"{VALUE}:Q", text=alt.Text(f"{VALUE}:Q", format=".2f"))
    targets = (
        alt.Chart(frame.dropna(subset=[TARGET]))
        .mark_tick(thickness=3, size=22, color=INK)
        .encode(y=rows, x=f"{TARGET}:Q")
    )
    chart: alt.LayerChart = (spans + targets + points + numbers).properties(
        width=WIDTH_PX, height=alt.Step(ROW_PX), title=title
    )
    return chart
