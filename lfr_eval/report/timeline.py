"""What a timeline of a run shows: passes with what came of them, alerts, and how much was going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd

from lfr_eval.core.arrays import SecondsArray
from lfr_eval.core.errors import StorageError
from lfr_eval.core.events import Alert
from lfr_eval.evaluate.alerts.pictures import alerts_of_run
from lfr_eval.evaluate.score.counts import counts_of
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.records import Outcome, PassRecord, ScoredRun
from lfr_eval.metrics.truth import Status
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.charts import timeline as chart
from lfr_eval.report.charts.timeline import ABOUT, AT_ONCE, FROM_S, ROW, UNTIL_S, WHAT
from lfr_eval.report.words import OUTCOMES, count

MOST_ROWS, MOST_SPANS = 40, 300
"""Rows of single passes, and spans over which what is at once is averaged."""
UNCOVERED, CROWD = "no known pass", "crowd in which nobody is listed"
ONE_OF = "one of several passes"
WIDTH_PX = 700


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn, as tables; `charts.timeline` says which columns they have."""

    passes: pd.DataFrame
    alerts: pd.DataFrame
    traffic: pd.DataFrame
    end_s: float
    left_out: int
    """Passes without a row of their own; they are in what was at once."""

    def rows(self) -> alt.LayerChart | None:
        """Passes and alerts; None where there are neither."""
        if self.passes.empty and self.alerts.empty:
            return None
        return chart.passes_and_alerts(self.passes, self.alerts, self.end_s)

    def at_once(self) -> alt.Chart | None:
        """How many faces and people there were, over the same axis; None where neither is known."""
        return None if self.traffic.empty else chart.traffic(self.traffic, self.end_s)

    def sentence(self) -> str:
        """What is drawn of passes and alerts, and what has no row."""
        said = f"{count(len(self.passes), 'pass', 'passes')} and {count(len(self.alerts), 'alert')}"
        if not self.left_out:
            return f"{said}, each when it happened."
        return (
            f"{said}, each when it happened. {count(self.left_out, 'further pass', 'further passes')} and the alerts "
            "about them have no row: errors come first, then listed people."
        )

    def at_once_sentence(self) -> str:
        """What the curve below shows."""
        return (
            "How many faces the system followed at once, and how many people were passing by truth: each point is the "
            f"mean over {self.end_s / MOST_SPANS:.2g} s. One person may be followed as several faces."
        )

    def table(self) -> pd.DataFrame:
        """Passes and alerts, one row each, in the order of time."""
        rows = pd.concat([self.passes, self.alerts]).sort_values(FROM_S, kind="stable")
        return rows.reindex(columns=[ROW, WHAT, ABOUT, FROM_S, UNTIL_S]).round({FROM_S: 2, UNTIL_S: 2})


def timeline_of(run: RunRecord, scored: ScoredRun | None) -> Timeline:
    """Gather a timeline.

    Args:
        run: Its tracks are read, and its alerts where there is no truth.
        scored: The run held against truth; None = without passes.

    Raises:
        RecordError: The run is damaged.
    """
    end_s = float(counts_of(run)["end_s"])
    tracks = run.table("tracks", columns=["first_s", "last_s"])
    fps = run.header["source"]["nominal_fps"]
    until_s = tracks["last_s"].to_numpy() + (1 / fps if fps else 0.0)  # a face is there until the next frame
    spans = {chart.FACES: (tracks["first_s"].to_numpy(), until_s)}
    if scored is None:
        return Timeline(_passes([]), _unjudged(alerts_of_run(run)), _traffic(spans, end_s), end_s, 0)
    records = [one for one in scored.records if one.status is not Status.CROWD]
    spans[chart.PEOPLE] = (
        np.array([one.row.t_enter_s for one in records]),
        np.array([one.row.t_exit_s for one in records]),
    )
    shown = _with_a_row(records)
    alerts = _judged(scored, {_row_name(one) for one in shown})
    return Timeline(_passes(shown), alerts, _traffic(spans, end_s), end_s, len(records) - len(shown))


