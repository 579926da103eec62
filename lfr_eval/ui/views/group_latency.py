"""How soon each group of people is recognised, and what may be the cause: height, gait, camera."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lfr_eval.core.phrases import attributed_faces, count, percent, quantile, with_interval
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.groups import columns_of, masks_of, parts_of, values_of
from lfr_eval.metrics.pass_times import waits_for_hit
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.truth import Status
from lfr_eval.report.charts.fairness import GROUP
from lfr_eval.report.charts.latency import SHARE, recognition_by_group
from lfr_eval.ui.views.fairness import NOT_RECORDED, Figure, groups_of, name_of, verdict_lines
from lfr_eval.ui.views.latency import curve_table

UNKNOWN = "not known"


def recognition(scored: ScoredRun, score: ScoreResult, attribute: str) -> Figure | None:
    """Which share of each group was recognised by each time after entering; None where no group has listed people.

    Args:
        scored: Every pass behind the score.
        score: Its score.
        attribute: An attribute or an intersection that it was taken by.
    """
    mated = [one for one in scored.records if one.status is Status.MATED]
    values = values_of(columns_of([one.row.attributes for one in mated], parts_of([attribute])), attribute)
    curves, reached, longest_s = [], [], 0.0
    for value, mask in masks_of(values).items():
        waits = waits_for_hit([mated[place] for place in np.flatnonzero(mask).tolist()])
        name = value or NOT_RECORDED
        curves.append(curve_table(waits).assign(**{GROUP: f"{name} ({count(len(waits), 'pass', 'passes')})"}))
        reached.append(f"{name} {percent(float(curves[-1][SHARE].iloc[-1]))}")
        longest_s = max(longest_s, float(waits.seconds.max()))
    if not curves:
        return None
    frame = pd.concat(curves, ignore_index=True)
    sentence = (
        "Share of listed people of each group who were recognised by each time after entering. Whoever left "
        f"unrecognised never was, so each line ends at the share that ever was: {', '.join(reached)}."
    )
    table = frame[[GROUP, *(name for name in frame.columns if name != GROUP)]]
    chart = recognition_by_group(frame, longest_s, score.settings.grace_s)
    return Figure("recognition-by-group", f"Recognised, by {attribute}", sentence, chart, table)


def verdict(score: ScoreResult, attribute: str) -> list[str]:
    """What the test found on recognition in time, in the words of the page of groups."""
    return verdict_lines([one for one in score.verdicts if one.metric is Metric.TIMELY], attribute)


def delays(score: ScoreResult, attribute: str) -> pd.DataFrame:
    """A row a group: recognised in time, how soon, and how many never were."""
    rows = []
    for group in groups_of(score, attribute):
        hit = group.entry_to_hit_s
        rows.append(
            {
                "Group": name_of(group),
                "Recognised in time": with_interval(group.timely, UNKNOWN),
                "Median from entering to first hit": quantile(hit, "median") if hit.n else UNKNOWN,
                "Left unrecognised": f"{hit.left:,} of {hit.n:,}",
            }
        )
    return pd.DataFrame(rows)


def looks(score: ScoreResult, attribute: str) -> pd.DataFrame | None:
    """A row a group: how its faces looked and what became of them, as far as it is known; None where nothing is."""
    rows = []
    for group in groups_of(score, attribute):
        eyes, faces, late = group.eye_px, group.embedded_per_pass, group.capture_to_alert_ms
        rows.append(
            {
                "Group": name_of(group),
                "Eyes apart, px": f"{eyes['p50']:.0f} ({eyes['p5']:.0f} to {eyes['p95']:.0f})" if eyes else UNKNOWN,
                "Faces a pass": f"{faces['p50']:g}" if faces else UNKNOWN,
                "No template (FTA)": with_interval(group.fta, UNKNOWN),
                "Not enrolled (FTE)": with_interval(group.fte, UNKNOWN),
                "Capture to alert, ms": f"{late['p50']:.0f} (95 %: {late['p95']:.0f})" if late else UNKNOWN,
            }
        )
    frame = pd.DataFrame(rows)
    known = [name for name in frame.columns if (frame[name] != UNKNOWN).any()]
    return frame[known] if len(known) > 1 else None


def causes(score: ScoreResult) -> str:
    """What the columns beside the delays are for, and what they rest on."""
    rest = attributed_faces(score.faces_attributed)
    return (
        "A group that is recognised later may be smaller, walk faster or pass another camera: before a difference is "
        "laid to the recogniser, compare how far apart eyes are (half of all faces; 5 % to 95 %) and how many faces a "
        f"pass gives (half of all passes). {rest[0].upper()}{rest[1:]}."
    )
