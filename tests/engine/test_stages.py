"""Stages side by side: bounded, in order, and nothing left running."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from synthetic import SyntheticEngine, draw, frames

from lfr_eval.core.faces import Faces, Frame
from lfr_eval.engine.stages import Crew, crew
from lfr_eval.engine.times import StageTimes

FRAMES = frames([draw({1: (10 * i, 100)}) for i in range(12)])


def slow_at_first(frame: Frame, times: StageTimes) -> Faces:
    """The earlier a frame, the longer it takes."""
    time.sleep(0.002 * (12 - frame.index))
    return SyntheticEngine().detect(frame.image, size_px=640, min_score=0.5)


def at_once(frame: Frame, times: StageTimes) -> Faces:
    return Faces.empty()


@pytest.mark.parametrize("workers", [1, 3])
def test_frames_come_in_order_whoever_is_done_first(workers: int):
    with crew(workers) as people:
        done = list(people.detect_ahead(iter(FRAMES), slow_at_first, depth=4))
    assert [each.frame.index for each in done] == list(range(12))
    assert [float(each.faces.boxes_px[0, 0]) for each in done if each.faces] == [10.0 * i for i in range(12)]
    assert all(each.times.ms["decode"] >= 0 for each in done)


def test_no_more_frames_are_read_than_have_a_place():
    read = []

    def source() -> Iterator[Frame]:
        for frame in FRAMES:
            read.append(frame.index)
            yield frame

    with crew(2) as people:
        arriving = people.detect_ahead(source(), at_once, depth=3)
        next(arriving)
        time.sleep(0.05)
        assert read == [0, 1, 2], "one with the caller and two behind it"
        next(arriving)
        time.sleep(0.05)
        assert read == [0, 1, 2, 3]
        arriving.close()


def test_what_reading_raises_comes_after_the_frames_before_it():
    def source() -> Iterator[Frame]:
        yield from FRAMES[:3]
        raise KeyboardInterrupt

    with crew(1) as people:
        arriving = people.detect_ahead(source(), at_once, depth=3)
        assert [next(arriving).frame.index for _ in range(3)] == [0, 1, 2]
        with pytest.raises(KeyboardInterrupt):
            next(arriving)


def test_what_detecting_raises_is_raised_in_its_place():
    def broken(frame: Frame, times: StageTimes) -> Faces:
        if frame.index == 2:
            raise ValueError("frame 2")
        return Faces.empty()

    with crew(2) as people:
        arriving = people.detect_ahead(iter(FRAMES), broken, depth=3)
        assert [next(arriving).frame.index for _ in range(2)] == [0, 1]
        with pytest.raises(ValueError, match="frame 2"):
            next(arriving)


def test_no_thread_is_left():
    before = threading.active_count()
    with crew(2) as people:
        arriving = people.detect_ahead(iter(FRAMES), at_once, depth=3)
        next(arriving)
        arriving.close()
    assert threading.active_count() == before


@pytest.mark.parametrize("crops", range(6))
def test_crops_are_embedded_in_their_order(crops: int):
    pictures = [np.full((112, 112, 3), 10 + index, np.uint8) for index in range(crops)]
    with crew(2) as people:
        shared = people.embed(SyntheticEngine(), pictures)
    assert np.array_equal(shared, SyntheticEngine().embed(pictures))


def test_the_caller_embeds_while_the_crew_is_busy():
    busy = threading.Event()
    people = Crew(1)
    people._pool.submit(busy.wait)
    assert len(people.embed(SyntheticEngine(), [np.zeros((112, 112, 3), np.uint8)] * 3)) == 3
    busy.set()
    people.close()
