"""Frames that are handed over: room for one, the newest wins."""

import pytest
from synthetic import draw

from lfr_eval.capture.pushed import PushedFrames
from lfr_eval.core.errors import SourceError

PICTURES = [draw({1: (10 * i, 10)}) for i in range(4)]


def test_the_newest_is_given_out_and_time_begins_when_the_source_is_entered():
    camera = PushedFrames("camera:browser")
    for picture in PICTURES[:3]:
        camera.push(picture)
    with camera:
        assert camera.zero_utc is not None
        frames = iter(camera)
        first = next(frames)
        camera.push(PICTURES[3])
        second = next(frames)
        camera.close()
        assert list(frames) == []
    assert (first.image is PICTURES[2], second.image is PICTURES[3]) == (True, True)
    assert (first.index, second.index) == (0, 1)
    assert (first.pts_s, second.pts_s > 0) == (0.0, True)
    assert (camera.frames_dropped, camera.size_px, camera.damage) == (None, (640, 360), None)


def test_no_picture_at_all_is_one_sentence():
    with (
        pytest.raises(SourceError, match="gate: no picture came; allow the camera"),
        PushedFrames("gate", first_s=0.01),
    ):
        pass


def test_a_camera_that_falls_silent_is_damage():
    camera = PushedFrames("camera:browser", patience_s=0.01)
    camera.push(PICTURES[0])
    with camera:
        assert len(list(camera)) == 1
    assert camera.damage == "camera:browser: no more pictures came after 0.0 s"


def test_after_the_end_nothing_is_taken():
    camera = PushedFrames("camera:browser")
    camera.close()
    camera.push(PICTURES[0])
    assert list(camera) == []
