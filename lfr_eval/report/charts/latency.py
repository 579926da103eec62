"""How long each stage takes, how soon a listed person raises an alert, and how many frames a machine keeps up with."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.charts.fairness import GROUP, told_apart
from lfr_eval.report.palette import BLUE, GREY, INK, ORANGE, PURPLE

STAGE, P50, P95, P99, MEAN = "Stage", "p50 (ms)", "p95 (ms)", "p99 (ms)", "Mean (ms)"
PERCENTILES = {P50: (BLUE, "circle"), P95: (ORANGE, "square"), P99: (PURPLE, "triangle-up")}
AFTER_S, SHARE, LOW, HIGH, WAITING = "After (s)", "Share", "95 % from", "to", "Still waiting"
ENDED, LEFT, CUT_OFF = "Ended", "left without an alert", "still there when the footage ended"
WITHOUT = {LEFT: ("cross", ORANGE), CUT_OFF: ("diamond", PURPLE)}
FACES, FRAMES, PER_SECOND = "Faces in the frame", "Frames", "Frames a second"
ROW_PX = 30
BEYOND = 1.15
"""How much further than its last wait a curve is drawn."""


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


def time_to_alert(curve: pd.DataFrame, without: pd.DataFrame) -> alt.LayerChart:
    """Share of listed people of whom the operator knew by each time; whoever never got there stands on the line.

    Args:
        curve: Columns `AFTER_S`, `SHARE`, `LOW`, `HIGH` (shares; the last two missing where there is no interval).
        without: Columns `AFTER_S`, `SHARE` (height of the curve there) and `ENDED` (how the wait ended), a row a wait.
    """
    end_s = _end_s(curve, without)
    line = alt.Chart(_going_on(curve, end_s)).encode(x=_seconds(end_s))
    share = alt.Scale(domain=[0, 1])
    band = line.mark_area(interpolate="step-after", opacity=0.22, color=BLUE).encode(
        y=alt.Y(f"{LOW}:Q", scale=share), y2=f"{HIGH}:Q"
    )
    steps = line.mark_line(interpolate="step-after", strokeWidth=2.5, color=BLUE).encode(
        y=_share("had raised an alert"), tooltip=_tooltip()
    )
    shown = [name for name in WITHOUT if name in set(without[ENDED])]
    looks = alt.Scale(domain=shown, range=[WITHOUT[name][0] for name in shown])
    colours = alt.Scale(domain=shown, range=[WITHOUT[name][1] for name in shown])
    legend = alt.Legend(title=None, orient="top", labelLimit=300)
    points = (
        alt.Chart(without)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            x=_seconds(end_s),
            y=alt.Y(f"{SHARE}:Q", scale=share),
            shape=alt.Shape(f"{ENDED}:N", scale=looks, legend=legend),
            color=alt.Color(f"{ENDED}:N", scale=colours, legend=legend),
            tooltip=[f"{ENDED}:N", alt.Tooltip(f"{AFTER_S}:Q", format=".2f")],
        )
    )
    chart: alt.LayerChart = (band + steps + points).properties(height=300)
    return chart


def recognition_by_group(curves: pd.DataFrame, end_s: float, grace_s: float) -> alt.LayerChart:
    """Share of each group that was recognised by each time; each has a colour and a dash of its own.

    Args:
        curves: Columns `GROUP`, `AFTER_S`, `SHARE`, `LOW`, `HIGH`, group after group.
        end_s: How long the longest of them waited.
        grace_s: Until when a recognition is in time; drawn as a line.
    """
    names = list(dict.fromkeys(curves[GROUP]))
    end_s = BEYOND * max(end_s, grace_s)
    parts = [_going_on(curves[curves[GROUP] == name], end_s) for name in names]
    colour, dash = told_apart(names)
    lines = (
        alt.Chart(pd.concat(parts))
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=_seconds(end_s),
            y=_share("recognised"),
            color=colour,
            strokeDash=dash,
            tooltip=[f"{GROUP}:N", *_tooltip()],
        )
    )
    at = pd.DataFrame({AFTER_S: [grace_s], "label": [f"in time: {grace_s:g} s"]})
    rule = alt.Chart(at).mark_rule(color=INK, strokeDash=[5, 4], strokeWidth=2).encode(x=_seconds(end_s))
    early = grace_s < end_s / 2
    label = (
        alt.Chart(at)
        .mark_text(align="left" if early else "right", dx=5 if early else -5, baseline="bottom", color=INK)
        .encode(x=_seconds(end_s), y=alt.value("height"), text="label")
    )
    chart: alt.LayerChart = (lines + rule + label).properties(height=300)
    return chart


def _going_on(curve: pd.DataFrame, end_s: float) -> pd.DataFrame:
    """A step function drawn on to the end of the axis."""
    return pd.concat([curve, curve.tail(1).assign(**{AFTER_S: end_s})])


def _end_s(*frames: pd.DataFrame) -> float:
    return BEYOND * max(float(value) for frame in frames for value in frame[AFTER_S])


def _seconds(end_s: float) -> alt.X:
    return alt.X(f"{AFTER_S}:Q", title="seconds from entering", scale=alt.Scale(domain=[0, end_s], nice=False))


def _share(what: str) -> alt.Y:
    return alt.Y(f"{SHARE}:Q", scale=alt.Scale(domain=[0, 1]), title=what, axis=alt.Axis(format=".0%"))


def _tooltip() -> list[alt.Tooltip]:
    shares = [alt.Tooltip(f"{name}:Q", format=".1%") for name in (SHARE, LOW, HIGH)]
    return [alt.Tooltip(f"{AFTER_S}:Q", format=".2f"), *shares]


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
