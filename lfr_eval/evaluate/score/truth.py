"""The truth that a run can be held against: its own passes and boxes, and who the people are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.core.events import PassKind
from lfr_eval.core.garbage import without_collection
from lfr_eval.core.given import file_digest
from lfr_eval.core.names import alike
from lfr_eval.core.units import ABSURD_S, FAR, MUCH, plain_unit_of_moments, unit_of_long_passes
from lfr_eval.datasets.clocks import other_clock
from lfr_eval.datasets.labels import read_labels
from lfr_eval.datasets.passes import PassTable, read_boxes, read_passes, require_seconds
from lfr_eval.datasets.subjects import LabelSource, Subjects, label_passes, pool_subjects, read_subjects
from lfr_eval.evaluate.score.counts import counts_of
from lfr_eval.metrics.truth import Truth
from lfr_eval.record.reader import RunRecord
from lfr_eval.watchlist.watchlist import Watchlist

BOXES = "boxes.csv"
"""Read by itself where it stands beside the passes."""


@dataclass(frozen=True, slots=True)
class TruthFiles:
    """Where truth stands."""

    passes: Path
    subjects: tuple[Path, ...] = ()
    labels: Path | None = None
    allow_mixed: bool = False
    """Whether labels of different sources may be pooled."""

    @property
    def boxes(self) -> Path | None:
        """boxes.csv, if there is one beside the passes."""
        beside = self.passes.with_name(BOXES)
        return beside if beside.is_file() else None

    @property
    def used(self) -> list[Path]:
        """All of them that there are."""
        return [path for path in (self.passes, self.boxes, *self.subjects, self.labels) if path]

    def digest(self) -> str:
        """sha256 of the passes; where further files are used, of the digests of all of them."""
        digests = [file_digest(path) for path in self.used]
        return digests[0] if len(digests) == 1 else hashlib.sha256(json.dumps(digests).encode()).hexdigest()

    def read_subjects(self) -> Subjects | None:
        """The people, or None where no file says who they are.

        Raises:
            TableError: If a file is not what it must be.
            InputError: If files cannot be pooled.
        """
        if not self.subjects:
            return None
        labels = read_labels(self.labels) if self.labels else None
        with without_collection():
            parts = [read_subjects(path, labels) for path in self.subjects]
        return pool_subjects(parts, allow_mixed=self.allow_mixed)


@dataclass(frozen=True, slots=True)
class TruthOfRun:
    """The rows of truth that one run can be held against."""

    truth: Truth
    elsewhere: int
    """Rows that name other sources."""
    not_watched: int
    """Passes that begin after the last frame that was watched."""
    notes: tuple[str, ...] = ()
    """What a reader must know of its names, a line each."""


def read_truth(run: RunRecord, files: TruthFiles, subjects: Subjects | None) -> TruthOfRun:
    """Read the truth of a run, its passes with the attributes of their subjects.

    Boxes are of no use for a system of which no faces are known: then times alone attribute its hits.

    Raises:
        TableError: If a file is not what it must be, has no row for the source, or contradicts the list.
    """
    table = read_passes(files.passes, run.header["source"]["id"], frozenset(run.header["watchlist"]["persons"]))
    watched_s, source = counts_of(run)["end_s"], run.header["source"]
    ends_s = max(watched_s, source.get("duration_s") or 0.0)
    asked = require_seconds(table, ends_s, whole=bool(source.get("duration_s")), fps=source.get("nominal_fps"))
    external = bool(run.header.get("external"))
    notes = (*table.notes, *([asked] if asked else []), *_long_passes(table, ends_s, external=external))
    if external:
        _refuse_other_unit(run, table)
        notes = (*notes, *alike(run.header["watchlist"]["persons"]), *_doubts(table, watched_s))
    boxes = read_boxes(files.boxes, table) if files.boxes and not external else None
    rows = label_passes(table, subjects) if subjects else table.passes
    watched = tuple(row for row in rows if row.t_enter_s < watched_s)
    if boxes is not None:
        boxes = boxes[np.isin(boxes.pass_id, [row.pass_id for row in watched])]
    return TruthOfRun(Truth(watched, boxes), table.skipped, len(rows) - len(watched), notes)


def _last_s(table: PassTable) -> float:
    return max((found.t_exit_s for found in table.passes), default=0.0)


def _doubts(table: PassTable, watched_s: float) -> list[str]:
    """What to ask where another system watched for much longer than truth lasts, or for much less."""
    last_s = _last_s(table)
    if watched_s <= FAR * last_s and last_s <= FAR * watched_s:
        return []
    return [
        f"truth ends at {last_s:g} s, and the system is said to have watched for {watched_s:g}: are its times and its "
        "duration in seconds?"
    ]


def _long_passes(table: PassTable, ends_s: float, *, external: bool) -> list[str]:
    """What to ask where nobody passes for so long; refused where the length of the footage is only said to be known.

    Passes for most of the footage are left alone: they may stand for "somewhere in it".
    """
    lasts = [found.t_exit_s - found.t_enter_s for found in table.passes if found.kind is PassKind.PASS]
    lasts_s = float(np.median(lasts)) if lasts else 0.0
    unit, much = unit_of_long_passes(lasts_s), lasts_s > MUCH * ends_s
    said = f"half of the passes last {lasts_s:,.6g} s or longer"
    if unit and external and lasts_s > ABSURD_S and not much:
        raise InputError(
            f"{table.path}: expected truth, alerts and duration in seconds, found {unit}, it seems: {said}"
        )
    return [f"{said}: are all times in {unit}?"] if unit and (external or not much) else []


def _refuse_other_unit(run: RunRecord, table: PassTable) -> None:
    """Refuse alerts of another system that would lie in the span of truth if only their unit were another one."""
    last_s = _last_s(table)
    said = run.candidates()
    expected = (
        f"alerts of {run.header['source']['id']}: expected times and duration in seconds, as in {table.path} (which "
        f"ends at {last_s:g})"
    )
    if unit := plain_unit_of_moments(said["pts_s"].tolist(), last_s):
        raise InputError(f"{expected}, found what looks like {unit}")
    if other := other_clock(said["pts_s"].to_numpy(), said["person"].tolist(), table.passes):
        raise InputError(f"{expected}, found {other}")


def require_truth(
    files: TruthFiles,
    source_id: str,
    watchlist: Watchlist,
    *,
    duration_s: float | None = None,
    fps: float | None = None,
) -> None:
    """Make sure, before footage is watched, that it can be scored afterwards.

    Args:
        files: The truth.
        source_id: Whose rows count.
        watchlist: The list that is watched for.
        duration_s: How long the source is; None = it does not say.
        fps: Its frames a second.

    Raises:
        TableError: If the truth is not what it must be.
    """
    table = read_passes(files.passes, source_id, watchlist.in_force(datetime.now(UTC)).submitted)
    if duration_s:
        require_seconds(table, duration_s, whole=True, fps=fps)
    if files.boxes:
        read_boxes(files.boxes, table)
    if subjects := files.read_subjects():
        label_passes(table, subjects)


def label_caveats(subjects: Subjects | None, by: Sequence[str]) -> list[str]:
    """What must be said of labels wherever groups are shown."""
    if subjects is None or not by:
        return []
    said = []
    if len(subjects.label_sources) > 1:
        names = ", ".join(sorted(str(source or "not recorded") for source in subjects.label_sources))
        said.append(f"labels of different sources are pooled ({names})")
    if LabelSource.MODEL in subjects.label_sources:
        said.append("some labels were inferred by a model: groups by them are not evidence about people")
    return said
