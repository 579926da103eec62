"""Hits at any threshold, recomputed from the candidates of a record."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from lfr_eval.core.errors import RecordError
from lfr_eval.core.events import Hits
from lfr_eval.core.thresholds import can_answer, reaches
from lfr_eval.record.reader import RunRecord


def read_hits(run: RunRecord, threshold: float | None = None) -> Hits:
    """The rank-1 candidates of a run at or above a threshold, ordered by time; see `hits_and_below`."""
    return hits_and_below(run, threshold)[0]


def hits_and_below(run: RunRecord, threshold: float | None = None) -> tuple[Hits, Hits]:
    """The rank-1 candidates of a run at or above a threshold, and those below it, each ordered by time.

    Args:
        run: The record.
        threshold: None = the one the run was watched at.

    Raises:
        RecordError: If the threshold is no score, or lies below the floor under which none was recorded.
    """
    settings = run.header["settings"]
    threshold = settings["alerting"]["threshold"] if threshold is None else threshold
    floor = settings["matching"]["score_floor"]
    highest = math.inf if run.header.get("external") else 1.0
    if not can_answer(threshold, floor, highest):
        raise RecordError(
            f"run {run.run_id}: expected a threshold from its score floor {floor:g} to {highest:g}, "
            f"found {threshold:g}; below the floor no score was recorded"
        )
    best = run.candidates(rank=1).sort_values(["frame", "track"], kind="stable")
    reached = reaches(best["fused_score"].to_numpy(np.float32), threshold)
    return _hits(best[reached]), _hits(best[~reached])


def _hits(rows: pd.DataFrame) -> Hits:
    return Hits(
        frame=rows["frame"].to_numpy(np.int64),
        track=rows["track"].to_numpy(np.int64),
        pts_s=rows["pts_s"].to_numpy(np.float64),
        emitted_s=rows["emitted_s"].to_numpy(np.float64),
        person=rows["person"].astype(object).to_numpy(),
        entry=rows["entry"].astype(object).to_numpy(),
        score=rows["fused_score"].to_numpy(np.float32),
    )