def draw_run(run: Path, scored: ScoredRun, title: str, picture: Path) -> None:
    """Write the timeline of a scored run as a picture.

    Args:
        run: Its record.
        scored: The same run held against truth.
        title: Says what the picture shows.
        picture: The .png to write, at twice screen resolution.

    Raises:
        StorageError: If the disk refuses it.
    """
    found = timeline_of(RunRecord.open(run), scored)
    parts = [part.properties(width=WIDTH_PX) for part in (found.rows(), found.at_once()) if part]
    drawn = (
        alt.vconcat(*parts)
        .resolve_scale(color="independent", strokeDash="independent")
        .properties(title=alt.TitleParams(title, anchor="start", fontSize=14, offset=10))
    )
    try:
        drawn.save(str(picture), format="png", scale_factor=2)
    except OSError as error:
        picture.unlink(missing_ok=True)
        raise StorageError(f"{picture}: cannot be written ({error.strerror})") from None


def _with_a_row(records: Sequence[PassRecord]) -> list[PassRecord]:
    """All of them, or as many as have room: false positives, wrong identities, misses, listed people, the others."""

    def rank(one: PassRecord) -> int:
        mated, erred = one.status is Status.MATED, one.other_hits > 0
        return (2 if erred else 4 if one.outcome is Outcome.CORRECT_ALERT else 3) if mated else 1 if erred else 5

    first = sorted(records, key=rank)[:MOST_ROWS]
    return sorted(first, key=lambda one: (one.row.t_enter_s, one.row.pass_id))


def _passes(records: Sequence[PassRecord]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ROW: [_row_name(one) for one in records],
            FROM_S: [one.row.t_enter_s for one in records],
            UNTIL_S: [one.row.t_exit_s for one in records],
            WHAT: [_kind(one) for one in records],
        }
    )


def _row_name(one: PassRecord) -> str:
    return one.row.pass_id if one.outcome is Outcome.NO_ALERT else f"{one.row.pass_id} · {OUTCOMES[one.outcome]}"


def _kind(one: PassRecord) -> str:
    if one.outcome is Outcome.UNDECIDED:
        return chart.UNDECIDED
    if one.status is Status.MATED:
        return chart.LISTED if one.outcome is Outcome.CORRECT_ALERT else chart.MISSED
    if one.status is Status.UNKNOWN:
        return chart.UNKNOWN
    return chart.RAISED if one.other_hits else chart.OTHERS


def _judged(scored: ScoredRun, shown: set[str]) -> pd.DataFrame:
    kinds = dict(zip(("true", "false", "unconfirmed"), chart.ALERTS, strict=False))
    rows = []
    for one in scored.alerts:
        record = None if one.row == NO_PASS else scored.records[one.row]
        if record is None:
            name = ONE_OF if one.rivals else UNCOVERED
        else:
            name = CROWD if record.status is Status.CROWD else _row_name(record)
        if name in (UNCOVERED, ONE_OF, CROWD, *shown):
            rows.append((name, one.alert.emitted_s, kinds[one.verdict.value], one.alert.person))
    return pd.DataFrame(rows, columns=[ROW, FROM_S, WHAT, ABOUT])


def _unjudged(alerts: Sequence[Alert]) -> pd.DataFrame:
    people = {one.person: None for one in alerts}
    shown = dict.fromkeys(list(people)[:MOST_ROWS])
    rows = [(f"alerts on {one.person}", one.emitted_s, "alert", one.person) for one in alerts if one.person in shown]
    return pd.DataFrame(rows, columns=[ROW, FROM_S, WHAT, ABOUT])


def _traffic(spans: dict[str, tuple[SecondsArray, SecondsArray]], end_s: float) -> pd.DataFrame:
    edges = np.linspace(0, end_s, MOST_SPANS + 1)
    parts = []
    for what, (first_s, last_s) in spans.items():
        if len(first_s) and end_s > 0:
            seconds_before = _seconds_before(first_s, edges) - _seconds_before(last_s, edges)
            mean = np.diff(seconds_before) / np.diff(edges)
            parts.append(pd.DataFrame({FROM_S: edges[:-1], UNTIL_S: edges[1:], WHAT: what, AT_ONCE: mean}))
    empty = pd.DataFrame(columns=[FROM_S, UNTIL_S, WHAT, AT_ONCE])
    return pd.concat(parts, ignore_index=True) if parts else empty


def _seconds_before(starts_s: SecondsArray, edges: SecondsArray) -> SecondsArray:
    """Seconds from every start to each edge, those that start later left out, added up."""
    ordered = np.sort(starts_s)
    total = np.concatenate([[0.0], np.cumsum(ordered)])
    begun = np.searchsorted(ordered, edges)
    passed: SecondsArray = begun * edges - total[begun]
    return passed
