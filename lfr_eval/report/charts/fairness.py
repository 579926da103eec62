"""Rates by group with their intervals, intersections and cross-group matches as heat maps, and score densities."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from lfr_eval.metrics.groups import MIN_SUBJECTS
from lfr_eval.report.palette import BLUE, HEAT, INK, ON_HEAT, ORANGE, SERIES

GROUP, SHARE, LOW, HIGH, COUNT, SIZE = "Group", "Share", "From", "To", "Count", "Size"
ACROSS, DOWN, TEXT, HEAT_OF = "Across", "Down", "Text", "Errors"
SCORE, DENSITY = "Score", "Share of passes"
ENOUGH, SMALL = f"{MIN_SUBJECTS} people or more", f"fewer than {MIN_SUBJECTS} people"
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3])
ROW_PX, CELL_PX = 34, 64
HATCH = (0.34, 0.67, 1.0)


def forest(frame: pd.DataFrame, everybody: float | None, chosen: str = "") -> alt.LayerChart:
    """One row a group and its count: the rate as a point, its 95 % interval as a line; dashed: everybody.

    Args:
        frame: Columns `GROUP`, `SHARE`, `LOW`, `HIGH`, `COUNT` ("k of n"), `SIZE` (`ENOUGH` or `SMALL`); rows without a
            value have missing figures and only their text.
        everybody: The rate of all together; None = not measured.
        chosen: The group that is looked at, drawn thicker.
    """
    frame = frame.assign(row=frame[GROUP] + "  ·  " + frame[COUNT])
    rows = alt.Y("row:N", sort=frame["row"].tolist(), title=None, axis=alt.Axis(labelLimit=220, grid=False))
    top = float(frame[HIGH].max(skipna=True)) if frame[HIGH].notna().any() else 1.0
    across = alt.Scale(domain=[0, max(top, everybody or 0.0) or 1.0], nice=True)
    axis = alt.Axis(format="~%", tickCount=4)
    base = alt.Chart(frame).encode(y=rows)
    width = alt.condition(alt.datum[GROUP] == chosen, alt.value(4), alt.value(2))
    span = base.mark_rule(color=BLUE).encode(
        x=alt.X(f"{LOW}:Q", title=None, scale=across, axis=axis), x2=f"{HIGH}:Q", strokeWidth=width
    )
    shown = [name for name in (ENOUGH, SMALL) if name in set(frame[SIZE])]
    shapes = {ENOUGH: "circle", SMALL: "diamond"}
    colours = {ENOUGH: BLUE, SMALL: ORANGE}
    legend = alt.Legend(title=None, orient="top", columns=1, labelLimit=300)
    point = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X(f"{SHARE}:Q", scale=across),
        shape=alt.Shape(f"{SIZE}:N", scale=alt.Scale(domain=shown, range=[shapes[n] for n in shown]), legend=legend),
        color=alt.Color(f"{SIZE}:N", scale=alt.Scale(domain=shown, range=[colours[n] for n in shown]), legend=legend),
        tooltip=[GROUP, alt.Tooltip(f"{SHARE}:Q", format=".3%"), COUNT, SIZE],
    )
    everyone = pd.DataFrame({SHARE: [] if everybody is None else [everybody]})
    together = alt.Chart(everyone).mark_rule(color=INK, strokeDash=[5, 4]).encode(x=f"{SHARE}:Q")
    chart: alt.LayerChart = alt.LayerChart(layer=[together, span, point]).properties(height=alt.Step(ROW_PX))
    return chart


def heat(frame: pd.DataFrame, across: str, down: str, chosen: str = "") -> alt.LayerChart:
    """Cells of two attributes, from few errors to many; a cell of too few people is hatched.

    Args:
        frame: Columns `ACROSS`, `DOWN`, `HEAT_OF` (error rate; missing without trials), `TEXT` (what stands in the
            cell), `SIZE` (`ENOUGH` or `SMALL`).
        across: What the columns are.
        down: What the rows are.
        chosen: The value of either that is looked at; its cells are framed.
    """
    base = alt.Chart(frame).encode(
        x=alt.X(f"{ACROSS}:N", title=across, axis=alt.Axis(labelAngle=0, labelLimit=140, grid=False)),
        y=alt.Y(f"{DOWN}:N", title=down, axis=alt.Axis(labelLimit=140, grid=False)),
    )
    ramp = alt.Scale(range=list(HEAT), domainMin=0, interpolate="lab")
    looked_at = (alt.datum[ACROSS] == chosen) | (alt.datum[DOWN] == chosen)
    cells = base.mark_rect(cornerRadius=2, stroke=BLUE).encode(
        color=alt.Color(f"{HEAT_OF}:Q", scale=ramp, legend=None),
        strokeWidth=alt.condition(looked_at, alt.value(3), alt.value(0)),
        tooltip=[ACROSS, DOWN, TEXT, SIZE],
    )
    words = base.mark_text(color=ON_HEAT, fontSize=12, lineBreak="\n", lineHeight=15, dy=-7).encode(text=f"{TEXT}:N")
    layers = [cells, *_hatches(frame), words]
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(height=alt.Step(CELL_PX))
    return chart


def _hatches(frame: pd.DataFrame) -> list[alt.Chart]:
    """Diagonals over the cells of too few people."""
    small = alt.Chart(frame[frame[SIZE] == SMALL])
    lines = [((part, 0.0), (0.0, part)) for part in HATCH] + [((1.0, part), (part, 1.0)) for part in HATCH[:-1]]
    return [
        small.mark_rule(color=ON_HEAT, opacity=0.3).encode(
            x=alt.X(f"{ACROSS}:N", bandPosition=x1),
            x2=alt.X2(f"{ACROSS}:N", bandPosition=x2),
            y=alt.Y(f"{DOWN}:N", bandPosition=y1),
            y2=alt.Y2(f"{DOWN}:N", bandPosition=y2),
        )
        for (x1, y1), (x2, y2) in lines
    ]


def told_apart(groups: Sequence[str]) -> tuple[alt.Color, alt.StrokeDash]:
    """The colour and the dash of each group, in one legend; no two groups share both."""
    legend = alt.Legend(title=None, orient="top", columns=1, labelLimit=300)
    places = range(len(groups))
    colours = [SERIES[place % len(SERIES)] for place in places]
    dashes = [DASHES[(place + place // len(SERIES)) % len(DASHES)] for place in places]
    return (
        alt.Color(f"{GROUP}:N", scale=alt.Scale(domain=groups, range=colours), legend=legend),
        alt.StrokeDash(f"{GROUP}:N", scale=alt.Scale(domain=groups, range=dashes), legend=legend),
    )


def densities(frame: pd.DataFrame, threshold: float) -> alt.LayerChart:
    """How the best scores of passes are spread in each group; each has a colour and a dash of its own.

    Args:
        frame: Columns `GROUP`, `SCORE` (lower end of a bin) and `DENSITY` (share of the group's passes within it).
        threshold: Drawn as a line.
    """
    colour, dash = told_apart(list(dict.fromkeys(frame[GROUP])))
    lines = (
        alt.Chart(frame)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X(f"{SCORE}:Q", title="best score of a pass", axis=alt.Axis(tickCount=6)),
            y=alt.Y(f"{DENSITY}:Q", title=None, axis=alt.Axis(format="~%", tickCount=4)),
            color=colour,
            strokeDash=dash,
            tooltip=[GROUP, SCORE, alt.Tooltip(f"{DENSITY}:Q", format=".1%")],
        )
    )
    at = pd.DataFrame({SCORE: [threshold], "label": [f"threshold {threshold:g}"]})
    rule = alt.Chart(at).mark_rule(color=INK, strokeDash=[5, 4], strokeWidth=2).encode(x=f"{SCORE}:Q")
    label = (
        alt.Chart(at)
        .mark_text(align="left", baseline="top", dx=5, color=INK)
        .encode(x=f"{SCORE}:Q", y=alt.value(2), text="label")
    )
    chart: alt.LayerChart = (lines + rule + label).properties(height=220)
    return chart
