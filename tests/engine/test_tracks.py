"""A track is one person."""

import numpy as np
import pytest

from lfr_eval.engine.tracks import TrackBook

A, B = np.eye(4, dtype=np.float32)[:2]
A_TURNED = np.array([0.6, 0, 0.8, 0], np.float32)
A_TURNED_MORE = np.array([0.1, 0, 0.99, 0], np.float32)


def claims(*faces: np.ndarray) -> list[int]:
    """Tracks that faces under one number are given to, one face per 0.1 s."""
    book, tracks = TrackBook(split_similarity=0.3, lost_s=1.0), []
    for index, template in enumerate(faces):
        state = book.claim(0, template, index * 0.1)
        state.add(template, 0.5)
        tracks.append(state.track)
    return tracks


@pytest.mark.parametrize(
    ("faces", "expected"),
    [
        ([A, A, A], [0, 0, 0]),
        # a scene cut: overlap goes on, the person changes
        ([A, A, B, B], [0, 0, 1, 1]),
        # two people cross and part again: each has their own track
        ([A, B, A, B], [0, 1, 0, 1]),
        # a head that turns slowly stays one track, though its end is unlike its beginning
        ([A, A_TURNED, A_TURNED_MORE], [0, 0, 0]),
    ],
)
def test_faces_that_disagree_are_kept_apart(faces: list[np.ndarray], expected: list[int]):
    assert claims(*faces) == expected


def test_a_split_names_the_track_that_it_was_cut_from():
    book = TrackBook(0.3, 1.0)
    book.claim(7, A, 0.0).add(A, 0.5)
    other = book.claim(7, B, 0.1)
    assert other.split_of == 0
    assert book.current(7, 0.2) is other


def test_a_face_without_template_goes_to_whoever_was_last_seen_there():
    book = TrackBook(0.3, 1.0)
    early = book.current(3, 0.0)
    early.see(0.0)
    assert book.claim(3, A, 0.1) is early


def test_tracks_are_forgotten_when_lost():
    book = TrackBook(0.3, 1.0)
    for number in range(100):
        book.current(number, float(number))
    assert len(book.close_lost(99.0)) == 98
    assert len(book.close_all()) == 2


def test_a_track_without_template_says_why():
    state = TrackBook(0.3, 1.0).current(0, 0.0)
    state.skipped.update(["too small", "blurred", "too small"])
    assert state.fta_reason == "too small"
