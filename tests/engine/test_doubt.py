"""Where place alone does not say who a face is."""

import numpy as np

from lfr_eval.core.settings import Embedding, Tracker
from lfr_eval.engine.doubt import Doubts

FRAME_S = 0.04
HERE, NEAR, FAR = (100, 100, 160, 160), (110, 100, 170, 160), (400, 100, 460, 160)
"""Overlap of HERE and NEAR: 50 x 60 of 70 x 60 pixels, 0.71."""


def doubts(*frames: dict[int, tuple[int, int, int, int]], embedded: bool = True, **settings: float) -> list[list[bool]]:
    """The doubts of each frame about the faces of these numbers; what is in doubt is embedded at once."""
    judge, found = Doubts(Embedding.model_validate(settings), Tracker()), []
    for index, faces in enumerate(frames):
        numbers, boxes = np.array(list(faces), np.int64), np.array(list(faces.values()), np.float32).reshape(-1, 4)
        found.append(judge.about(numbers, boxes, index * FRAME_S).tolist())
        if embedded:
            judge.settle(numbers[np.array(found[-1], bool)], index * FRAME_S)
    return found


def test_a_new_face_is_in_doubt_until_it_is_embedded():
    assert doubts({0: HERE}, {0: HERE}, {0: NEAR}) == [[True], [False], [False]]
    assert doubts({0: HERE}, {0: HERE}, {0: NEAR}, embedded=False) == [[True], [True], [True]]


def test_a_face_that_moves_too_far_is_in_doubt():
    assert doubts({0: HERE}, {0: NEAR}, sure_iou=0.72) == [[True], [True]]
    assert doubts({0: HERE}, {0: NEAR}, sure_iou=0.71) == [[True], [False]]


def test_a_face_that_was_away_for_a_frame_is_in_doubt():
    assert doubts({0: HERE}, {}, {0: HERE}) == [[True], [], [True]]


def test_both_faces_are_in_doubt_where_they_could_have_been_exchanged():
    # 1 stands still while 0 comes near, and both stay in doubt as long as they are near each other
    frames = ({0: FAR, 1: HERE}, {0: FAR, 1: HERE}, {0: NEAR, 1: HERE}, {0: NEAR, 1: HERE}, {0: FAR, 1: HERE})
    assert doubts(*frames)[1:] == [[False, False], [True, True], [True, True], [True, True]]


def test_a_face_is_looked_at_again_in_time():
    assert doubts(*[{0: HERE}] * 7, recheck_s=0.1) == [[True], [False], [False], [True], [False], [False], [True]]


def test_numbers_that_are_lost_are_forgotten():
    judge = Doubts(Embedding(), Tracker(lost_s=1.0))
    for number in range(100):
        judge.about(np.array([number]), np.array([HERE], np.float32), float(number))
    assert len(judge._sights) == 2


def test_an_empty_frame_has_no_doubts():
    assert doubts({}, {}) == [[], []]
