"""How soon each group of people is recognised, and what may be the cause: height, gait, camera."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from lfr_eval.core.phrases import attributed_faces, count, figure, percent, quantile, share
from lfr_eval.metrics.groups import columns_of, masks_of, parts_of, values_of
from lfr_eval.metrics.pass_times import waits_for_hit
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.truth import Status
from lfr_eval.report.charts.fairness import GROUP
from lfr_eval.report.charts.latency import SHARE, recognition_by_group
from lfr_eval.ui.views.fairness import NOT_RECORDED, TIMELY, Figure, verdict_lines
from lfr_eval.ui.views.latency import curve_table

UNKNOWN = "not known"


def recognition(scored: ScoredRun, score: Mapping[str, Any], attribute: str) -> Figure | None:
    """Which share of each group was recognised by each time after entering; None where no group has listed people.

    Args:
        scored: Every pass behind the score.
        score: Its score.
        attribute: An attribute or an intersection that it was taken by.
    """
    mated = [one for one in scored.records if one.status is Status.MATED]
    values = values_of(columns_of([one.row.attributes for one in mated], parts_of([attribute])), attribute)
    curves, reached, longest_s = [], [], 0.0
    grace_s = score["settings"]["grace_s"]
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
    chart = recognition_by_group(frame, longest_s, grace_s)
    return Figure("recognition-by-group", f"Recognised, by {attribute}", sentence, chart, table)


def verdict(score: Mapping[str, Any], attribute: str) -> list[str]:
    """What the test found on recognition in time, in the words of the page of groups."""
    only = [one for one in score["verdicts"] if one["metric"] == TIMELY]
    return verdict_lines({**score, "verdicts": only}, attribute)


def delays(score: Mapping[str, Any], attribute: str) -> pd.DataFrame:
    """A row a group: recognised in time, how soon, and how many never were."""
    rows = []
    for group in _groups(score, attribute):
        hit = group["entry_to_hit_s"]
        rows.append(
            {
                "Group": _name(group),
                "Recognised in time": _rate(group["timely"]),
                "Median from entering to first hit": quantile(hit, "median") if hit["n"] else UNKNOWN,
                "Left unrecognised": f"{hit['left']:,} of {hit['n']:,}",
            }
        )
    return pd.DataFrame(rows)


def looks(score: Mapping[str, Any], attribute: str) -> pd.DataFrame | None:
    """A row a group: how its faces looked and what became of them, as far as it is known; None where nothing is."""
    rows = []
    for group in _groups(score, attribute):
        eyes, faces, late = group["eye_px"], group["embedded_per_pass"], group["capture_to_alert_ms"]
        rows.append(
            {
                "Group": _name(group),
                "Eyes apart, px": f"{eyes['p50']:.0f} ({eyes['p5']:.0f} to {eyes['p95']:.0f})" if eyes else UNKNOWN,
                "Faces a pass": f"{faces['p50']:g}" if faces else UNKNOWN,
                "No template (FTA)": _rate(group["fta"]),
                "Not enrolled (FTE)": _rate(group["fte"]),
                "Capture to alert, ms": f"{late['p50']:.0f} (95 %: {late['p95']:.0f})" if late else UNKNOWN,
            }
        )
    frame = pd.DataFrame(rows)
    known = [name for name in frame.columns if (frame[name] != UNKNOWN).any()]
    return frame[known] if len(known) > 1 else None


def _groups(score: Mapping[str, Any], attribute: str) -> list[Mapping[str, Any]]:
    return [group for group in score["groups"] if group["attribute"] == attribute]


def _name(group: Mapping[str, Any]) -> str:
    held = "".join(f", {name} {value or NOT_RECORDED}" for name, value in group["condition"].items())
    return f"{group['value'] or NOT_RECORDED}{held}"


def _rate(stated: Mapping[str, Any]) -> str:
    ends = f"{share(stated['low'])} to {share(stated['high'])}" if stated["n"] else ""
    return f"{figure(stated)} ({ends})" if ends else UNKNOWN


def causes(score: Mapping[str, Any]) -> str:
    """What the columns beside the delays are for, and what they rest on."""
    rest = attributed_faces(score["faces_attributed"])
    return (
        "A group that is recognised later may be smaller, walk faster or pass another camera: before a difference is "
        "laid to the recogniser, compare how far apart eyes are (half of all faces; 5 % to 95 %) and how many faces a "
        f"pass gives (half of all passes). {rest[0].upper()}{rest[1:]}."
    )
