"""Hold run records against truth: no model runs here, whatever the threshold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lfr_eval.core.errors import InputError, RecordError
from lfr_eval.core.events import Tracks
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.datasets.passes import read_boxes, read_passes
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.evaluate.counts import counts_of
from lfr_eval.evaluate.hits import read_hits
from lfr_eval.metrics.box_matching import Detections
from lfr_eval.metrics.pass_scores import PassScores, pool
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import Observed, ScoredRun
from lfr_eval.metrics.truth import Listed, Truth
from lfr_eval.record.reader import RunRecord

SCHEMA_VERSION = 1
SCORABLE = ("complete", "stopped")
BOXES = "boxes.csv"
"""Read by itself where it stands beside the passes."""


@dataclass(frozen=True, slots=True)
class Score:
    """What came of holding runs against truth."""

    scores: PassScores
    stated: dict[str, Any]
    """The object of `score --json`."""


def score_runs(
    runs: Sequence[RunRecord],
    truth: Path,
    *,
    threshold: float | None = None,
    settings: ScoringSettings | None = None,
    partial: bool = False,
) -> Score:
    """Score one run, or several pooled.

    Args:
        runs: Records; each is scored against the rows of the truth that name its source.
        truth: passes.csv; a boxes.csv beside it is used too.
        threshold: None = the one the first run was watched at.
        settings: None = the de-duplication window that the first run was watched with, else the defaults.
        partial: Score failed and interrupted runs as far as they go.

    Raises:
        RecordError: If a run is not whole and `partial` is not set, or the threshold is below its score floor.
        TableError: If the truth is not what it must be.
        InputError: If the runs do not have one watchlist and one set of models in common.
    """
    first = runs[0].header
    _require_comparable(runs)
    if threshold is None:
        threshold = float(first["settings"]["alerting"]["threshold"])
    settings = settings or ScoringSettings(window_s=first["settings"]["alerting"]["window_s"])
    boxes = truth.with_name(BOXES) if truth.with_name(BOXES).is_file() else None
    for run in runs:
        _require_whole(run, partial)
    truths = [_read_truth(run, truth, boxes) for run in runs]
    scored = [_score_one(run, rows, threshold, settings) for run, rows in zip(runs, truths, strict=True)]
    scores = pool(scored)
    stated = {
        "schema_version": SCHEMA_VERSION,
        "run_id": first["run_id"] if len(runs) == 1 else [run.run_id for run in runs],
        "threshold": threshold,
        "truth_sha256": _digest(truth, boxes),
        "rows_for_other_sources": sum(rows.elsewhere for rows in truths),
        "passes_not_watched": sum(rows.not_watched for rows in truths),
        "watchlist": {
            key: first["watchlist"][key] for key in ("persons_submitted", "persons_enrolled", "images_enrolled")
        },
        "enrolment": {"submitted": first["watchlist"]["images_submitted"], "failed": first["watchlist"]["failed"]},
        **scores.to_json(),
        "frames": {key: sum(counts_of(run)[f"frames_{key}"] for run in runs) for key in ("read", "dropped")},
        "settings": settings.model_dump(),
        "groups": [],
        "verdicts": [],
        "latency": _latency(runs, scores),
        "models": first["models"],
        "caveats": _caveats(runs, truths, scores),
    }
    return Score(scores, stated)


def observed(run: RunRecord, threshold: float, window_s: float) -> Observed:
    """What a run saw and said, with hits and alerts recomputed at a threshold."""
    faces = run.faces()
    hits = read_hits(run, threshold)
    return Observed(
        hits=hits,
        alerts=alerts_of(hits, window_s),
        duration_s=float(counts_of(run)["duration_s"]),
        tracks=read_tracks(faces),
        detections=_detections(faces),
    )


def read_tracks(faces: pd.DataFrame) -> Tracks:
    """Tracks as their faces show them, so that an unfinished record has them too."""
    grouped = faces.groupby("track", sort=True).agg(
        first_s=("pts_s", "min"), last_s=("pts_s", "max"), embedded=("embedded", "sum")
    )
    return Tracks(
        track=grouped.index.to_numpy(np.int64),
        first_s=grouped["first_s"].to_numpy(np.float64),
        last_s=grouped["last_s"].to_numpy(np.float64),
        embedded=grouped["embedded"].to_numpy(np.int64),
    )


@dataclass(frozen=True, slots=True)
class _TruthOfRun:
    """The rows of truth that a run can be held against."""

    truth: Truth
    elsewhere: int
    """Rows that name other sources."""
    not_watched: int
    """Passes that begin after the last frame that was watched."""


def _read_truth(run: RunRecord, passes: Path, boxes: Path | None) -> _TruthOfRun:
    rows = read_passes(passes, run.header["source"]["id"], frozenset(run.header["watchlist"]["persons"]))
    truth_boxes = read_boxes(boxes, rows) if boxes else None
    watched_s = counts_of(run)["duration_s"]
    watched = tuple(row for row in rows.passes if row.t_enter_s < watched_s)
    if truth_boxes is not None:
        truth_boxes = truth_boxes[np.isin(truth_boxes.pass_id, [row.pass_id for row in watched])]
    return _TruthOfRun(Truth(watched, truth_boxes), rows.skipped, len(rows.passes) - len(watched))


def _score_one(run: RunRecord, rows: _TruthOfRun, threshold: float, settings: ScoringSettings) -> ScoredRun:
    listed = run.header["watchlist"]
    return score_run(
        observed(run, threshold, settings.window_s),
        rows.truth,
        Listed(frozenset(listed["persons"]), frozenset(listed["persons_not_enrolled"])),
        settings,
    )


def _detections(faces: pd.DataFrame) -> Detections:
    corners = faces[["x", "y", "x", "y"]].to_numpy(np.float32)
    corners[:, 2:] += faces[["w", "h"]].to_numpy(np.float32)
    return Detections(
        frame=faces["frame"].to_numpy(np.int64),
        pts_s=faces["pts_s"].to_numpy(np.float64),
        track=faces["track"].to_numpy(np.int64),
        boxes_px=corners,
        embedded=faces["embedded"].to_numpy(bool),
    )


def _latency(runs: Sequence[RunRecord], scores: PassScores) -> dict[str, Any]:
    """Wall times per frame of all runs together, and delays from entry."""
    process_ms = np.concatenate([run.timings()["process_ms"].to_numpy(np.float64) for run in runs])
    percentiles = {f"p{q}": float(np.percentile(process_ms, q)) for q in (50, 95, 99)} if len(process_ms) else None
    return {
        "process_ms": percentiles,
        "capture_to_alert_ms": None,
        "entry_to_hit_s": scores.entry_to_hit_s.to_json(),
        "entry_to_alert_s": scores.entry_to_alert_s.to_json(),
    }


def _caveats(runs: Sequence[RunRecord], truths: Sequence[_TruthOfRun], scores: PassScores) -> list[str]:
    """What a reader must know beside the figures."""
    said = []
    if scores.attribution == "time":
        said.append("attributed by time only: a stranger mistaken for a listed person who is in view stays hidden")
    if scores.ambiguity.hits:
        said.append(
            f"{scores.ambiguity.hits} hits could belong to more than one pass; the bounds say what that changes"
        )
    if scores.unboxed:
        said.append(f"{scores.unboxed} passes have no box: they can only count as not acquired")
    if not_watched := sum(rows.not_watched for rows in truths):
        said.append(f"{not_watched} passes begin after the end of what was watched; they are in no rate")
    if not scores.passes.non_mated:
        said.append("no pass of a person who is not listed: nothing is shown about false positives")
    if not scores.passes.mated:
        said.append("no pass of a listed person: nothing is shown about recognition")
    for run in runs:
        run_id, counts = run.run_id, counts_of(run)
        if run.status not in SCORABLE:
            said.append(f"run {run_id} is {run.status}: scored as far as it goes")
        if counts.get("damage"):
            said.append(f"run {run_id}: {counts['damage']}")
        said.extend(f"run {run_id}: {kind}: {n}" for kind, n in counts.get("irregularities", {}).items() if n)
    said.append("valid only for these models, settings, list and footage")
    return said


def _require_whole(run: RunRecord, partial: bool) -> None:
    if run.status == "running":
        raise RecordError(f"run {run.run_id} is still running; wait for it, or stop it")
    if run.status not in SCORABLE and not partial:
        raise RecordError(f"run {run.run_id} is {run.status}, not whole; score it as far as it goes with --partial")


def _require_comparable(runs: Sequence[RunRecord]) -> None:
    """One list and one set of models: rates over different ones have no meaning together."""
    if len({run.header["watchlist"]["digest"] for run in runs}) > 1:
        raise InputError("runs with different watchlists cannot be pooled; score them one by one")
    if len({json.dumps(run.header["models"]["files"]) for run in runs}) > 1:
        raise InputError("runs with different models cannot be pooled; score them one by one")


def _digest(truth: Path, boxes: Path | None) -> str:
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (truth, boxes) if path]
    return digests[0] if len(digests) == 1 else hashlib.sha256(json.dumps(digests).encode()).hexdigest()
