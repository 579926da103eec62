"""How long each stage takes, how soon a listed person raises an alert, and how many frames a machine keeps up with."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.palette import BLUE, GREY, INK, ORANGE, PURPLE

STAGE, P50, P95, P99, MEAN = "Stage", "p50 (ms)", "p95 (ms)", "p99 (ms)", "Mean (ms)"
PERCENTILES = {P50: (BLUE, "circle"), P95: (ORANGE, "square"), P99: (PURPLE, "triangle-up")}
AFTER_S, SHARE, LOW, HIGH, LEFT = "After (s)", "Had raised an alert", "95 % from", "to", "Still watched"
FACES, FRAMES, PER_SECOND = "Faces in the frame", "Frames", "Frames a second"
ROW_PX = 30
BEYOND = 1.15
"""How much further than its last event the curve is drawn."""


def stage_percentiles(frame: pd.DataFrame) -> alt.LayerChart:
    """A row for each stage, with what half, 95 % and 99 % of frames stay under.

    Args:
        frame: Columns `STAGE`, `P50`, `P95`, `P99`, in the order in which the stages are drawn.
    """
    row = alt.Y(f"{STAGE}:N", sort=None, title=None, axis=alt.Axis(labelBound=False, labelFlush=False))
    spans = alt.Chart(frame).mark_rule(color=INK).encode(x=f"{P50}:Q", x2=f"{P99}:Q", y=row)
    long = frame.melt(STAGE, list(PERCENTILES), "Percentile", "Milliseconds")
    names, looks = list(PERCENTILES), list(PERCENTILES.values())
    legend = alt.Legend(title=None, orient="top")
    points = (
        alt.Chart(long)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=alt.X("Milliseconds:Q", title="milliseconds a frame", scale=alt.Scale(zero=True)),
            y=row,
            color=alt.Color(
                "Percentile:N", scale=alt.Scale(domain=names, range=[look[0] for look in looks]), legend=legend
            ),
            shape=alt.Shape(
                "Percentile:N", scale=alt.Scale(domain=names, range=[look[1] for look in looks]), legend=legend
            ),
            tooltip=[STAGE, "Percentile", alt.Tooltip("Milliseconds:Q", format=".2f")],
        )
    )
    chart: alt.LayerChart = (spans + points).properties(height=alt.Step(ROW_PX))
    return chart


def time_to_alert(curve: pd.DataFrame, left: pd.DataFrame) -> alt.LayerChart:
    """Share of listed people who had raised an alert by each time; whoever left without one is a bar across the line.

    Args:
        curve: Columns `AFTER_S`, `SHARE`, `LOW`, `HIGH` (shares; the last two missing where there is no interval).
        left: Columns `AFTER_S` and `SHARE` (height of the curve there), a row for each who left without an alert.
    """
    end_s = BEYOND * max([*curve[AFTER_S], *left[AFTER_S]])
    going_on = pd.concat([curve, curve.tail(1).assign(**{AFTER_S: end_s})])
    seconds = alt.X(f"{AFTER_S}:Q", title="seconds from entering", scale=alt.Scale(domain=[0, end_s], nice=False))
    share = alt.Scale(domain=[0, 1])
    line = alt.Chart(going_on).encode(x=seconds)
    band = line.mark_area(interpolate="step-after", opacity=0.22, color=BLUE).encode(
        y=alt.Y(f"{LOW}:Q", scale=share), y2=f"{HIGH}:Q"
    )
    steps = line.mark_line(interpolate="step-after", strokeWidth=2.5, color=BLUE).encode(
        y=alt.Y(f"{SHARE}:Q", scale=share, title="had raised an alert", axis=alt.Axis(format=".0%")),
        tooltip=[
            alt.Tooltip(f"{AFTER_S}:Q", format=".2f"),
            *(alt.Tooltip(f"{name}:Q", format=".1%") for name in (SHARE, LOW, HIGH)),
        ],
    )
    ticks = (
        alt.Chart(left)
        .mark_tick(orient="vertical", size=14, thickness=2, color=ORANGE)
        .encode(x=seconds, y=alt.Y(f"{SHARE}:Q", scale=share), tooltip=[alt.Tooltip(f"{AFTER_S}:Q", format=".2f")])
    )
    chart: alt.LayerChart = (band + steps + ticks).properties(height=300)
    return chart


def capacity(frame: pd.DataFrame, needed_fps: float | None) -> alt.LayerChart:
    """Frames a second that are kept up with, by the number of faces in the frame.

    Args:
        frame: Columns `FACES` (text, in order), `FRAMES`, `P95`, `PER_SECOND`.
        needed_fps: Frame rate of the footage; None = not known.
    """
    faces = alt.X(f"{FACES}:N", sort=None, title="faces in the frame", axis=alt.Axis(labelAngle=0))
    rate = alt.Y(f"{PER_SECOND}:Q", title="frames a second", scale=alt.Scale(zero=True))
    bars = alt.Chart(frame).encode(x=faces, y=rate, tooltip=[FACES, FRAMES, P95, PER_SECOND])
    drawn = [
        bars.mark_bar(color=BLUE, width={"band": 0.6}),
        bars.mark_text(dy=-8, color=INK).encode(text=alt.Text(f"{PER_SECOND}:Q", format=".3~g")),
    ]
    if needed_fps:
        needed = alt.Chart(pd.DataFrame({PER_SECOND: [needed_fps], "label": [f"footage: {needed_fps:g} a second"]}))
        drawn += [
            needed.mark_rule(color=GREY, strokeDash=[5, 4], strokeWidth=2).encode(y=rate),
            needed.mark_text(align="right", dx=-4, dy=-8, color=INK).encode(x=alt.value("width"), y=rate, text="label"),
        ]
    chart: alt.LayerChart = alt.LayerChart(layer=drawn).properties(height=260)
    return chart
