"""How much testing it takes as the limit gets stricter, and how long a trial takes that is read as it goes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.palette import INK, SERIES

ONE_IN, QUESTION, PASSES = "Rate, 1 in", "Question", "Passes"
RATE, WALKS, SHARE = "If TPIR is", "Walks", "Share of trials"
COLOURS = list(SERIES[:4])


def needed_passes(frame: pd.DataFrame, chosen: pd.DataFrame) -> alt.LayerChart:
    """Passes needed for each question, over the rate; each question has a colour, a dash and a shape of its own.

    Args:
        frame: Columns `ONE_IN`, `QUESTION`, `PASSES`.
        chosen: The same, at the rate that was asked for.
    """
    names = list(frame[QUESTION].unique())
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=400, symbolSize=110, symbolStrokeWidth=0)
    log = alt.Scale(type="log", nice=False)
    number = alt.Axis(format="~s", tickCount=4)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{ONE_IN}:Q", title="false-positive rate: 1 in …", scale=log, axis=number),
        y=alt.Y(f"{PASSES}:Q", title="passes needed", scale=log, axis=number),
        color=alt.Color(f"{QUESTION}:N", scale=alt.Scale(domain=names, range=COLOURS), legend=legend),
        tooltip=[alt.Tooltip(f"{ONE_IN}:Q", format=",.0f"), QUESTION, alt.Tooltip(f"{PASSES}:Q", format=",.0f")],
    )
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=alt.StrokeDash(f"{QUESTION}:N", sort=names, legend=None))
    shape = alt.Shape(f"{QUESTION}:N", sort=names, legend=legend)
    points = base.mark_point(filled=True, size=110, opacity=1).encode(shape=shape).properties(data=chosen)
    rule = alt.Chart(chosen.head(1)).mark_rule(color=INK, strokeDash=[5, 4]).encode(x=f"{ONE_IN}:Q")
    chart: alt.LayerChart = (rule + lines + points).properties(height=400)
    return chart


def shown_within(frame: pd.DataFrame) -> alt.Chart:
    """The share of trials that have shown a limit after so many walks; each true rate has a colour and a dash.

    Args:
        frame: Columns `RATE`, `WALKS`, `SHARE`.
    """
    names = list(frame[RATE].unique())
    legend = alt.Legend(orient="bottom", symbolStrokeWidth=2)
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X(f"{WALKS}:Q", title="walks"),
            y=alt.Y(f"{SHARE}:Q", title="share of trials that have shown it", axis=alt.Axis(format="%")),
            color=alt.Color(f"{RATE}:N", sort=names, scale=alt.Scale(domain=names, range=list(SERIES)), legend=legend),
            strokeDash=alt.StrokeDash(f"{RATE}:N", sort=names),
            tooltip=[RATE, WALKS, alt.Tooltip(f"{SHARE}:Q", format=".0%")],
        )
        .properties(height=320)
    )
    return chart
