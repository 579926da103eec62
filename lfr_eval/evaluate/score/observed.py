"""What a recorded run saw and said, at any threshold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lfr_eval.core.events import Tracks
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.evaluate.score.counts import counts_of
from lfr_eval.evaluate.score.hits import hits_and_below
from lfr_eval.metrics.box_matching import Detections
from lfr_eval.metrics.records import Observed
from lfr_eval.record.reader import RunRecord


def observed(run: RunRecord, threshold: float, window_s: float) -> Observed:
    """Hits and alerts recomputed at a threshold, with the tracks and faces behind them.

    Of a system that could not be run here (`evaluate.external`), and of a run that kept decisions only, there are
    neither tracks nor faces.
    """
    hits, below = hits_and_below(run, threshold)
    faces = run.faces() if keeps_faces(run) else None
    return Observed(
        hits=hits,
        alerts=alerts_of(hits, window_s),
        duration_s=float(counts_of(run)["duration_s"]),
        tracks=None if faces is None else read_tracks(faces),
        detections=None if faces is None else _detections(faces),
        below=below,
    )


def keeps_faces(run: RunRecord) -> bool:
    """Whether where each face stood is in the record."""
    return not run.header.get("external") and run.header.get("kept") != "decisions"


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


def _detections(faces: pd.DataFrame) -> Detections:
    corners = faces[["x", "y", "x", "y"]].to_numpy(np.float32)
    corners[:, 2:] += faces[["w", "h"]].to_numpy(np.float32)
    return Detections(
        frame=faces["frame"].to_numpy(np.int64),
        pts_s=faces["pts_s"].to_numpy(np.float64),
        track=faces["track"].to_numpy(np.int64),
        boxes_px=corners,
        embedded=faces["embedded"].to_numpy(bool),
        eye_px=faces["eye_px"].to_numpy(np.float32),
    )
