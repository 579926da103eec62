import numpy as np
import pytest
from scenes import LEFT, RIGHT, boxes, face, faces, row

from lfr_eval.metrics.box_matching import NO_PASS, match_boxes

PASSES = [row("p", 0, 9), row("s", 0, 9)]


@pytest.mark.parametrize(
    ("pts_s", "box", "expected"),
    [
        # Truth moves from x = 0 at 0 s to x = 100 at 1 s; half way it stands at 50.
        (0.52, (52, 0, 152, 100), 0),
        # IoU is 0.5 exactly at a shift of a third of the width, and just below it beyond.
        (0.0, (33, 0, 133, 100), 0),
        (0.0, (34, 0, 134, 100), NO_PASS),
        # Between 1 s and 2.5 s truth has a gap longer than 1 s ...
        (1.8, (100, 0, 200, 100), NO_PASS),
        # ... but a frame at a written time, rounded, is at it.
        (2.51, (100, 0, 200, 100), 0),
        (3.0, (100, 0, 200, 100), NO_PASS),
    ],
)
def test_interpolated_truth(pts_s, box, expected):
    truth = boxes(("p", 0.0, LEFT), ("p", 1.0, (100, 0, 200, 100)), ("p", 2.5, (100, 0, 200, 100)))
    assert match_boxes(faces([face(pts_s, 1, box)]), truth, PASSES).tolist() == [expected]


def test_matching_is_one_to_one():
    # Two detections on one truth box: the better one matches, the other is nobody's.
    seen = faces([face(0, 1, (10, 0, 110, 100)), face(0, 2, LEFT), face(0, 3, RIGHT)])
    assert match_boxes(seen, boxes(("p", 0, LEFT), ("s", 0, RIGHT)), PASSES).tolist() == [NO_PASS, 0, 1]


def test_greedy_matching_would_lose_a_face():
    # The detection between two truth boxes must leave the nearer one to the other detection.
    truth = boxes(("p", 0, (0, 0, 100, 100)), ("s", 0, (30, 0, 130, 100)))
    seen = faces([face(0, 1, (14, 0, 114, 100)), face(0, 2, (-20, 0, 80, 100))])
    assert match_boxes(seen, truth, PASSES).tolist() == [1, 0]


def test_no_faces():
    assert match_boxes(faces([]), boxes(("p", 0, LEFT)), PASSES).tolist() == np.empty(0).tolist()
