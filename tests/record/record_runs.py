"""Runs with known rows."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from lfr_eval.record.tables import STAGES
from lfr_eval.record.writer import RunWriter

SOURCE = {
    "id": "gate.mp4",
    "digest": "ff",
    "live": False,
    "size_px": [640, 360],
    "nominal_fps": 25.0,
    "duration_s": 1.0,
}
SETTINGS = {"alerting": {"threshold": 0.4, "window_s": 30.0}, "matching": {"score_floor": 0.0}}
HEADER = {"source": SOURCE, "settings": SETTINGS}
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
NOON_ID = "20250601T120000Z"


def noon() -> datetime:
    return NOON


def append_frame(run: RunWriter, frame: int) -> None:
    """Two faces in every frame; only the first is embedded, and finds two persons."""
    pts_s, noise = frame / 25, np.random.default_rng(frame).random((7, 2), dtype=np.float32)
    scores = np.array([0.4, 0.3], np.float32)
    run.append("frames", {"frame": frame, "pts_s": pts_s, "faces": 2, "dropped": False})
    run.append("timings", {"frame": frame, "process_ms": 9.5} | {f"{stage}_ms": 1.5 for stage in STAGES})
    boxes = dict(zip(("x", "y", "w", "h", "det_score", "eye_px"), noise, strict=False))
    chosen = {"quality": [0.5, None], "embedded": [True, False], "reason_not_embedded": [None, "too small"]}
    run.append("faces", {"frame": frame, "pts_s": pts_s, "track": np.array([1, 2])} | boxes | chosen)
    found = {"person": ["001", "NA"], "entry": ["001/a.jpg", "NA.jpg"], "rank": [1, 2]}
    when = {"frame": frame, "track": 1, "pts_s": pts_s, "emitted_s": pts_s}
    run.append("candidates", when | found | {"score": scores, "fused_score": scores})


def append_ends(run: RunWriter) -> None:
    ends = {"first_s": 0.0, "last_s": 1.0, "frames": 26, "embedded": [26, 0], "best_quality": [0.5, None]}
    status = {"template_status": ["ok", "fta"], "fta_reason": [None, "too small"], "split_of": [None, 1]}
    run.append("tracks", {"track": [1, 2]} | ends | status)
    alert = {"track": 1, "person": "001", "entry": "001/a.jpg", "score": 0.4, "best_frame": 3, "hits": 26}
    run.append("alerts", alert | {"first_hit_s": 0.0, "emitted_s": 0.0})


def write_run(root: Path, frames: int = 5, header: dict | None = None, **options) -> Path:
    with RunWriter(root, HEADER if header is None else header, **options) as run:
        for frame in range(frames):
            append_frame(run, frame)
        append_ends(run)
    return run.path
