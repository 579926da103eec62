"""What is known of a face from how surely it is found, without a model: the logic of second looks."""

import numpy as np
import pytest

from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.turning import LOOKS, Turning, judge, may_be_turned, quarter_turn, roll_deg, turned_reason

UPRIGHT = np.array([[-10, -10], [10, -10], [0, 0], [-8, 12], [8, 12]], np.float32)
BOX = np.array([80, 80, 120, 120], np.float32)
IMAGE = np.zeros((200, 200, 3), np.uint8)


def turned(degrees):
    """The landmarks of a face that is turned clockwise in the picture, round (100, 100)."""
    angle = np.radians(degrees)
    back = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (UPRIGHT @ back + 100).astype(np.float32)


class OneFace:
    """Sees one face, the surer the nearer to upright it is shown, and always with upright landmarks."""

    def __init__(self, degrees):
        self.degrees, self.looks = degrees, 0

    def detect(self, patch, *, size_px, min_score):
        # of four looks from an upright one on: 0, 180, 90, 270 degrees
        shown = (self.degrees - (0, 180, 90, 270, self.degrees)[min(self.looks, 4)]) % 360
        self.looks += 1
        score = 0.9 - 0.25 * min(shown, 360 - shown) / 90
        box = np.array([[60, 60, 100, 100]], np.float32)
        return Faces(box, (UPRIGHT * 2 + 80)[np.newaxis].astype(np.float32), np.array([score], np.float32))


@pytest.mark.parametrize("degrees", [0, 30, 90, -90, 150])
def test_roll_is_the_way_from_the_eyes_to_the_mouth(degrees):
    assert roll_deg(turned(degrees)[np.newaxis])[0] == pytest.approx(degrees, abs=0.1)


def test_words_and_quarters():
    assert [turned_reason(roll) for roll in (0, -60, 90, -120, 170)] == [
        None,
        None,
        "on its side",
        "on its side",
        "upside down",
    ]
    assert [quarter_turn(roll) for roll in (10, 80, -170, 180, -90)] == [0, 90, 180, 180, 270]


def test_only_unsure_or_leaning_faces_are_worth_a_second_look():
    landmarks = np.stack([turned(0), turned(0), turned(80)])
    assert may_be_turned(np.array([0.85, 0.7, 0.85], np.float32), landmarks).tolist() == [1, 2]


def test_upright_face_stays_as_it_was_found():
    assert judge(OneFace(0), IMAGE, BOX, turned(0)) == (None, True)


def test_upside_down_face_has_the_landmarks_of_the_upright_copy():
    look, clear = judge(OneFace(180), IMAGE, BOX, turned(0))
    assert clear
    assert abs(look.roll_deg) == pytest.approx(180, abs=1)


def faces(score):
    return Faces(BOX[np.newaxis], turned(0)[np.newaxis], np.array([score], np.float32))


def test_a_track_is_judged_once():
    engine = OneFace(0)
    turning = Turning(engine, SystemSettings())
    for index in range(20):
        righted = turning.right(IMAGE, faces(0.7), np.array([3]), index / 25)
        assert (righted.lost, righted.turned) == ({}, ())
    assert engine.looks == 2


def test_a_sure_face_is_never_looked_at():
    engine = OneFace(180)
    Turning(engine, SystemSettings()).right(IMAGE, faces(0.85), np.array([3]), 0.0)
    assert engine.looks == 0


def test_a_track_that_stays_unclear_is_given_up():
    class Blind(OneFace):
        def detect(self, patch, *, size_px, min_score):
            self.looks += 1
            return Faces.empty()

    engine = Blind(0)
    turning = Turning(engine, SystemSettings())
    for index in range(3 * LOOKS):
        turning.right(IMAGE, faces(0.7), np.array([3]), index / 25)
    assert engine.looks == 4 * LOOKS


def test_a_turned_face_that_is_no_longer_seen_upright_is_lost_with_its_reason():
    engine = OneFace(180)
    turning = Turning(engine, SystemSettings())
    first = turning.right(IMAGE, faces(0.7), np.array([3]), 0.0)
    assert first.turned == (180,)
    engine.degrees, engine.looks = 0, 1  # from now on the turned copy shows a face that is hardly one
    assert turning.right(IMAGE, faces(0.7), np.array([3]), 0.04).lost == {0: "upside down"}
