"""Whose faces were, as far as truth says."""

from dataclasses import replace

import numpy as np
import pytest
from scenes import LEFT, RIGHT, boxes, crowd, face, faces, row

from lfr_eval.metrics.box_matching import match_boxes
from lfr_eval.metrics.seen_faces import SeenFaces, faces_by_boxes, faces_by_time


def seen(*rows):
    """Faces whose eyes are 10, 11, 12, … px apart, in the order given."""
    found = faces(rows)
    return replace(found, eye_px=10 + np.arange(len(rows), dtype=np.float32))


def of(found, *chosen):
    """Eye distances, and embedded faces by pass, of some rows of truth."""
    rows = np.isin(np.arange(len(found.whole)), chosen)
    return found.eyes_of(rows).tolist(), found.embedded_of(rows).tolist()


def test_by_time_only_faces_that_can_be_of_nobody_else_count():
    # |--a--|      alone from 0 to 2 s, together with b until 4 s, and a nobody's face at 9 s
    #    |--b--|
    passes = [row("a", 0, 4), row("b", 2, 6), row("c", 20, 24)]
    found = faces_by_time(
        seen(face(1, 1), face(1.5, 1, embedded=False), face(3, 1), face(5, 2), face(9, 3), face(21, 4)), passes, 0.25
    )
    assert of(found, 0) == ([10, 11], [])  # of a and b some faces are not known, so nobody knows how many there were
    assert of(found, 1) == ([13], [])
    assert of(found, 2) == ([15], [1])
    assert (len(found.row), found.total) == (4, 6)


def test_a_face_that_may_be_of_the_crowd_is_not_known():
    found = faces_by_time(seen(face(1, 1), face(3, 1)), [row("a", 0, 4), crowd("c", 2, 9)], 0.25)
    assert of(found, 0, 1) == ([10], [])


def test_a_pass_that_nobody_saw_gave_no_faces():
    found = faces_by_time(seen(face(9, 1)), [row("a", 0, 4)], 0.25)
    assert of(found, 0) == ([], [0])


def test_with_boxes_every_face_that_matches_counts_and_its_track_for_a_second_more():
    passes = [row("a", 0, 4), row("b", 0, 4)]
    found = seen(face(1, 1, LEFT), face(1, 2, RIGHT, embedded=False), face(1.5, 1, LEFT), face(3, 1, LEFT))
    truth = boxes(("a", 1.0, LEFT), ("b", 1.0, RIGHT))
    by_boxes = faces_by_boxes(found, match_boxes(found, truth, passes), passes)
    assert of(by_boxes, 0) == ([10, 12], [2])
    assert of(by_boxes, 1) == ([11], [0])


def test_runs_stand_one_after_another():
    one = faces_by_time(seen(face(1, 1)), [row("a", 0, 4), row("b", 6, 8)], 0.25)
    both = SeenFaces.together([one, one])
    assert (of(both, 0, 2), both.row.tolist(), both.total) == (([10, 10], [1, 1]), [0, 2], 2)
    unknown = faces_by_time(faces([face(1, 1)]), [row("a", 0, 4)], 0.25)
    assert SeenFaces.together([one, unknown]).eye_px is None


def test_eyes_are_as_many_as_faces():
    with pytest.raises(ValueError, match="eye_px"):
        replace(faces([face(1, 1)]), eye_px=np.zeros(2, np.float32))
