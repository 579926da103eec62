"""What the page of latency says: how soon an alert comes, what each stage takes, and what a machine keeps up with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from lfr_eval.core.footage_phrases import irregularity
from lfr_eval.core.phrases import delay, quantile, timely
from lfr_eval.evaluate.results.phrases import silenced
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.metrics.incidence import Waits, cumulative_incidence, share_by
from lfr_eval.metrics.pass_times import waits_for_alert
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.truth import Status
from lfr_eval.record.tables import STAGES
from lfr_eval.report.charts.latency import (
    AFTER_S,
    CUT_OFF,
    ENDED,
    FACES,
    FRAMES,
    HIGH,
    LEFT,
    LOW,
    MEAN,
    P50,
    P95,
    P99,
    PER_SECOND,
    SHARE,
    STAGE,
    WAITING,
)
from lfr_eval.report.words import count, percent
from lfr_eval.ui.literal import strong

WHOLE = "whole frame"
FEWEST = 20
"""Frames or passes below whose number 95 % of them cannot be told from all of them."""
STEPS_SHOWN = 100
"""Steps of a curve that are drawn and listed at most."""


def stages(timings: pd.DataFrame) -> pd.DataFrame:
    """Percentiles of each stage over all frames, then of the whole frame; in milliseconds.

    Percentiles of stages do not add up to that of the whole.
    """
    columns = {stage: timings[f"{stage}_ms"] for stage in STAGES} | {WHOLE: timings["process_ms"]}
    rows = [(name, *np.percentile(ms, [50, 95, 99]), ms.mean()) for name, ms in columns.items()]
    return pd.DataFrame(rows, columns=[STAGE, P50, P95, P99, MEAN]).round(3)


def stages_sentence(found: pd.DataFrame, pace: str) -> str:
    """What a frame takes, and where most of it goes."""
    whole, parts = found.iloc[-1], found.iloc[:-1]
    most = parts.iloc[int(parts[MEAN].argmax())]
    how = "at the pace of the source" if pace == "live" else "with the footage read as fast as the machine could"
    part = most[MEAN] / parts[MEAN].sum()
    return (
        f"Half of all frames took less than {_ms(whole[P50])}, 95 % less than {_ms(whole[P95])}, 99 % less than "
        f"{_ms(whole[P99])}, {how}. {'Most' if part > 0.5 else 'The largest part'} of the time goes into the stage "
        f"{most[STAGE]}: {percent(part)}."
    )


def _ms(value: float) -> str:
    return f"{value:.3g} ms" if value < 1000 else f"{value / 1000:.3g} s"


def alert_waits(scored: ScoredRun) -> Waits:
    """How long listed people waited until the operator knew of them."""
    return waits_for_alert([one for one in scored.records if one.status is Status.MATED])


def curve_table(waits: Waits) -> pd.DataFrame:
    """The share that got there by each time, with its interval by people; of many steps some, evenly chosen.

    The interval may not fall with time where it changes its rule: there the wider one is shown.
    """
    found = cumulative_incidence(waits)
    if found is None:
        return pd.DataFrame(columns=[AFTER_S, SHARE, LOW, HIGH, WAITING])
    places = np.unique(np.linspace(0, len(found.time_s) - 1, STEPS_SHOWN).round().astype(int))
    ends = [share_by(waits, float(seconds)) or (np.nan, np.nan) for seconds in found.time_s[places]]
    low, high = np.array(ends).T
    columns = {
        AFTER_S: found.time_s[places],
        SHARE: found.share[places],
        LOW: np.minimum.accumulate(low[::-1])[::-1],
        HIGH: np.maximum.accumulate(high),
        WAITING: found.waiting[places],
    }
    return pd.DataFrame(columns).round(4)


def without(waits: Waits) -> pd.DataFrame:
    """When those without an alert left or were cut off, and how high the curve was then."""
    found = cumulative_incidence(waits)
    ended = [
        (round(seconds, 4), round(found.at(seconds), 4), CUT_OFF if cut_off else LEFT)
        for seconds, happened, cut_off in zip(waits.seconds, waits.happened, waits.cut_off, strict=True)
        if found and not happened
    ]
    return pd.DataFrame(sorted(ended), columns=[AFTER_S, SHARE, ENDED]).astype({AFTER_S: float, SHARE: float})


def answer(score: ScoreResult) -> str:
    """How many listed people were recognised in time."""
    return strong(f"Recognised in time: {timely(score.timely, score.settings.grace_s)}.")


def alert_sentence(score: ScoreResult) -> str:
    """How soon the operator knew of listed people; who left without an alert never had one."""
    to_alert = score.latency.entry_to_alert_s
    said = f"From entering to alert: {delay(to_alert)}"
    if to_alert.n >= FEWEST:
        said += f"; 95th percentile {quantile(to_alert, 'p95')}"
    said += f". To the first hit: {delay(score.latency.entry_to_hit_s)}."
    return " ".join([said, *(f"{line}." for line in silenced(score.silenced))])


def capture_sentence(header: Mapping[str, Any]) -> str:
    """How late the answer on a frame came, where the watch went at the pace of the source."""
    found = (header.get("load") or {}).get("capture_to_alert_ms")
    if found is None:
        return "From capture to alert: not measured. Only a watch at the pace of its source measures it."
    return (
        f"From capture to alert, of every frame whether it raised an alert or not: half within {_ms(found['p50'])}, "
        f"95 % within {_ms(found['p95'])}, 99 % within {_ms(found['p99'])}."
    )


def measured(header: Mapping[str, Any]) -> str:
    """How fast the whole watch was, waiting included; empty where that was not recorded."""
    load = header.get("load")
    if not load:
        return ""
    said = f"The whole watch went at {load['frames_per_s']:.3g} frames and {load['faces_per_s']:.3g} faces a second, "
    said += f"with {count(header['workers'], 'model call', 'model calls side by side')}"
    if load["queue"]:
        said += f"; at most {count(load['queue']['most'], 'frame')} waited"
    if load["memory_mib"]:
        said += f"; memory reached {load['memory_mib']['peak']:,.0f} MiB"
    return f"{said}."


def dropped(header: Mapping[str, Any]) -> str:
    """How many frames were lost."""
    counts = header["counts"]
    read, lost = counts["frames_read"], counts["frames_dropped"]
    if lost is None:
        return f"Frames lost: not known. {read:,} were read, and a camera does not tell what it dropped."
    told = "".join(f"; {irregularity(kind, n)}" for kind, n in counts["irregularities"].items() if n)
    share = f" = {percent(lost / (lost + read))}" if lost + read else ""
    return f"Frames lost: {lost:,} of {lost + read:,}{share}{told}."


def capacity(timings: pd.DataFrame) -> pd.DataFrame:
    """Frames a second that 95 % of frames would allow, by the number of faces in them.

    Numbers of faces are put together by doubling: 0, 1, 2, 3-4, 5-8, …; groups of fewer than `FEWEST` frames
    are left out.
    """
    exponent = np.where(timings["faces"] < 1, -1, np.ceil(np.log2(timings["faces"].clip(lower=1)))).astype(int)
    rows = []
    for power, ms in timings["process_ms"].groupby(exponent):
        if len(ms) >= FEWEST:
            p95 = float(np.percentile(ms, 95))
            rows.append((_faces(int(str(power))), len(ms), round(p95, 2), round(1000 / p95, 2)))
    return pd.DataFrame(rows, columns=[FACES, FRAMES, P95, PER_SECOND])


def _faces(power: int) -> str:
    if power < 0:
        return "0"
    low, high = 2 ** (power - 1) + 1 if power else 1, 2**power
    return f"{high}" if low >= high else f"{low} to {high}"


def capacity_sentence(header: Mapping[str, Any], timings: pd.DataFrame) -> str:
    """What frame rate the machine keeps up with, and what that rests on."""
    sustained = 1000 / float(np.percentile(timings["process_ms"], 95))
    fps, machine = header["source"]["nominal_fps"], header["hardware"]
    against = ""
    if fps:
        enough = "keeps up with" if sustained >= fps else "does not keep up with"
        against = f": it {enough} this footage, which has {fps:g} frames a second"
    frames, cores = count(len(timings), "frame"), count(machine["cores"], "core")
    return (
        f"One frame after the other, 95 % of frames were done in time for {sustained:.3g} frames a second{against}. "
        f"This is derived from the recorded times of {frames} of one stream on the machine that watched "
        f"({machine['processor']}, {cores}); several streams at once were not measured, and frames that wait for one "
        "another are not modelled."
    )
