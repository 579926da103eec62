"""Worlds whose truth is known, annotated with more and less care: a part of benchmarks/attribution.py."""

import numpy as np
import pytest
from attribution import COLLAR_S, JITTERS_S, MISTAKEN, ends, world


@pytest.fixture(scope="module", params=JITTERS_S)
def careless(request):
    return request.param, [world(np.random.default_rng(seed), request.param, passes=300) for seed in (1, 2)]


def test_the_range_of_a_run_holds_the_truth_whatever_the_annotator(careless):
    _, worlds = careless
    for one in worlds:
        few, many = ends(one.fpir())
        assert few <= one.mistaken <= many


def test_a_run_is_right_where_the_collar_is_wider_than_the_annotator_is_wrong(careless):
    jitter_s, worlds = careless
    if jitter_s < COLLAR_S:
        for one in worlds:
            assert one.fpir().value == pytest.approx(MISTAKEN, abs=0.003)


def test_a_log_says_no_more_than_it_can(careless):
    # Without tracks there is a range and no value; it holds the truth though annotators err by more than the collar.
    _, worlds = careless
    for one in worlds:
        rate = one.fpir(tracked=False)
        few, many = ends(rate)
        assert rate.value is None
        assert few <= one.mistaken <= many
