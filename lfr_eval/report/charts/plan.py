"""How much testing it takes as the limit gets stricter."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.palette import BLUE, GREEN, INK, ORANGE

ONE_IN, QUESTION, PASSES = "Rate, 1 in", "Question", "Passes"
COLOURS = [BLUE, ORANGE, GREEN]


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
