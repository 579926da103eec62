"""The whole chain on pictures with known answers."""

import numpy as np
import pytest
from synthetic import ListedPeople, SyntheticEngine, draw, frames

from lfr_eval.core.arrays import Image
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.pipeline import FrameResult, Pipeline
from lfr_eval.engine.times import StageTimes

SHARP_ENOUGH: dict[str, object] = {"embedding": {"min_sharpness": 0.0}}
POLICIES = ("every_frame", "on_improvement", "k_best")


def run(
    pictures: list[Image], listed: tuple[int, ...] = (1, 2), **settings: object
) -> tuple[Pipeline, list[FrameResult]]:
    """Watch pictures at 25 frames a second."""
    resolved = SystemSettings.model_validate(SHARP_ENOUGH | settings)
    pipeline = Pipeline(SyntheticEngine(), ListedPeople(listed), resolved, 25.0)
    return pipeline, [pipeline.step(frame, StageTimes()) for frame in frames(pictures)]


def test_one_listed_person_among_strangers_raises_one_alert():
    pictures = [draw({1: (50 + 5 * i, 100), 200: (400, 100)}) for i in range(10)]
    pipeline, results = run(pictures)
    (alert,) = pipeline.alerts
    assert (alert.person, alert.entry, alert.first_hit_s, alert.hits) == ("P1", "P1/1", 0.0, 10)
    assert [len(result.alerts) for result in results] == [1] + [0] * 9
    assert len({tuple(result.tracks) for result in results}) == 1


@pytest.mark.parametrize("policy", POLICIES)
def test_two_people_who_cross_keep_their_own_tracks(policy: str):
    # 1 walks right, 2 walks left at almost the same height; for a while one hides the other
    pictures = [draw({1: (100 + 12 * i, 100), 2: (400 - 12 * i, 106)}) for i in range(26)]
    _, results = run(pictures, embedding={"min_sharpness": 0.0, "policy": policy, "recheck_s": 60.0})
    seen: dict[int, set[int]] = {}
    for result in results:
        for row, decision in zip(result.selected.rows, result.decisions, strict=True):
            if decision.score[0] > 0.9:
                seen.setdefault(int(result.tracks[row]), set()).add(int(decision.person[0]))
    assert all(len(people) == 1 for people in seen.values())
    assert {person for people in seen.values() for person in people} == {0, 1}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_scene_cut_with_the_next_face_in_the_same_place_is_another_track(policy: str):
    pictures = [draw({1: (100, 100)})] * 5 + [draw({2: (100, 100)}, background=255)] * 5
    _, results = run(pictures, embedding={"min_sharpness": 0.0, "policy": policy, "recheck_s": 60.0})
    tracks = [int(result.tracks[0]) for result in results]
    assert tracks[:5] == [tracks[0]] * 5
    assert tracks[5:] == [tracks[5]] * 5
    assert tracks[0] != tracks[5]


def test_a_face_that_quietly_takes_the_place_of_another_is_noticed_when_it_is_next_looked_at():
    # no cut to be seen, and every box where the one before was: 0.5 s after the last face of 1, 2 is embedded
    pictures = [draw({1: (100, 100)})] * 5 + [draw({2: (100, 100)})] * 20
    _, results = run(pictures, embedding={"min_sharpness": 0.0, "policy": "on_improvement", "enough": 1})
    tracks = [int(result.tracks[0]) for result in results]
    assert [index for index, result in enumerate(results) if len(result.selected.rows)] == [0, 13]
    assert len(set(tracks[:13])) == len(set(tracks[13:])) == 1
    assert tracks[0] != tracks[13]


@pytest.mark.parametrize("policy", POLICIES)
def test_only_hits_and_alerts_depend_on_the_threshold(policy: str):
    pictures = [draw({1: (50 + 5 * i, 100), 200: (400, 100)}) for i in range(5)]
    kept = []
    for threshold in (-1.0, 1.0):
        _, results = run(
            pictures, alerting={"threshold": threshold}, embedding={"min_sharpness": 0.0, "policy": policy}
        )
        kept.append([(r.tracks.tolist(), [d.fused_score.tolist() for d in r.decisions]) for r in results])
    assert kept[0] == kept[1]


def test_faces_that_are_not_worth_embedding_say_why():
    _, results = run([draw({1: (50, 100)})], embedding={"min_eye_px": 1000.0})
    assert results[0].selected.reasons == ("too small",)
    assert results[0].decisions == []


def test_blurred_faces_are_not_embedded():
    _, results = run([draw({1: (50, 100)})], embedding={"min_sharpness": 1e9})
    assert results[0].selected.reasons == ("blurred",)


def test_every_stage_is_timed():
    _, results = run([draw({1: (50, 100)})])
    assert set(results[0].times.ms) == {"detect", "track", "select", "embed", "match", "alert"}
    assert all(ms >= 0 for ms in results[0].times.ms.values())


def test_a_long_empty_watch_keeps_nothing():
    pipeline, results = run([draw({1: (100, 100)})] * 3 + [draw({})] * 60)
    assert sum(len(result.closed) for result in results) == 1
    assert pipeline.finish() == []
    assert np.all([len(result.faces) == 0 for result in results[3:]])


def test_a_live_alert_is_known_after_the_time_it_took_and_a_recorded_one_at_its_frame():
    recorded = Pipeline(SyntheticEngine(), ListedPeople((1,)), SystemSettings.model_validate(SHARP_ENOUGH), 25.0)
    live = Pipeline(SyntheticEngine(), ListedPeople((1,)), SystemSettings.model_validate(SHARP_ENOUGH), 25.0, live=True)
    for pipeline in (recorded, live):
        for frame in frames([draw({1: (50, 100)})]):
            pipeline.step(frame, StageTimes({"decode": 1000.0}))
    assert recorded.alerts[0].emitted_s == recorded.alerts[0].first_hit_s == 0.0
    assert 0 < live.alerts[0].emitted_s < 1.0
