"""Turn what a system that cannot be run here has said into a run record, so that everything else works on it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.core.events import Hits
from lfr_eval.core.given import file_digest
from lfr_eval.core.names import Known, typed
from lfr_eval.core.settings import SystemSettings
from lfr_eval.datasets.alert_log import LoggedHit, read_alert_log
from lfr_eval.datasets.tables import read_table
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.evaluate.environment import versions
from lfr_eval.evaluate.rows import write_alerts
from lfr_eval.record.writer import RunWriter


@dataclass(frozen=True, slots=True)
class ExternalSystem:
    """What must be known of a system that is judged from its log."""

    name: str
    source_id: str
    duration_s: float
    """How long it watched; without it there are no rates per hour, and no passes that it did not see."""
    listed: Path
    """CSV with the column person_id: who was on its list."""


def record_alerts(
    log: Path, system: ExternalSystem, root: Path, *, distances: bool = False, threshold: float | None = None
) -> Path:
    """Write a run record from an alert log.

    The log's lowest score is the threshold and the floor of the record: nothing is known below it. Tracks, faces and
    failures to acquire are not known, and stated as such by the score.

    Args:
        log: See `datasets.alert_log`.
        system: What is known of the system.
        root: Folder of all runs.
        distances: Scores are distances.
        threshold: What the system alerted at, as a similarity; only needed where it alerted to nobody.

    Returns:
        The run directory.

    Raises:
        TableError: If a file is not what it must be, or a time lies beyond the end of what was watched.
        InputError: If the log names somebody who is not on the list, or nobody at all and no threshold is given.
    """
    hits = read_alert_log(log, distances=distances, end_s=system.duration_s)
    persons = _read_listed(system.listed)
    known = [hit.score for hit in hits] or ([] if threshold is None else [threshold])
    if not known:
        raise InputError(f"{log}: expected at least one alert, or --threshold: without either nothing tells it")
    if strangers := sorted({hit.person_id for hit in hits} - persons):
        hint = Known(persons).remark(strangers[0])
        raise InputError(f"{log}: {strangers[0]!r} is not on the list of {system.listed}{hint}")
    floor = min(known)
    header = _header(log, system, persons, floor)
    with RunWriter(root, header) as writer:
        columns = {name: [row[name] for row in map(asdict, hits)] for name in ("track", "pts_s", "emitted_s")}
        writer.append(
            "candidates",
            columns
            | {
                "frame": list(range(len(hits))),
                "person": [hit.person_id for hit in hits],
                "entry": [hit.entry_id for hit in hits],
                "score": [hit.score for hit in hits],
                "fused_score": [hit.score for hit in hits],
                "rank": 1,
            },
        )
        write_alerts(writer, alerts_of(_hits(hits), header["settings"]["alerting"]["window_s"]))
        writer.note(counts=_counts(system.duration_s))
        return writer.finish()


def _header(log: Path, system: ExternalSystem, persons: frozenset[str], floor: float) -> dict[str, Any]:
    alerting = SystemSettings().model_dump()["alerting"] | {"threshold": floor}
    return {
        "external": True,
        "settings": {"alerting": alerting, "matching": {"k": 1, "score_floor": floor}},
        "models": {"pack": system.name, "files": [], "licence": "not stated", "source": f"alert log {log.name}"},
        "watchlist": _list_stated(persons),
        "source": {
            "id": typed(system.source_id, "--source-id"),
            "digest": None,
            "live": False,
            "size_px": None,
            "nominal_fps": None,
            "duration_s": system.duration_s,
        },
        "log_sha256": file_digest(log),
        "versions": versions(),
        "hardware": None,
    }


def _read_listed(path: Path) -> frozenset[str]:
    rows = read_table(path, required=("person_id",), further=True).rows
    persons = frozenset(name for row in rows if (name := row.text("person_id")))
    if not persons:
        raise InputError(f"{path}: expected the persons of the list in the column person_id, found none")
    return persons


def _list_stated(persons: frozenset[str]) -> dict[str, object]:
    names = sorted(persons)
    return {
        "name": "external",
        "digest": hashlib.sha256("\n".join(names).encode()).hexdigest(),
        "sealed": None,
        "persons_submitted": len(names),
        "persons_enrolled": len(names),
        "images_submitted": len(names),
        "images_enrolled": len(names),
        "failed": {},
        "persons": names,
        "persons_not_enrolled": [],
    }


def _counts(duration_s: float) -> dict[str, object]:
    return {
        "frames_read": 0,
        "frames_dropped": 0,
        "faces": 0,
        "faces_embedded": 0,
        "duration_s": duration_s,
        "end_s": duration_s,
        "irregularities": {},
        "damage": None,
    }


def _hits(hits: Sequence[LoggedHit]) -> Hits:
    return Hits(
        frame=np.arange(len(hits)),
        track=np.array([hit.track for hit in hits], np.int64),
        pts_s=np.array([hit.pts_s for hit in hits]),
        emitted_s=np.array([hit.emitted_s for hit in hits]),
        person=np.array([hit.person_id for hit in hits], object),
        entry=np.array([hit.entry_id for hit in hits], object),
        score=np.array([hit.score for hit in hits], np.float32),
    )
