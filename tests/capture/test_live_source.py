"""A source that waits for nobody."""

import time

import pytest
from synthetic import draw
from synthetic_runs import Pictures

from lfr_eval.capture.live import LiveSource, paced
from lfr_eval.core.errors import InputError, SourceError

PICTURES = [draw({1: (10 * i, 10)}) for i in range(10)]
FPS = 50.0


def test_every_frame_comes_at_its_time_to_someone_who_keeps_up():
    start = time.monotonic()
    with LiveSource(Pictures(PICTURES, nominal_fps=FPS)) as source:
        came = [(frame.index, time.monotonic() - start, frame.captured_s - start) for frame in source]
    assert [index for index, *_ in came] == list(range(10))
    # never before its time, which is what counts as its capture
    assert all(at_s >= captured_s >= index / FPS for index, at_s, captured_s in came)
    assert source.frames_dropped == 0


def test_the_newest_wins_and_what_was_lost_is_told_with_it():
    with LiveSource(Pictures(PICTURES, nominal_fps=FPS), speed=10.0) as source:
        frames = iter(source)
        source._reader.join()  # all have come before one is taken
        (last,) = frames
    assert (last.index, last.pts_s) == (9, 9 / FPS)
    assert last.lost_s == pytest.approx([index / FPS for index in range(9)])
    assert source.frames_dropped == 9


def test_it_can_be_left_before_its_end():
    with LiveSource(Pictures(PICTURES, nominal_fps=0.01)) as source:
        next(iter(source))
    assert not source._reader.is_alive()


def test_what_the_source_raises_is_raised_to_whoever_takes_the_frames():
    unplugged = Pictures(PICTURES[:2], nominal_fps=FPS, ends=SourceError("unplugged"))
    with LiveSource(unplugged) as source, pytest.raises(SourceError, match="unplugged"):
        list(source)


def test_what_is_known_of_the_source_is_known_of_it():
    source = LiveSource(Pictures(PICTURES, damage="cut off"))
    assert (source.source_id, source.digest, source.damage, source.live) == ("gate.mp4", "ff", "cut off", True)


@pytest.mark.parametrize("speed", [0.0, -1.0, float("inf"), float("nan")])
def test_a_speed_must_be_positive(speed: float):
    with pytest.raises(InputError, match="speed: expected a positive number"):
        LiveSource(Pictures(PICTURES), speed=speed)


def test_a_camera_has_but_one_speed_and_is_always_live():
    with pytest.raises(InputError, match="its own speed"):
        paced(Pictures(PICTURES, live=True), "live", 2.0)
    with paced(Pictures(PICTURES, live=True), "fast", 1.0) as source:
        assert [frame.index for frame in source][-1] == 9


def test_speed_goes_with_live_pace():
    with pytest.raises(InputError, match="goes with --pace live"):
        paced(Pictures(PICTURES), "fast", 2.0)
    recording = Pictures(PICTURES)
    with paced(recording, "fast", 1.0) as source:
        assert source is recording
