"""Small watched scenes for the tests: passes, hits and faces in a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from lfr_eval.core.events import Alert, Hits, OnList, Pass, PassKind, Tracks, TruthBoxes
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.metrics.box_matching import Detections
from lfr_eval.metrics.pass_scores import PassScores, pool
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import Observed, ScoredRun
from lfr_eval.metrics.truth import Listed, Truth

LEFT, RIGHT = (0, 0, 100, 100), (200, 0, 300, 100)


def row(pass_id: str, enter_s: float, exit_s: float, subject: str | None = None, **more: Any) -> Pass:
    return Pass(pass_id=pass_id, source="clip.mp4", subject_id=subject, t_enter_s=enter_s, t_exit_s=exit_s, **more)


def crowd(pass_id: str, enter_s: float, exit_s: float) -> Pass:
    return row(pass_id, enter_s, exit_s, kind=PassKind.UNLISTED_CROWD)


def unknown(pass_id: str, enter_s: float, exit_s: float) -> Pass:
    return row(pass_id, enter_s, exit_s, on_list=OnList.UNKNOWN)


def hit(
    pts_s: float, person: str = "P", track: int = 1, emitted_s: float | None = None, score: float = 0.7
) -> dict[str, Any]:
    emitted_s = pts_s if emitted_s is None else emitted_s
    return {"pts_s": pts_s, "person": person, "track": track, "emitted_s": emitted_s, "score": score}


def as_hits(rows: Sequence[dict[str, Any]]) -> Hits:
    def column(name: str, dtype: Any) -> Any:
        return np.array([one[name] for one in rows], dtype)

    frame = np.array([frame_at(one["pts_s"]) for one in rows], np.int64)
    person = column("person", object)
    return Hits(
        frame, column("track", np.int64), column("pts_s", float), column("emitted_s", float), person, person,
        column("score", np.float32),
    )  # fmt: skip


def frame_at(pts_s: float) -> int:
    return round(pts_s * 25)


def deduplicate(hits: Hits, window_s: float = 30.0) -> list[Alert]:
    """Reference de-duplication: a fixed window per person from its first hit."""
    alerts: list[Alert] = []
    for person in sorted(set(hits.person)):
        mine = sorted(np.flatnonzero(hits.person == person), key=lambda one: (hits.pts_s[one], hits.track[one]))
        while mine:
            first = mine[0]
            window = [one for one in mine if hits.pts_s[one] < hits.pts_s[first] + window_s]
            mine = mine[len(window) :]
            first_s, emitted_s = float(hits.pts_s[first]), float(hits.emitted_s[first])
            alerts.append(Alert(int(hits.track[first]), person, person, 0.7, first_s, emitted_s, 0, len(window)))
    return alerts


def face(pts_s: float, track: int, box: tuple[int, int, int, int] = LEFT, embedded: bool = True) -> tuple[Any, ...]:
    return pts_s, track, box, embedded


def faces(rows: Sequence[tuple[Any, ...]]) -> Detections:
    return Detections(
        frame=np.array([frame_at(one[0]) for one in rows], np.int64),
        pts_s=np.array([one[0] for one in rows], float),
        track=np.array([one[1] for one in rows], np.int64),
        boxes_px=np.array([one[2] for one in rows], np.float32).reshape(-1, 4),
        embedded=np.array([one[3] for one in rows], bool),
    )


def tracks(*spans: tuple[int, float, float]) -> Tracks:
    number, first_s, last_s = zip(*spans, strict=True)
    return Tracks(np.array(number), np.array(first_s, float), np.array(last_s, float), np.ones(len(spans), np.int64))


def boxes(*rows: tuple[str, float, tuple[int, int, int, int]]) -> TruthBoxes:
    pass_id, pts_s, box = zip(*rows, strict=True)
    return TruthBoxes(np.array(pass_id, object), np.array(pts_s, float), np.array(box, np.float32))


def watch(
    passes: Sequence[Pass],
    hits: Sequence[dict[str, Any]] = (),
    *,
    on_list: set[str] = frozenset({"P", "Q"}),  # type: ignore[assignment]
    failed: set[str] = frozenset(),  # type: ignore[assignment]
    seen: Tracks | None = None,
    detections: Sequence[tuple[Any, ...]] | None = None,
    truth_boxes: TruthBoxes | None = None,
    window_s: float = 30.0,
) -> ScoredRun:
    found = as_hits(hits)
    observed = Observed(
        found, deduplicate(found, window_s), 3600.0, seen, None if detections is None else faces(detections)
    )
    return score_run(observed, Truth(passes, truth_boxes), Listed(on_list, failed), ScoringSettings())


def score(*args: Any, **more: Any) -> PassScores:
    return pool([watch(*args, **more)])


def outcomes(run: ScoredRun) -> dict[str, str | None]:
    return {record.row.pass_id: record.outcome for record in run.records}
