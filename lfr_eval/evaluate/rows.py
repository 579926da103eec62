"""What the engine leaves behind, as rows of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Literal

import numpy as np

from lfr_eval.core.events import Alert
from lfr_eval.core.search import Matcher
from lfr_eval.core.thresholds import reaches
from lfr_eval.record.writer import RunWriter

if TYPE_CHECKING:
    from lfr_eval.engine.pipeline import FrameResult
    from lfr_eval.engine.tracks import TrackState

Keep = Literal["everything", "decisions"]
"""What of a watch is recorded: everything, or only counts, timings, hits and alerts."""


def write_frame(
    writer: RunWriter, result: FrameResult, matcher: Matcher, score_floor: float, keep: Keep = "everything"
) -> None:
    """Write one frame, and those lost before it: faces, candidates, tracks that ended, and how long each stage took."""
    frame = result.frame
    found = len(result.faces) if result.looked else None
    lost = len(frame.lost_s)
    writer.append(
        "frames",
        {
            "frame": np.arange(frame.index - lost, frame.index + 1),
            "pts_s": [*frame.lost_s, frame.pts_s],
            "faces": [None] * lost + [found],
            "dropped": [True] * lost + [False],
        },
    )
    if len(result.faces) and keep == "everything":
        _write_faces(writer, result)
    if result.decisions:
        _write_candidates(writer, result, matcher, score_floor)
    if keep == "everything":
        write_tracks(writer, result.closed)
    stages = {f"{stage}_ms": [ms] for stage, ms in result.times.ms.items()}
    writer.append("timings", {"frame": [frame.index], **stages, "process_ms": [sum(result.times.ms.values())]})


def write_tracks(writer: RunWriter, tracks: Sequence[TrackState]) -> None:
    """Write tracks that ended."""
    if not tracks:
        return
    columns = ("track", "first_s", "last_s", "frames", "embedded", "best_quality", "fta_reason", "split_of")
    rows = {column: [getattr(track, column) for track in tracks] for column in columns}
    writer.append("tracks", rows | {"template_status": ["ok" if track.embedded else "fta" for track in tracks]})


def write_alerts(writer: RunWriter, alerts: Sequence[Alert]) -> None:
    """Write the alerts of the whole run."""
    if alerts:
        rows = [asdict(alert) for alert in alerts]
        writer.append("alerts", {column.name: [row[column.name] for row in rows] for column in fields(Alert)})


def _write_faces(writer: RunWriter, result: FrameResult) -> None:
    faces, selected, n = result.faces, result.selected, len(result.faces)
    embedded = np.zeros(n, bool)
    embedded[selected.rows] = True
    boxes = faces.boxes_px
    writer.append(
        "faces",
        {
            "frame": np.full(n, result.frame.index),
            "pts_s": np.full(n, result.frame.pts_s),
            "track": result.tracks,
            "x": boxes[:, 0],
            "y": boxes[:, 1],
            "w": boxes[:, 2] - boxes[:, 0],
            "h": boxes[:, 3] - boxes[:, 1],
            "det_score": faces.det_scores,
            "eye_px": faces.eye_px,
            "quality": selected.quality,
            "embedded": embedded,
            "reason_not_embedded": list(selected.reasons),
        },
    )


def _write_candidates(writer: RunWriter, result: FrameResult, matcher: Matcher, score_floor: float) -> None:
    person = np.concatenate([decision.person for decision in result.decisions])
    entry = np.concatenate([decision.entry for decision in result.decisions])
    score = np.concatenate([decision.score for decision in result.decisions])
    fused = np.concatenate([decision.fused_score for decision in result.decisions])
    k = len(result.decisions[0].person)
    keep = np.flatnonzero(reaches(fused, score_floor))
    if not len(keep):
        return
    seconds = np.full(len(keep), result.frame.pts_s)
    writer.append(
        "candidates",
        {
            "frame": np.full(len(keep), result.frame.index),
            "track": np.repeat(result.tracks[result.selected.rows], k)[keep],
            "pts_s": seconds,
            "emitted_s": np.full(len(keep), result.emitted_s),
            "person": [matcher.person_ids[index] for index in person[keep].tolist()],
            "entry": [matcher.entry_ids[index] for index in entry[keep].tolist()],
            "score": score[keep],
            "fused_score": fused[keep],
            "rank": np.tile(np.arange(1, k + 1), len(result.decisions))[keep],
        },
    )
