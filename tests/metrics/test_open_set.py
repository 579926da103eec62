import numpy as np
import pytest

from lfr_eval.metrics.search import MatedSearches, NonMatedSearches, score_searches, threshold_for_target_fpir

TOP = np.array([0.31, 0.42, 0.55, 0.58, 0.61])


def mated(mate, other, rank, acquired=None):
    acquired = [True] * len(mate) if acquired is None else acquired
    names = np.array([f"m{index}" for index in range(len(mate))], object)
    return MatedSearches(names, np.array(mate), np.array(rank), np.array(other), np.array(acquired, bool))


def non_mated(scores, acquired=None):
    scores = np.array(scores)
    acquired = [True] * len(scores) if acquired is None else acquired
    return NonMatedSearches(
        np.array([f"n{one}" for one in range(len(scores))], object), scores, np.array(acquired, bool)
    )


# Four mated searches: found; named somebody else above the threshold; below it; no face.
MATED = mated([0.72, 0.59, 0.57, -np.inf], [0.40, 0.62, 0.30, -np.inf], [1, 2, 1, 0], [True, True, True, False])


def test_published_open_set(vectors):
    expected = vectors["mini_open_set"]
    for threshold, fpir in expected["FPIR"].items():
        assert score_searches(MATED, non_mated(TOP[:, None]), float(threshold)).system.fpir.value == fpir
    scores = score_searches(MATED, non_mated(TOP[:, None]), 0.6)
    assert scores.system.tpir.value == expected["TPIR_system"]
    assert scores.algorithm_only.tpir.value == pytest.approx(expected["TPIR_algorithm_only"])
    assert scores.system.fnir.value == expected["FNIR_system"]
    assert scores.system.wrong_identity.k == expected["wrong_identity_alerts"]
    assert (scores.fta.k, scores.fta.n) == (1, 9)
    for rank in (1, 2):
        anything = score_searches(MATED, non_mated(TOP[:, None]), -1.0, rank)
        assert anything.system.tpir.value == expected[f"rank{rank}"]


def test_selectivity_counts_every_candidate():
    # One stranger resembles two listed people, one nobody, one gave no face.
    scores = score_searches(MATED, non_mated([[0.9, 0.8], [0.3, 0.2], [0.9, 0.9]], [True, True, False]), 0.6)
    assert scores.sel == pytest.approx(2 / 3)
    assert (scores.system.fpir.k, scores.system.fpir.n) == (1, 3)
    assert (scores.algorithm_only.fpir.k, scores.algorithm_only.fpir.n) == (1, 2)


def test_no_searches_have_no_rates():
    scores = score_searches(mated([], [], np.empty(0, int)), non_mated(np.empty((0, 3))), 0.5)
    assert scores.sel is None
    assert scores.system.fpir.value is None
    assert scores.system.tpir.value is None


def test_faces_not_acquired_never_alarm():
    searches = non_mated([[0.4], [0.3], [0.9], [0.9]], [True, True, False, False])
    assert threshold_for_target_fpir(searches, 0.5) == (0.3, 0.5)
