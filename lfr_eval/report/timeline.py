"""A picture of a run: passes, tracks, hits and alerts on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt
import pandas as pd

from lfr_eval.core.errors import StorageError
from lfr_eval.core.events import Alert, Hits, Pass, PassKind, Tracks
from lfr_eval.evaluate.hits import read_hits
from lfr_eval.evaluate.observed import read_tracks
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.record.reader import RunRecord

TRACK, HIT, ALERT = "track (a face followed)", "hit (tick)", "alert (triangle)"
COLOURS = {
    "pass of a listed person": "#1f5fa8",
    "pass of a person not listed": "#aab2bd",
    TRACK: "#c2a869",
    HIT: "#e07a85",
    ALERT: "#c8102e",
}
MOST_PASSES = 60
WIDTH_PX = 820


def timeline(
    title: str, passes: Sequence[Pass], listed: frozenset[str], tracks: Tracks, hits: Hits, alerts: Sequence[Alert]
) -> alt.LayerChart:
    """Draw each pass as a bar, the hits and alerts on each person in a row of their own, and all tracks in one row.

    Args:
        title: Says what the picture shows.
        passes: Truth of one source; crowd rows are not drawn, and not more than `MOST_PASSES` passes.
        listed: Persons of the watchlist as submitted.
        tracks: Those that had a template.
        hits: At the threshold that is shown.
        alerts: What de-duplication left of the hits.

    Returns:
        A chart; `save_png` writes it.
    """
    bars = pd.concat([_passes(passes, listed), _tracks(tracks)], ignore_index=True)
    marks = pd.concat([_hits(hits), _alerts(alerts)], ignore_index=True)
    track_row = bars["what"] == TRACK
    order = [*bars["row"][~track_row].unique(), *marks["row"].unique(), *bars["row"][track_row].unique()]
    row = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, grid=True))
    what = alt.Color(
        "what:N",
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        legend=alt.Legend(title=None, orient="bottom", columns=5, labelLimit=300, symbolType="square"),
    )
    seconds = alt.X("start:Q", title="seconds from the first frame", scale=alt.Scale(zero=True, nice=False))
    drawn = alt.Chart(bars).mark_bar(height=9, opacity=0.75).encode(x=seconds, x2="end:Q", y=row, color=what)
    ticks = alt.Chart(marks[marks["what"] == HIT]).mark_tick(thickness=1, size=10).encode(x=seconds, y=row, color=what)
    flags = (
        alt.Chart(marks[marks["what"] == ALERT])
        .mark_point(shape="triangle-down", size=130, filled=True, opacity=1, yOffset=-9)
        .encode(x=seconds, y=row, color=what)
    )
    heading = alt.TitleParams(title, anchor="start", fontSize=14, offset=10)
    chart: alt.LayerChart = (drawn + ticks + flags).properties(width=WIDTH_PX, height=alt.Step(19), title=heading)
    return chart


def draw_run(run: Path, scored: ScoredRun, title: str, picture: Path) -> None:
    """Write the timeline of a scored run.

    Args:
        run: Its record.
        scored: The same run held against truth; its hits and alerts are drawn.
        title: Says what the picture shows.
        picture: The .png to write.

    Raises:
        StorageError: If the disk refuses it.
    """
    record = RunRecord.open(run)
    passes = [one.row for one in scored.records]
    listed = frozenset(record.header["watchlist"]["persons"])
    alerts = [one.alert for one in scored.alerts]
    save_png(timeline(title, passes, listed, read_tracks(record.faces()), read_hits(record), alerts), picture)


def save_png(chart: alt.LayerChart, path: Path) -> None:
    """Write a chart as a picture at twice screen resolution.

    Raises:
        StorageError: If the disk refuses it.
    """
    try:
        chart.save(str(path), format="png", scale_factor=2)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from None


def _passes(passes: Sequence[Pass], listed: frozenset[str]) -> pd.DataFrame:
    shown = [one for one in passes if one.kind is PassKind.PASS][:MOST_PASSES]
    mated = [one.subject_id in listed for one in shown]
    return pd.DataFrame(
        {
            "row": [f"{one.pass_id} (listed)" if on else one.pass_id for one, on in zip(shown, mated, strict=True)],
            "start": [one.t_enter_s for one in shown],
            "end": [one.t_exit_s for one in shown],
            "what": [f"pass of a {'listed person' if on else 'person not listed'}" for on in mated],
        }
    ).sort_values("start", kind="stable")


def _tracks(tracks: Tracks) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": f"all {len(tracks)} tracks",
            "start": tracks.first_s,
            "end": tracks.last_s,
            "what": TRACK,
        }
    )


def _hits(hits: Hits) -> pd.DataFrame:
    return pd.DataFrame({"row": [f"alerts on {person}" for person in hits.person], "start": hits.pts_s, "what": HIT})


def _alerts(alerts: Sequence[Alert]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": [f"alerts on {alert.person}" for alert in alerts],
            "start": [alert.emitted_s for alert in alerts],
            "what": [ALERT] * len(alerts),
        }
    )
