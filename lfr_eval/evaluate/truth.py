"""The truth that a run can be held against: its own passes and boxes, and who the people are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from lfr_eval.core.collection import without_collection
from lfr_eval.datasets.labels import read_labels
from lfr_eval.datasets.passes import read_boxes, read_passes
from lfr_eval.datasets.subjects import LabelSource, Subjects, label_passes, pool_subjects, read_subjects
from lfr_eval.evaluate.counts import counts_of
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

    def digest(self) -> str:
        """sha256 of the passes; where further files are used, of the digests of all of them."""
        used = [path for path in (self.passes, self.boxes, *self.subjects, self.labels) if path]
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in used]
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


def read_truth(run: RunRecord, files: TruthFiles, subjects: Subjects | None) -> TruthOfRun:
    """Read the truth of a run, its passes with the attributes of their subjects.

    Boxes are of no use for a system of which no faces are known: then times alone attribute its hits.

    Raises:
        TableError: If a file is not what it must be, has no row for the source, or contradicts the list.
    """
    table = read_passes(files.passes, run.header["source"]["id"], frozenset(run.header["watchlist"]["persons"]))
    boxes = read_boxes(files.boxes, table) if files.boxes and not run.header.get("external") else None
    rows = label_passes(table, subjects) if subjects else table.passes
    watched_s = counts_of(run)["end_s"]
    watched = tuple(row for row in rows if row.t_enter_s < watched_s)
    if boxes is not None:
        boxes = boxes[np.isin(boxes.pass_id, [row.pass_id for row in watched])]
    return TruthOfRun(Truth(watched, boxes), table.skipped, len(rows) - len(watched))


def require_truth(files: TruthFiles, source_id: str, watchlist: Watchlist) -> None:
    """Make sure, before footage is watched, that it can be scored afterwards.

    Raises:
        TableError: If the truth is not what it must be.
    """
    table = read_passes(files.passes, source_id, watchlist.in_force(datetime.now(UTC)).submitted)
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
