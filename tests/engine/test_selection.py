"""Which faces are embedded under each policy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import SyntheticEngine

from lfr_eval.core.arrays import Image
from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.selection import Selection
from lfr_eval.engine.tracks import TrackState

NOISE = np.random.default_rng(0).integers(0, 255, (200, 2000, 3), dtype=np.uint8)
"""Sharp everywhere, so that quality is size x frontality x detector score."""
PLACES = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
SIDE_PX = 100


def faces(*scores: float) -> Faces:
    """Faces side by side, frontal, 40 px between the eyes: the quality is the detector score."""
    lefts = np.arange(len(scores), dtype=np.float32)[:, None] * 1.5 * SIDE_PX
    corners = np.hstack([lefts, np.full_like(lefts, 10), lefts + SIDE_PX, np.full_like(lefts, 10 + SIDE_PX)])
    landmarks = PLACES[None] * SIDE_PX + corners[:, None, :2]
    return Faces(corners.reshape(-1, 4), landmarks.reshape(-1, 5, 2), np.array(scores, np.float32))


def follow(scores: list[float], image: Image = NOISE, **embedding: object) -> tuple[list[int], TrackState]:
    """One face that stands still and is seen this well: the frames in which it was embedded, and its track."""
    settings = SystemSettings.model_validate({"embedding": {"recheck_s": 60.0} | embedding})
    selection, track, embedded = (
        Selection(settings, SyntheticEngine(), live=False),
        TrackState(0, None, 0.0, 0.0),
        list[int](),
    )
    for index, score in enumerate(scores):
        seen = selection.select(image, faces(score), np.array([0]), [track if index else None], index * 0.04)
        best = settings.embedding.enough if settings.embedding.policy == "k_best" else None
        for row in seen.rows:
            embedded.append(index)
            track.add(np.eye(4, dtype=np.float32)[index % 4], float(seen.quality[row]), best)
    return embedded, track


def test_every_frame_is_embedded_by_default():
    assert follow([0.9, 0.5, 0.6])[0] == [0, 1, 2]


def test_only_better_faces_are_embedded_on_improvement():
    # 0.66 is 10 % better than 0.6, but it has to be more; 0.7 is; after three the track has enough
    assert follow([0.6, 0.66, 0.5, 0.7, 0.8, 0.9, 1.0], policy="on_improvement", enough=3)[0] == [0, 3, 4]


def test_the_best_faces_make_the_template_of_k_best():
    embedded, track = follow([0.6, 0.5, 0.4, 0.7, 0.55], policy="k_best", enough=2)
    assert embedded == [0, 1, 3]
    # the shots of frames 0 and 3
    assert track.mean() == pytest.approx(np.array([1, 0, 0, 1]) / np.sqrt(2))


@given(st.lists(st.floats(0.5, 1.0, width=16), min_size=1, max_size=12), st.integers(1, 4))
def test_k_best_keeps_the_best_of_all_faces_seen(scores: list[float], enough: int):
    _, track = follow(scores, policy="k_best", enough=enough)
    assert [shot.quality for shot in track.shots] == pytest.approx(sorted(scores)[-enough:], abs=1e-6)


@given(st.lists(st.floats(0.5, 1.0, width=16), min_size=1, max_size=12), st.integers(1, 4))
def test_the_best_face_so_far_is_never_beaten_by_the_margin_unseen(scores: list[float], enough: int):
    embedded, track = follow(scores, policy="on_improvement", enough=enough)
    assert len(embedded) <= enough
    assert track.best_quality is not None
    assert len(embedded) == enough or max(scores) <= track.best_quality * 1.1 + 1e-6


def test_faces_that_are_not_embedded_say_why():
    settings = SystemSettings.model_validate({"embedding": {"policy": "on_improvement"}})
    selection, track = Selection(settings, SyntheticEngine(), live=False), TrackState(0, None, 0.0, 0.0)
    selection.select(NOISE, faces(0.9), np.array([0]), [None], 0.0)
    track.add(np.eye(4, dtype=np.float32)[0], 0.9)
    seen = selection.select(NOISE, faces(0.8), np.array([0]), [track], 0.04)
    assert (seen.reasons, seen.quality.tolist(), len(seen.crops)) == (("not needed",), [0.0], 0)


def test_a_blurred_face_is_no_better_for_being_in_doubt():
    assert follow([0.9], image=np.zeros_like(NOISE))[0] == []


def test_the_budget_of_a_live_watch_goes_to_faces_in_doubt_and_then_to_the_best():
    settings = SystemSettings.model_validate({"embedding": {"live_budget": 2}})
    selection, track = Selection(settings, SyntheticEngine(), live=True), TrackState(0, None, 0.0, 0.0)
    numbers, seen = np.arange(4), []
    for index in range(3):
        seen.append(selection.select(NOISE, faces(0.6, 0.9, 0.7, 0.8), numbers, [track] * 4, index * 0.04))
    # all are new: the two best; then the two that are still in doubt; then the two best again
    assert [one.rows.tolist() for one in seen] == [[1, 3], [0, 2], [1, 3]]
    assert seen[0].reasons == ("over budget", None, "over budget", None)


def test_a_recording_has_no_budget():
    settings = SystemSettings.model_validate({"embedding": {"live_budget": 1}})
    seen = Selection(settings, SyntheticEngine(), live=False).select(
        NOISE, faces(0.6, 0.9), np.arange(2), [None, None], 0.0
    )
    assert seen.rows.tolist() == [0, 1]
