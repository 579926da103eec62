"""Which passes gave a template, and how tracks and passes fall apart (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray
from lfr_eval.core.events import Hits, Pass, PassKind
from lfr_eval.metrics.attribution import open_pairs
from lfr_eval.metrics.box_matching import NO_PASS, Detections, Matches, nearest_match


def acquired_by_boxes(detections: Detections, matches: Matches, row: IntArray, n_passes: int) -> BoolArray:
    """Say which passes have an embedded face attributed to them.

    A face is attributed like a decision: by its own match, else by its track's nearest match within 1 s, unless it
    overlaps the box of another.

    Args:
        detections: The faces of the run.
        matches: What `match_boxes` returned for them.
        row: (d,) index of the pass of each decision, or NO_PASS: a decision proves a template.
        n_passes: Rows of truth.

    Returns:
        (n_passes,) True where at least one face was embedded.

    Source: METHODOLOGY 2.5 (FTA with boxes).
    """
    embedded = np.flatnonzero(detections.embedded)
    loose = embedded[matches.row[embedded] == NO_PASS]
    found, _ = nearest_match(
        detections, matches, detections.frame[loose], detections.track[loose], detections.pts_s[loose]
    )
    return _among(n_passes, matches.row[embedded], found, row)


def acquired_by_time(
    detections: Detections, decisions: Hits, row: IntArray, passes: Sequence[Pass], collar_s: float
) -> BoolArray:
    """Say which passes have an embedded face while they are open that is not credited elsewhere.

    A face is credited elsewhere when decisions of its track, hits or not, were attributed to another pass that is open
    at that moment. A face that several passes may claim counts for each of them, so failures to acquire are a lower
    bound.

    Args:
        detections: The faces of the run.
        decisions: All decisions of the run, whatever their score, so that nothing depends on the threshold.
        row: (d,) index of the pass of each decision, or NO_PASS: a decision proves a template.
        passes: The rows of truth.
        collar_s: Tolerance at both ends of a pass.

    Returns:
        (p,) True where at least one face was embedded.

    Source: METHODOLOGY 2.5 (FTA without boxes).
    """
    embedded = np.flatnonzero(detections.embedded)
    face, claimant = open_pairs(detections.pts_s[embedded], passes, PassKind.PASS, collar_s)
    credits = set(zip(decisions.track.tolist(), row.tolist(), strict=True))
    pairs = zip(detections.track[embedded[face]].tolist(), claimant.tolist(), strict=True)
    credited = np.fromiter((pair in credits for pair in pairs), bool, len(face))
    spoken_for = np.zeros(len(embedded), bool)
    spoken_for[face[credited]] = True
    return _among(len(passes), claimant[credited | ~spoken_for[face]], row)


def tracks_and_switches(detections: Detections, matches: Matches, n_passes: int) -> tuple[IntArray, int]:
    """Count the tracks that each pass was seen as, and how often a track went on to another pass.

    Returns:
        (n_passes,) tracks matched to each pass (beyond the first they are fragments), and the number of ID switches:
        the passes of each track beyond its first.

    Source: METHODOLOGY 2.5 (ID switches and fragments).
    """
    known = matches.row != NO_PASS
    pairs = np.unique(np.stack([detections.track[known], matches.row[known]], axis=1), axis=0)
    switches = len(pairs) - len(np.unique(pairs[:, 0]))
    return np.bincount(pairs[:, 1], minlength=n_passes), switches


def _among(n_passes: int, *rows: IntArray) -> BoolArray:
    """Mark the passes that are named in any of the arrays."""
    marked = np.zeros(n_passes, bool)
    named = np.concatenate(rows)
    marked[named[named != NO_PASS]] = True
    return marked
