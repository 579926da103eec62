"""How far two systems are apart on the same passes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lfr_eval.report.palette import BLUE, INK

RATE, POINTS, LOW, HIGH = "Rate", "Difference (points)", "95 % from (points)", "to (points)"


def difference(frame: pd.DataFrame) -> alt.LayerChart:
    """The paired difference of one rate, first minus second, with its interval, against no difference.

    Args:
        frame: One row: columns `RATE`, `POINTS`, `LOW`, `HIGH` in percentage points.
    """
    reach = 1.15 * max(float(frame[[POINTS, LOW, HIGH]].abs().to_numpy().max()), 1e-6)
    across = alt.Scale(domain=[-reach, reach], nice=False)
    points = alt.X(f"{POINTS}:Q", title="← second higher · percentage points · first higher →", scale=across)
    tooltip = [alt.Tooltip(f"{name}:Q", format="+.3~f") for name in (POINTS, LOW, HIGH)]
    row = alt.Chart(frame).encode(y=alt.Y(f"{RATE}:N", title=None, axis=None))
    span = row.mark_rule(color=BLUE, strokeWidth=3).encode(
        x=alt.X(f"{LOW}:Q", scale=across), x2=f"{HIGH}:Q", tooltip=tooltip
    )
    middle = row.mark_point(filled=True, size=140, opacity=1, color=BLUE, shape="diamond").encode(
        x=points, tooltip=tooltip
    )
    none = alt.Chart(pd.DataFrame({POINTS: [0.0]})).mark_rule(color=INK, strokeDash=[5, 4]).encode(x=points)
    chart: alt.LayerChart = (none + span + middle).properties(height=100)
    return chart
