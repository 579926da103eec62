import pytest
from scenes import LEFT, RIGHT, boxes, face, faces, row

from lfr_eval.metrics.box_matching import NO_PASS, SEVERAL, match_boxes, nearest_match

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
    assert match_boxes(faces([face(pts_s, 1, box)]), truth, PASSES).row.tolist() == [expected]


def test_matching_is_one_to_one():
    # Two detections on one truth box: the better one matches, the other is nobody's.
    seen = faces([face(0, 1, (10, 0, 110, 100)), face(0, 2, LEFT), face(0, 3, RIGHT)])
    assert match_boxes(seen, boxes(("p", 0, LEFT), ("s", 0, RIGHT)), PASSES).row.tolist() == [NO_PASS, 0, 1]


def test_greedy_matching_would_lose_a_face():
    # The detection between two truth boxes must leave the nearer one to the other detection.
    truth = boxes(("p", 0, (0, 0, 100, 100)), ("s", 0, (30, 0, 130, 100)))
    seen = faces([face(0, 1, (14, 0, 114, 100)), face(0, 2, (-20, 0, 80, 100))])
    assert match_boxes(seen, truth, PASSES).row.tolist() == [1, 0]


def test_no_faces():
    assert match_boxes(faces([]), boxes(("p", 0, LEFT)), PASSES).row.tolist() == []


@pytest.mark.parametrize(
    ("box", "grazed"),
    [
        # Beside p's box alone; between two boxes that stand 100 px apart; on neither; and within p's, which is a match.
        ((50, 0, 150, 100), 0),
        ((50, 0, 250, 100), SEVERAL),
        ((400, 0, 500, 100), NO_PASS),
        ((10, 0, 110, 100), NO_PASS),
        # An IoU of 0.1 is not more than 0.1.
        ((90, 0, 190, 10), NO_PASS),
    ],
)
def test_a_detection_that_matches_none_may_overlap_some(box, grazed):
    truth = boxes(("p", 0, LEFT), ("s", 0, RIGHT))
    assert match_boxes(faces([face(0, 1, box)]), truth, PASSES).grazed.tolist() == [grazed]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        # Track 1 was the stranger's; half a second later it is at IoU 0.49 of p, who stands beside them: nobody's.
        ((34, 0, 134, 100), (NO_PASS, True)),
        # At 0.49 of the stranger's own box, or away from all, it is still the stranger's.
        ((234, 0, 334, 100), (1, False)),
        ((500, 0, 600, 100), (1, False)),
        # Between the two it is nobody's.
        ((66, 0, 250, 100), (NO_PASS, True)),
    ],
)
def test_a_face_at_the_box_of_another_is_not_of_its_track(box, expected):
    truth = boxes(*((name, time, at) for name, at in (("p", LEFT), ("s", RIGHT)) for time in (0, 0.52)))
    seen = faces([face(0, 1, RIGHT), face(0.52, 1, box)])
    one = slice(1, 2)
    found, another = nearest_match(
        seen, match_boxes(seen, truth, PASSES), seen.frame[one], seen.track[one], seen.pts_s[one]
    )
    assert (found.tolist(), another.tolist()) == ([expected[0]], [expected[1]])
