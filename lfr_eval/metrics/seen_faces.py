"""Whose the detected faces were, as far as truth says, and what they were like (METHODOLOGY 2.3 and 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray
from lfr_eval.core.events import Pass, PassKind
from lfr_eval.metrics.attribution import open_pairs
from lfr_eval.metrics.box_matching import NO_PASS, Detections, Matches, nearest_match


@dataclass(frozen=True, slots=True)
class SeenFaces:
    """Faces of which truth says whose they are, as parallel arrays of length f; and of p rows of truth."""

    row: IntArray
    """(f,) index of the pass of each face."""
    eye_px: FloatArray | None
    """(f,) distance between the eyes in source pixels; None where that was not recorded."""
    embedded: BoolArray
    """(f,) whether the face was turned into a template."""
    whole: BoolArray
    """(p,) rows of which every face is among these, so that they can be counted."""
    total: int
    """All faces that were detected, those of nobody known included."""

    @classmethod
    def of(cls, detections: Detections, chosen: IntArray, row: IntArray, whole: BoolArray) -> Self:
        """Take some (f,) of the detections, each with the index (f,) of its pass."""
        eye_px = None if detections.eye_px is None else detections.eye_px[chosen]
        return cls(row, eye_px, detections.embedded[chosen], whole, len(detections))

    @classmethod
    def together(cls, parts: Sequence[Self]) -> Self:
        """Those of several runs, at least one, whose rows of truth stand one after another."""
        starts = np.cumsum([0, *(len(one.whole) for one in parts)])
        eyes = [one.eye_px for one in parts if one.eye_px is not None]
        return cls(
            row=np.concatenate([one.row + start for one, start in zip(parts, starts[:-1], strict=True)]),
            eye_px=np.concatenate(eyes) if len(eyes) == len(parts) else None,
            embedded=np.concatenate([one.embedded for one in parts]),
            whole=np.concatenate([one.whole for one in parts]),
            total=sum(one.total for one in parts),
        )

    def eyes_of(self, rows: BoolArray) -> FloatArray | None:
        """Distances between the eyes of the faces of some rows of truth.

        Args:
            rows: (p,) which.
        """
        return None if self.eye_px is None else self.eye_px[rows[self.row]]

    def embedded_of(self, rows: BoolArray) -> IntArray:
        """How many faces were embedded of each of some (p,) rows of truth; those that are not whole are left out."""
        counts = np.bincount(self.row[self.embedded], minlength=len(self.whole))
        return counts[rows & self.whole]


def faces_by_boxes(detections: Detections, matches: Matches, passes: Sequence[Pass]) -> SeenFaces:
    """Faces by the truth boxes that they matched, else by their track's nearest match within 1 s.

    Args:
        detections: The faces of the run.
        matches: What `match_boxes` returned for them.
        passes: The rows of truth.

    Source: METHODOLOGY 2.5 (attribution with boxes).
    """
    row = matches.row.copy()
    loose = np.flatnonzero(row == NO_PASS)
    row[loose], _ = nearest_match(
        detections, matches, detections.frame[loose], detections.track[loose], detections.pts_s[loose]
    )
    chosen = np.flatnonzero(row != NO_PASS)
    is_pass = np.array([one.kind is PassKind.PASS for one in passes], bool)
    return SeenFaces.of(detections, chosen, row[chosen], is_pass)


def faces_by_time(detections: Detections, passes: Sequence[Pass], collar_s: float) -> SeenFaces:
    """Faces that can only be of one pass: no other is open when they are seen, nor a crowd row.

    Whom the system takes a face for decides nothing here: faces that are known to be somebody's because they were
    recognised are larger and better than the rest, and would flatter.

    Args:
        detections: The faces of the run.
        passes: The rows of truth.
        collar_s: Tolerance at both ends of a pass.
    """
    face, row = open_pairs(detections.pts_s, passes, PassKind.PASS, collar_s)
    rivals = np.bincount(face, minlength=len(detections))
    crowded = np.zeros(len(detections), bool)
    crowded[open_pairs(detections.pts_s, passes, PassKind.UNLISTED_CROWD, 0.0)[0]] = True
    alone = (rivals[face] == 1) & ~crowded[face]
    whole = np.array([one.kind is PassKind.PASS for one in passes], bool)
    whole[row[~alone]] = False
    return SeenFaces.of(detections, face[alone], row[alone], whole)
