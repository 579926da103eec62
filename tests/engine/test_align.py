"""The closed-form similarity transform against the one recognisers were trained with."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.engine.align import ARCFACE_112_PX, align, similarity_transform


@given(
    angle=st.floats(-3, 3),
    scale=st.floats(0.05, 20),
    shift=st.floats(-2000, 2000),
    noise_seed=st.integers(0, 2**16),
    crop_px=st.sampled_from([112, 224]),
)
def test_equals_insightface_on_any_face(angle: float, scale: float, shift: float, noise_seed: int, crop_px: int):
    from insightface.utils import face_align

    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    noise = np.random.default_rng(noise_seed).normal(0, 3, (5, 2))
    landmarks = (((ARCFACE_112_PX + noise) @ turn.T) * scale + shift).astype(np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = face_align.estimate_norm(landmarks.astype(np.float64), crop_px)
    ours = similarity_transform(landmarks, crop_px)
    places = [np.c_[landmarks.astype(float), np.ones(5)] @ matrix.T for matrix in (ours, theirs)]
    np.testing.assert_allclose(places[0], places[1], atol=1e-3)


def test_landmarks_already_in_place_are_not_moved():
    np.testing.assert_allclose(similarity_transform(ARCFACE_112_PX.astype(np.float32)), np.eye(2, 3), atol=1e-5)


def test_coinciding_landmarks_have_no_scale():
    with pytest.raises(ValueError, match="five distinct points"):
        similarity_transform(np.ones((5, 2), np.float32))


def test_crop_beyond_the_picture_is_black():
    crop = align(np.full((50, 50, 3), 255, np.uint8), (ARCFACE_112_PX + 500).astype(np.float32))
    assert crop.shape == (112, 112, 3)
    assert not crop.any()
