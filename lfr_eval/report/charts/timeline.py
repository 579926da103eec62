"""Footage on one time axis: who passed and what the system made of it, alerts, and how much was going on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from lfr_eval.report.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED

ROW, FROM_S, UNTIL_S, WHAT, ABOUT = "Row", "From (s)", "Until (s)", "What", "About"
AT_ONCE = "At once"
LISTED, MISSED, OTHERS, RAISED = (
    "listed, recognised",
    "listed, not recognised",
    "not listed",
    "not listed, alert",
)
UNKNOWN, UNDECIDED = "not known whether listed", "not known whose the hits were"
PASSES = {LISTED: BLUE, MISSED: ORANGE, OTHERS: GREY, RAISED: PURPLE, UNKNOWN: INK, UNDECIDED: INK}
ALERTS = {"true alert": GREEN, "false alert": RED, "unconfirmed alert": INK, "alert": INK}
SHAPES = {
    "true alert": "triangle-down",
    "false alert": "cross",
    "unconfirmed alert": "diamond",
    "alert": "triangle-down",
}
FACES, PEOPLE = "faces followed at once", "people passing at once, by truth"
TRAFFIC = {FACES: BLUE, PEOPLE: ORANGE}
DASHES = {FACES: [1, 0], PEOPLE: [5, 3]}
ROW_PX, LABELS_PX, LEAST_PX, LONG_S = 19, 160, 3, 180.0


def passes_and_alerts(passes: pd.DataFrame, alerts: pd.DataFrame, end_s: float) -> alt.LayerChart:
    """Each pass in a row of its own with the alerts about it.

    What came of a pass stands in the name of its row too, and each kind of alert has a shape of its own.

    Args:
        passes: Columns `ROW`, `FROM_S`, `UNTIL_S`, `WHAT` (of `PASSES`), in the order of the rows; may be empty.
        alerts: Columns `ROW`, `FROM_S`, `WHAT` (of `SHAPES`), `ABOUT`; may be empty.
        end_s: Length of the footage.
    """
    order = list(dict.fromkeys([*passes[ROW], *alerts[ROW]]))
    labels = alt.Axis(
        labelLimit=LABELS_PX - 10,
        labelOverlap=False,
        labelBound=False,
        labelFlush=False,
        grid=True,
        minExtent=LABELS_PX,
        maxExtent=LABELS_PX,
    )
    row = alt.Y(f"{ROW}:N", sort=order, title=None, axis=labels)
    seconds = _seconds(end_s)
    bars = (
        alt.Chart(passes)
        .mark_bar(height=9, opacity=0.85, strokeWidth=LEAST_PX)
        .encode(
            x=seconds,
            x2=f"{UNTIL_S}:Q",
            y=row,
            color=alt.Color(f"{WHAT}:N", scale=_scale(passes, PASSES), legend=_legend("Passes")),
            stroke=alt.Stroke(f"{WHAT}:N", scale=_scale(passes, PASSES), legend=None),
            tooltip=[ROW, WHAT, alt.Tooltip(f"{FROM_S}:Q", format=".2f"), alt.Tooltip(f"{UNTIL_S}:Q", format=".2f")],
        )
    )
    flags = (
        alt.Chart(alerts)
        .mark_point(size=130, filled=True, opacity=1, yOffset=-9)
        .encode(
            x=seconds,
            y=row,
            shape=alt.Shape(f"{WHAT}:N", scale=_scale(alerts, SHAPES), legend=_legend("Alerts")),
            color=alt.Color(f"{WHAT}:N", scale=_scale(alerts, ALERTS), legend=_legend("Alerts")),
            tooltip=[WHAT, ABOUT, alt.Tooltip(f"{FROM_S}:Q", format=".2f", title="At (s)")],
        )
    )
    drawn = [part for part, frame in ((bars, passes), (flags, alerts)) if len(frame)]
    chart: alt.LayerChart = (
        alt.LayerChart(layer=drawn)
        .resolve_scale(color="independent", stroke="independent", shape="independent")
        .properties(height=alt.Step(ROW_PX))
    )
    return chart


def traffic(frame: pd.DataFrame, end_s: float) -> alt.Chart:
    """How many faces were followed, and how many people passed, at once.

    Args:
        frame: Columns `FROM_S`, `UNTIL_S`, `WHAT` (of `TRAFFIC`), `AT_ONCE` (mean number within the span).
        end_s: Length of the footage.
    """
    in_view = alt.Legend(title=None, orient="top", columns=2, labelLimit=300)
    axis = alt.Axis(tickCount=3, minExtent=LABELS_PX, maxExtent=LABELS_PX)
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=_seconds(end_s),
            y=alt.Y(f"{AT_ONCE}:Q", title=None, axis=axis),
            color=alt.Color(f"{WHAT}:N", scale=_scale(frame, TRAFFIC), legend=in_view),
            strokeDash=alt.StrokeDash(f"{WHAT}:N", scale=_scale(frame, DASHES), legend=in_view),
            tooltip=[WHAT, alt.Tooltip(f"{AT_ONCE}:Q", format=".1f"), alt.Tooltip(f"{FROM_S}:Q", format=".1f")],
        )
        .properties(height=180)
    )
    return chart


def _seconds(end_s: float) -> alt.X:
    """The axis that all of it shares: seconds on short footage; hours, minutes and seconds on long."""
    clock = "utcFormat(datum.value * 1000, '%H:%M:%S')"
    long = end_s > LONG_S
    title = f"{'time' if long else 'seconds'} from the first frame"
    axis = alt.Axis(title=title, labelExpr=clock if long else "datum.label", labelOverlap=True, tickCount=10)
    return alt.X(f"{FROM_S}:Q", scale=alt.Scale(domain=[0, end_s], nice=False), axis=axis)


def _scale(frame: pd.DataFrame, values: Mapping[str, Any]) -> alt.Scale:
    """Only what is drawn, always in the same order with the same look."""
    there = [name for name in values if name in set(frame[WHAT])]
    return alt.Scale(domain=there, range=[values[name] for name in there])


def _legend(title: str) -> alt.Legend:
    return alt.Legend(title=title, orient="top", columns=1, labelLimit=300, symbolSize=90, symbolStrokeWidth=0)
