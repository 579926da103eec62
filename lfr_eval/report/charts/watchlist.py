"""What a list is made of, and how large the faces in its photographs are."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.palette import BLUE, GREY, INK

SIZE, PHOTOGRAPHS = "Between the eyes (px)", "Photographs"
ATTRIBUTE, VALUE, PEOPLE = "Attribute", "Value", "People"
ROW_PX = 22


def reference_sizes(frame: pd.DataFrame, needed_px: float) -> alt.LayerChart:
    """How far apart the eyes are in the photographs of a list, and the least distance that was asked for.

    Args:
        frame: Columns `from` and `to` (pixels, bin edges), `SIZE` (their name) and `PHOTOGRAPHS`.
        needed_px: Least distance at which a photograph was enrolled.
    """
    across = alt.X("from:Q", bin="binned", title="pixels between the eyes", scale=alt.Scale(domainMin=0, nice=False))
    bars = (
        alt.Chart(frame)
        .mark_bar(color=BLUE)
        .encode(
            x=across,
            x2="to:Q",
            y=alt.Y(f"{PHOTOGRAPHS}:Q", title="photographs", axis=alt.Axis(tickMinStep=1, format="d")),
            tooltip=[SIZE, PHOTOGRAPHS],
        )
    )
    least = pd.DataFrame({"from": [needed_px], "label": [f"least: {needed_px:g} px"]})
    rule = alt.Chart(least).mark_rule(color=INK, strokeDash=[5, 4]).encode(x="from:Q")
    text = (
        alt.Chart(least)
        .mark_text(align="left", dx=5, color=INK, baseline="top")
        .encode(x="from:Q", y=alt.value(2), text="label")
    )
    chart: alt.LayerChart = (bars + rule + text).properties(height=220)
    return chart


def people_by_attribute(frame: pd.DataFrame) -> alt.LayerChart:
    """People of a list by each attribute; what is not recorded is grey.

    Args:
        frame: Columns `ATTRIBUTE`, `VALUE`, `PEOPLE`, and `recorded` (whether the value is known).
    """
    named = frame.assign(row=frame[ATTRIBUTE] + ": " + frame[VALUE])
    bars = alt.Chart(named).encode(
        x=alt.X(f"{PEOPLE}:Q", title="people", axis=alt.Axis(tickMinStep=1, format="d")),
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=240)),
        tooltip=[ATTRIBUTE, VALUE, PEOPLE],
    )
    colour = alt.condition("datum.recorded", alt.value(BLUE), alt.value(GREY))
    drawn = bars.mark_bar(height=ROW_PX - 8).encode(color=colour)
    numbers = bars.mark_text(align="left", dx=4, color=INK).encode(text=f"{PEOPLE}:Q")
    chart: alt.LayerChart = (drawn + numbers).properties(height=alt.Step(ROW_PX))
    return chart
