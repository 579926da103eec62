"""Decisions are attributed once: at every threshold a score and the trade-off say the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scenes import as_hits, deduplicate, face, faces, hit, row, tracks

from lfr_eval.core.settings import ScoringSettings
from lfr_eval.metrics.pass_scores import pass_rates, pool
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import Observed
from lfr_eval.metrics.trade_off import EVERYBODY, trade_off
from lfr_eval.metrics.truth import Listed, Truth

AT = [0.3, 0.5, 0.7]
WHO = [None, None, "P", "Q", "stranger"]
scene = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 12), st.sampled_from(WHO), st.sampled_from("FM")),
    min_size=1,
    max_size=6,
)
made = st.lists(
    st.tuples(
        st.integers(0, 120).map(lambda n: n / 4), st.sampled_from("PQR"), st.integers(1, 3), st.sampled_from([*AT, 0.1])
    ),
    max_size=10,
    unique_by=lambda one: (one[0], one[2]),
)
SEEN = tracks((1, 0, 12), (2, 4, 30), (3, 10, 22))


def runs(scene_, made_, tracked):
    """The same decisions scored at each threshold."""
    passes = [row(f"{n}", start, start + stay, who, attributes={"sex": sex})
              for n, (start, stay, who, sex) in enumerate(scene_)]  # fmt: skip
    decisions = as_hits([hit(at_s, person, track, score=score) for at_s, person, track, score in made_])
    seen = faces([face(at_s, track) for at_s, _, track, _ in made_])
    for threshold in AT:
        reached = decisions.score >= np.float32(threshold)
        hits = decisions[reached]
        observed = Observed(hits, deduplicate(hits), 60.0, SEEN if tracked else None, seen, decisions[~reached])
        yield score_run(observed, Truth(passes), Listed({"P", "Q", "R"}), ScoringSettings())


@given(scene, made, st.booleans())
def test_the_trade_off_is_the_score_at_every_threshold(scene_, made_, tracked):
    scored = list(runs(scene_, made_, tracked))
    for watched in scored:  # whichever threshold the records were made at
        points = list(trade_off(watched.records, ["sex"], AT, watched.claims))
        for threshold, run in zip(AT, scored, strict=True):
            everybody = pass_rates(run.records)
            for point in points:
                if point.threshold != threshold:
                    continue
                if point.attribute == EVERYBODY:
                    expected = everybody
                else:
                    group = [one for one in run.records if one.row.attributes["sex"] == point.value]
                    expected = pass_rates(group, whole=False)
                assert point.rate == getattr(expected, point.metric)


@given(scene, made, st.booleans())
def test_failures_to_acquire_do_not_depend_on_the_threshold(scene_, made_, tracked):
    rates = [pool([run]).fta for run in runs(scene_, made_, tracked)]
    assert rates == [rates[0]] * len(AT)


def test_a_hit_far_below_the_threshold_still_says_whose_a_face_was():
    # p |----|   track 1 decides for P at 0.1: its embedded face is P's, and s has none, at 0.05 as at 0.7.
    # s |----|
    scene_ = [(0, 5, "P", "F"), (0, 5, None, "M")]
    assert [pool([run]).fta.k for run in runs(scene_, [(2, "P", 1, 0.1)], tracked=True)] == [1, 1, 1]
