"""Walks that are marked, and which of them were recognised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.core.events import Hits, Pass
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.evaluate.live.passes import COLLAR_S, WALK_S, Marks
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import Observed
from lfr_eval.metrics.truth import Listed, Truth

TENTHS = st.integers(0, 900).map(lambda tenth: tenth / 10)


def marks_of(walks, hits=()) -> Marks:
    marks = Marks()
    for person, at_s in walks:
        marks.add(person, at_s)
    for person, at_s in hits:
        marks.hit(person, at_s)
    return marks


@pytest.mark.parametrize(
    ("walks", "hits", "now_s", "outcomes"),
    [
        # Recognised at once, and missed when it is over
        ([("A", 10)], [("A", 11)], 11, (True,)),
        ([("A", 10)], [], 10 + WALK_S, ()),
        ([("A", 10)], [], 10 + WALK_S + COLLAR_S, (False,)),
        # Not for a hit on somebody else, nor long before or after
        ([("A", 10)], [("B", 11)], 99, (False,)),
        ([("A", 10)], [("A", 9.7), ("A", 25.3)], 99, (False,)),
        ([("A", 10)], [("A", 9.8)], 10, (True,)),
        # The second is recognised before anybody knows of the first, and waits for it
        ([("A", 10), ("B", 12)], [("B", 13)], 20, ()),
        ([("A", 10), ("B", 12)], [("B", 13)], 26, (False, True)),
        # The next mark of the same person ends a walk, and a hit after it belongs to the next
        ([("A", 10), ("A", 15)], [("A", 15.1)], 99, (False, True)),
        ([("A", 10), ("A", 15)], [("A", 14.9)], 99, (True, False)),
        # Those of people not listed are not counted
        ([(None, 5), ("A", 10)], [("A", 11)], 12, (True,)),
    ],
)
def test_outcomes_in_the_order_of_the_marks(walks, hits, now_s, outcomes):
    assert marks_of(walks, hits).outcomes(now_s) == outcomes


@given(st.lists(TENTHS, min_size=1, max_size=6, unique=True), st.lists(TENTHS, max_size=12))
def test_it_counts_as_the_score_does(marked_s, hits_s):
    # Walks of 15 s that begin at least 0.3 s after the one before ended never share a collar
    marked_s, hits_s = sorted(marked_s), sorted(hits_s)
    marks = marks_of([("A", at_s) for at_s in marked_s], [("A", at_s) for at_s in hits_s])
    assert marks.outcomes(float("inf")) == tuple(scored(marks, hits_s))


def scored(marks: Marks, hits_s) -> list[bool]:
    passes = tuple(Pass(f"{n}", "x", one.person, one.t_enter_s, one.t_exit_s) for n, one in enumerate(marks.passes))
    n, times = len(hits_s), np.array(hits_s, float)
    hits = Hits(
        np.arange(n), np.zeros(n, np.int64), times, times, *[np.full(n, "A", object)] * 2, np.ones(n, np.float32)
    )
    settings = ScoringSettings()
    observed = Observed(hits, alerts_of(hits, settings.window_s), 200.0)
    run = score_run(observed, Truth(passes, None), Listed(frozenset("A"), frozenset()), settings)
    return [record.correct_hits > 0 for record in run.records]
