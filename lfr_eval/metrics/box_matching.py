"""Which pass a detected face belongs to, where truth boxes say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, SecondsArray, require_shape
from lfr_eval.core.boxes import overlap
from lfr_eval.core.events import Pass, TruthBoxes

MIN_IOU = 0.5
"""A detection matches a truth box at this overlap or more."""
MAX_GAP_S = 1.0
"""Truth is interpolated over gaps up to this long, and a track remembers its pass for as long."""
GRAZE_IOU = 0.1
"""A detection that shares more than this with a truth box may be of the person in it."""
KNOT_TOLERANCE_S = 0.02
"""A frame this close to a written truth time is at it: times are written rounded."""
NO_PASS, SEVERAL = -1, -2


@dataclass(frozen=True, slots=True)
class Detections:
    """Faces that the detector found, as parallel arrays of length n, in any order."""

    frame: IntArray
    pts_s: SecondsArray
    track: IntArray
    boxes_px: FloatArray
    """(n, 4) left, top, right, bottom in source pixels."""
    embedded: BoolArray
    """(n,) whether the face was turned into a template."""
    eye_px: FloatArray | None = None
    """(n,) distance between the eyes in source pixels; None where that is not known."""

    def __post_init__(self) -> None:
        for name in ("pts_s", "track", "embedded", *(() if self.eye_px is None else ("eye_px",))):
            require_shape(name, getattr(self, name), self.frame.shape)
        require_shape("boxes_px", self.boxes_px, (len(self.frame), 4))

    def __len__(self) -> int:
        return len(self.frame)


@dataclass(frozen=True, slots=True)
class Matches:
    """Detections held against truth boxes, as parallel arrays of length n."""

    row: IntArray
    """(n,) index of the pass whose box each detection matches, or NO_PASS."""
    grazed: IntArray
    """(n,) of a detection that matches none: the one pass with a box that it overlaps (IoU > 0.1), NO_PASS where there
    is none, SEVERAL where there are more."""


def match_boxes(detections: Detections, truth: TruthBoxes, passes: Sequence[Pass]) -> Matches:
    """Match detections to truth boxes, frame by frame and one to one, at IoU >= 0.5 (METHODOLOGY 2.5).

    Truth is interpolated linearly between two boxes of a pass at most 1 s apart. Of the possible matchings of a frame
    the one with the greatest total overlap is taken.

    Source: METHODOLOGY 2.5; Kuhn, Nav. Res. Logist. Q. 2 (1955) 83-97 (assignment).
    """
    done = Matches(*(np.full(len(detections), NO_PASS, np.int64) for _ in range(2)))
    if not len(detections):
        return done
    order = np.argsort(detections.frame, kind="stable")
    frames, starts = np.unique(detections.frame[order], return_index=True)
    rows_of_frame = np.split(order, starts[1:])
    frame_pts_s = detections.pts_s[order[starts]]
    at_frame, of_pass, boxes_px = _truth_at(frame_pts_s, truth, passes)
    bounds = np.searchsorted(at_frame, np.arange(len(frames) + 1))
    for rows, low, high in zip(rows_of_frame, bounds[:-1], bounds[1:], strict=True):
        if low == high:
            continue
        shared = overlap(detections.boxes_px[rows], boxes_px[low:high])
        close = shared > GRAZE_IOU
        shared[shared < MIN_IOU] = 0
        for detection, box in zip(*linear_sum_assignment(shared, maximize=True), strict=True):
            if shared[detection, box]:
                done.row[rows[detection]] = of_pass[low + box]
        only = np.where(close.sum(1) > 1, SEVERAL, of_pass[low + close.argmax(1)])
        done.grazed[rows] = np.where(close.any(1) & (done.row[rows] == NO_PASS), only, NO_PASS)
    return done


def nearest_match(
    detections: Detections, matches: Matches, frame: IntArray, track: IntArray, pts_s: SecondsArray
) -> tuple[IntArray, BoolArray]:
    """Find the pass of each face in question: that of its own frame, else of its track's nearest match within 1 s.

    A face that matches no box but overlaps one of another pass than its track's is nobody's: the track may have gone
    on to the other person.

    Args:
        detections: The faces of the run.
        matches: What `match_boxes` returned for them.
        frame: (m,) frame of each face in question.
        track: (m,) its track.
        pts_s: (m,) its time; of two matches equally near, the earlier counts.

    Returns:
        (m,) index of a pass, or NO_PASS; and (m,) whether the face is nobody's for overlapping the box of another.

    Source: METHODOLOGY 2.5.
    """
    found = np.full(len(frame), NO_PASS, np.int64)
    known = np.flatnonzero(matches.row != NO_PASS)
    known = known[np.lexsort((detections.pts_s[known], detections.track[known]))]
    tracks, starts = np.unique(detections.track[known], return_index=True)
    of_track = dict(zip(tracks.tolist(), np.split(known, starts[1:]), strict=True)) if len(known) else {}
    for index, (own_frame, own_track, at_s) in enumerate(zip(frame, track.tolist(), pts_s, strict=True)):
        mine = of_track.get(own_track)
        if mine is None:
            continue
        away_s = np.where(detections.frame[mine] == own_frame, -1.0, np.abs(detections.pts_s[mine] - at_s))
        nearest = int(np.argmin(away_s))
        if away_s[nearest] <= MAX_GAP_S:
            found[index] = matches.row[mine[nearest]]
    grazed = _grazed_by(detections, matches, frame, track)
    another = (grazed != NO_PASS) & (grazed != found)
    found[another] = NO_PASS
    return found, another


def _grazed_by(detections: Detections, matches: Matches, frame: IntArray, track: IntArray) -> IntArray:
    """(m,) `Matches.grazed` of the detection of each track in each frame; NO_PASS where it matches or is not known."""
    touching = np.flatnonzero(matches.grazed != NO_PASS)
    faces = zip(detections.frame[touching].tolist(), detections.track[touching].tolist(), strict=True)
    by_face = dict(zip(faces, matches.grazed[touching].tolist(), strict=True))
    asked = zip(frame.tolist(), track.tolist(), strict=True)
    return np.array([by_face.get(face, NO_PASS) for face in asked], np.int64)


def _truth_at(
    frame_pts_s: SecondsArray, truth: TruthBoxes, passes: Sequence[Pass]
) -> tuple[IntArray, IntArray, NDArray[np.float64]]:
    """Truth boxes at the given frame times: index of the frame (ascending), index of the pass, box."""
    index_of = {row.pass_id: index for index, row in enumerate(passes)}
    owner = np.array([index_of.get(pass_id, NO_PASS) for pass_id in truth.pass_id], np.int64)
    by_pass = np.lexsort((truth.pts_s, owner))
    starts = np.searchsorted(owner[by_pass], np.arange(len(passes) + 1))
    by_time = np.argsort(frame_pts_s, kind="stable")
    at_frame, of_pass, boxes_px = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty((0, 4))]
    for index, (low, high) in enumerate(pairwise(starts)):
        if low == high:
            continue
        knots_s, sides = truth.pts_s[by_pass[low:high]], truth.boxes_px[by_pass[low:high]].T
        visible = by_time[_visible(frame_pts_s[by_time], knots_s)]
        at_frame.append(visible)
        of_pass.append(np.full(len(visible), index))
        boxes_px.append(np.stack([np.interp(frame_pts_s[visible], knots_s, side) for side in sides], axis=1))
    frames, owners, boxes = np.concatenate(at_frame), np.concatenate(of_pass), np.concatenate(boxes_px)
    order = np.argsort(frames, kind="stable")
    return frames[order], owners[order], boxes[order]


def _visible(sorted_s: SecondsArray, knots_s: SecondsArray) -> IntArray:
    """Places in `sorted_s` that are at a truth time, or between two that are at most MAX_GAP_S apart."""
    first = np.searchsorted(sorted_s, knots_s[0] - KNOT_TOLERANCE_S, side="left")
    last = np.searchsorted(sorted_s, knots_s[-1] + KNOT_TOLERANCE_S, side="right")
    at_s = sorted_s[first:last]
    after = np.searchsorted(knots_s, at_s, side="right")
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(knots_s) - 1)
    between = (after > 0) & (after < len(knots_s)) & (knots_s[right] - knots_s[left] <= MAX_GAP_S + KNOT_TOLERANCE_S)
    away_s = np.minimum(np.abs(at_s - knots_s[left]), np.abs(at_s - knots_s[right]))
    visible: IntArray = first + np.flatnonzero(between | (away_s <= KNOT_TOLERANCE_S))
    return visible
