"""One figure over the threshold, with its interval, the chosen threshold and where a policy's limits are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from lfr_eval.report.palette import BLUE, GREEN, INK, ORANGE

THRESHOLD, LINE, VALUE, LOW, HIGH = "Threshold", "What", "Value", "Low", "High"
COLOURS = (BLUE, ORANGE)
DASHES = ([1, 0], [6, 3])
HEIGHT_PX = 240
CHOSEN = "chosen"
"""The parameter of a chart that holds the threshold: another one needs no other chart."""


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands at the axes of all figures over the threshold."""

    domain: tuple[float, float]
    chosen: float
    """The threshold that is looked at."""
    region: Sequence[tuple[float, float]] = ()
    """Thresholds, from … to, at which the rates are within the limits."""
    shown: Sequence[tuple[float, float]] = ()
    """Those of them at which the limits are shown to be kept."""


def over_threshold(frame: pd.DataFrame, axes: Axes, *, percent: bool = False, log: bool = False) -> alt.LayerChart:
    """Draw lines over the threshold; each has a colour and a dash of its own.

    Args:
        frame: Columns `THRESHOLD`, `LINE`, `VALUE`, `LOW`, `HIGH`; missing values leave a gap.
        axes: The threshold axis, which all figures share.
        percent: Show shares as percentages.
        log: An upright axis on which equal factors are equal distances; 0 is not on it, and an interval that
            begins at 0 reaches down to its end.
    """
    names = list(frame[LINE].unique())
    drawn, scale = _on_log(frame) if log else (frame, alt.Scale(zero=True))
    form = "~%" if percent else "~g"
    shared = alt.Scale(domain=list(axes.domain), nice=False)
    across = alt.X(f"{THRESHOLD}:Q", title="threshold", axis=alt.Axis(tickCount=6), scale=shared)
    upright = alt.Axis(format=form, minExtent=52, tickCount=4)
    legend = (
        alt.Legend(title=None, orient="top", columns=1, labelLimit=400, symbolOpacity=1) if len(names) > 1 else None
    )
    colour = alt.Color(f"{LINE}:N", scale=alt.Scale(domain=names, range=list(COLOURS[: len(names)])), legend=legend)
    dash = alt.StrokeDash(f"{LINE}:N", scale=alt.Scale(domain=names, range=list(DASHES[: len(names)])), legend=legend)
    base = alt.Chart(drawn).encode(x=across, color=colour)
    band = base.mark_area(opacity=0.18, clip=True).encode(
        y=alt.Y(f"{LOW}:Q", title=None, scale=scale, axis=upright), y2=f"{HIGH}:Q"
    )
    line = base.mark_line(strokeWidth=2, clip=True).encode(
        y=alt.Y(f"{VALUE}:Q", scale=scale), strokeDash=dash, tooltip=[THRESHOLD, LINE, VALUE, LOW, HIGH]
    )
    layers = alt.LayerChart(layer=[*_region(axes), band, line, _rule()]).properties(height=HEIGHT_PX)
    chart: alt.LayerChart = layers.add_params(alt.param(name=CHOSEN, value=axes.chosen))
    return chart


def _on_log(frame: pd.DataFrame) -> tuple[pd.DataFrame, alt.Scale]:
    """What can be drawn on it, and the axis: from half of the least that was seen."""
    seen = frame[[VALUE, LOW, HIGH]].to_numpy(float)
    least = seen[seen > 0].min(initial=1.0) / 2
    low = frame[LOW].where(~(frame[LOW] <= 0), least)
    drawn = frame.assign(**{VALUE: frame[VALUE].where(frame[VALUE] > 0), LOW: low})
    return drawn, alt.Scale(type="log", nice=False, clamp=True, domainMin=least)


def _region(axes: Axes) -> list[alt.Chart]:
    """Where the rates are within the limits: pale; where that is shown: darker, and framed."""
    if not axes.region:
        return []
    within, shown = (pd.DataFrame(list(parts), columns=["from", "to"]) for parts in (axes.region, axes.shown))
    across = {"x": "from:Q", "x2": "to:Q"}
    layers = [alt.Chart(within).mark_rect(color=GREEN, opacity=0.14).encode(**across)]
    if axes.shown:
        layers.append(
            alt.Chart(shown).mark_rect(color=GREEN, fillOpacity=0.25, stroke=GREEN, strokeWidth=2).encode(**across)
        )
    start, end = axes.region[0]
    rightward = start < sum(axes.domain) / 2  # a text that ran out of the figure would make it narrower
    text = (
        alt.Chart(pd.DataFrame({"at": [start if rightward else end], "label": ["within the limits"]}))
        .mark_text(align="left" if rightward else "right", baseline="top", dy=-14, color=GREEN, fontSize=11)
        .encode(x="at:Q", y=alt.value(0), text="label")
    )
    return [*layers, text]


def _rule() -> alt.Chart:
    at = alt.XDatum(alt.ExprRef(CHOSEN), type="quantitative")
    rule: alt.Chart = (
        alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=INK, strokeDash=[5, 4], strokeWidth=2).encode(x=at)
    )
    return rule
