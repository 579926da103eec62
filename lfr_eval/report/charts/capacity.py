"""What a live watch sustains: frames a second over the faces in view, for each length of the list."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.palette import SERIES

FACES, ENTRIES, SUSTAINED, LIST = "faces", "entries", "sustained_fps", "list"
WIDTH_PX, HEIGHT_PX = 560, 320


def capacity(frame: pd.DataFrame, title: str) -> alt.LayerChart:
    """One line for each list, told apart by colour and shape; cases in which nothing was sustained stand at 0.

    Args:
        frame: Columns `FACES`, `ENTRIES` and `SUSTAINED` (missing = not even the lowest rate was).
        title: What was measured where.
    """
    shown = frame.assign(**{LIST: [f"{entries:,} entries" for entries in frame[ENTRIES]]})
    shown[SUSTAINED] = shown[SUSTAINED].fillna(0)
    names = list(dict.fromkeys(shown[LIST]))
    legend = alt.Legend(title=None, orient="top", symbolStrokeWidth=0)
    colours = alt.Scale(domain=names, range=list(SERIES[: len(names)]))
    base = alt.Chart(shown).encode(
        x=alt.X(f"{FACES}:Q", title="faces in view", axis=alt.Axis(values=sorted(set(frame[FACES])), format="d")),
        y=alt.Y(f"{SUSTAINED}:Q", title="frames a second sustained", scale=alt.Scale(domainMin=0)),
        color=alt.Color(f"{LIST}:N", scale=colours, legend=legend),
    )
    lines = base.mark_line(strokeWidth=2).encode(
        strokeDash=alt.StrokeDash(f"{LIST}:N", scale=alt.Scale(domain=names), legend=None)
    )
    shape = alt.Shape(f"{LIST}:N", scale=alt.Scale(domain=names), legend=legend)
    points = base.mark_point(filled=True, size=90, opacity=1).encode(shape=shape)
    chart: alt.LayerChart = (lines + points).properties(width=WIDTH_PX, height=HEIGHT_PX, title=title)
    return chart
