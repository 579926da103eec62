"""Scores of a track under each policy."""

import numpy as np
import pytest
from synthetic import DIMENSIONS, ListedPeople, template_of

from lfr_eval.core.settings import Fusion
from lfr_eval.engine.fusion import NEVER, decide
from lfr_eval.engine.tracks import TrackState

PEOPLE = ListedPeople((1, 2, 3))


def face(p1: float, p2: float) -> np.ndarray:
    """A face this similar to persons 1 and 2."""
    rest = np.sqrt(1 - p1**2 - p2**2)
    return (p1 * template_of(1) + p2 * template_of(2) + rest * template_of(DIMENSIONS - 1)).astype(np.float32)


def fused_scores(policy: Fusion, *faces: np.ndarray) -> list[dict[str, float]]:
    """Fused score by person after each face of one track."""
    track, decisions = TrackState(0, None, 0.0, 0.0), []
    for template in faces:
        track.add(template, 0.5)
        (decision,) = decide(PEOPLE, [track], template[None], policy, k=3)
        assert (np.diff(decision.fused_score) <= 0).all()
        decisions.append({PEOPLE.person_ids[p]: s for p, s in zip(decision.person, decision.fused_score, strict=True)})
    return decisions


def test_any_hit_takes_each_face_by_itself():
    first, second = fused_scores(Fusion(policy="any_hit"), face(0.8, 0.1), face(0.2, 0.5))
    assert first["P1"] == pytest.approx(0.8)
    assert second["P2"] == pytest.approx(0.5)


def test_mean_searches_the_mean_template():
    # two faces 0.6 like P1 whose remainders are unlike each other: their mean is more like P1 than either
    one = 0.6 * template_of(1) + 0.8 * template_of(10)
    two = 0.6 * template_of(1) + 0.8 * template_of(11)
    _, after = fused_scores(Fusion(policy="mean"), one, two)
    assert after["P1"] == pytest.approx(0.6 / np.hypot(0.6, 0.8 / np.sqrt(2)), rel=1e-5)


def test_k_of_m_is_the_kth_best_of_the_last_m():
    policy = Fusion(policy="k_of_m", k=2, m=3)
    after = fused_scores(policy, face(0.9, 0), face(0.3, 0), face(0.5, 0), face(0.4, 0))
    assert [round(float(each["P1"]), 4) for each in after] == [NEVER, 0.3, 0.5, 0.4]


def test_the_score_of_the_face_itself_is_kept_beside_the_fused_one():
    track = TrackState(0, None, 0.0, 0.0)
    track.add(face(0.9, 0), 0.5)
    track.add(face(0.5, 0), 0.5)
    (decision,) = decide(PEOPLE, [track], face(0.5, 0)[None], Fusion(policy="mean"), k=1)
    assert decision.score[0] == pytest.approx(0.5)
    assert decision.fused_score[0] > 0.6


def test_no_faces_no_decisions():
    assert decide(PEOPLE, [], np.empty((0, DIMENSIONS), np.float32), Fusion(), k=3) == []
