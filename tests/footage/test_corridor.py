"""Two people enrolled from one clip and looked for in others; clips in which every face is too small."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from footage.conftest import SETTINGS, alerted, best_scores

from lfr_eval.capture.source import open_source
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.engine.pipeline import Pipeline
from lfr_eval.engine.times import StageTimes
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.watch.watch import watch
from lfr_eval.record.reader import RunRecord
from lfr_eval.watchlist.store import read_watchlist

OWN_CLIPS = {"W1": "head-pose-face-detection-female.mp4", "M1": "head-pose-face-detection-male.mp4"}
TOGETHER = "head-pose-face-detection-female-and-male.mp4"
WALKING = "face-demographics-walking-and-pause.mp4"
TOO_SMALL = ("classroom.mp4", "face-demographics-walking.mp4")


@pytest.fixture(scope="module")
def watch_clip(
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    engine: InsightFaceEngine,
    enrol: Callable[..., Path],
    watched: Callable[..., RunRecord],
) -> Callable[[str], RunRecord]:
    folder, home = shared_data / "video" / "corridor", tmp_path_factory.mktemp("corridor")
    (home / "stills").mkdir()
    for person, clip in OWN_CLIPS.items():
        cv2.imwrite(str(home / "stills" / f"{person}.png"), _widest_eyes(engine, folder / clip))
    watchlist = enrol(home / "stills", home / "list")
    return lambda clip: watched(folder / clip, watchlist, home / "runs")


def _widest_eyes(engine: InsightFaceEngine, clip: Path) -> cv2.typing.MatLike:
    """The frame in which the face is turned to the camera most."""
    best, image = 0.0, None
    for frame in open_source(str(clip)):
        faces = engine.detect(frame.image, size_px=SETTINGS.detector.size_px, min_score=SETTINGS.detector.min_score)
        if len(faces) and faces.eye_px[0] * faces.det_scores[0] > best:
            best, image = float(faces.eye_px[0] * faces.det_scores[0]), frame.image
    assert image is not None
    return image


def test_both_are_recognised_together_and_not_confused(watch_clip: Callable[[str], RunRecord]):
    run = watch_clip(TOGETHER)
    assert alerted(run) == {"W1", "M1"}
    rank_1 = run.candidates(rank=1)
    assert (rank_1.groupby("track")["person"].nunique() == 1).all()
    assert best_scores(run)["M1"] == pytest.approx(0.72, abs=0.03)
    assert best_scores(run)["W1"] == pytest.approx(0.53, abs=0.05)


def test_only_the_woman_is_recognised_among_those_who_walk(watch_clip: Callable[[str], RunRecord]):
    run = watch_clip(WALKING)
    assert alerted(run) == {"W1"}
    assert best_scores(run)["W1"] == pytest.approx(0.54, abs=0.04)
    assert best_scores(run)["M1"] <= 0.15


def test_strangers_score_low(watch_clip: Callable[[str], RunRecord]):
    run = watch_clip(WALKING)
    candidates = run.candidates()
    of_w1 = set(candidates[candidates["fused_score"] >= 0.4]["track"])
    assert candidates[~candidates["track"].isin(of_w1)]["score"].max() <= 0.2


@pytest.mark.parametrize("clip", TOO_SMALL)
def test_small_faces_are_failures_to_acquire_not_alerts(watch_clip: Callable[[str], RunRecord], clip: str):
    run = watch_clip(clip)
    tracks = run.tracks()
    assert len(tracks) > 0
    assert set(tracks["template_status"]) == {"fta"}
    assert set(tracks["fta_reason"]) == {"too small"}
    assert run.candidates().empty
    assert alerted(run) == set()


def test_two_runs_leave_the_same_candidates_alerts_and_tracks(watch_clip: Callable[[str], RunRecord]):
    first, second = watch_clip(WALKING), watch_clip(WALKING)
    for table in ("frames", "faces", "tracks", "candidates", "alerts"):
        assert first.table(table).equals(second.table(table)), table


@pytest.mark.parametrize("policy", ["every_frame", "on_improvement"])
def test_stages_side_by_side_find_what_one_after_the_other_finds(
    shared_data: Path, tmp_path: Path, engine: InsightFaceEngine, enrol: Callable[..., Path], policy: str
):
    folder = shared_data / "video" / "corridor"
    (tmp_path / "stills").mkdir()
    cv2.imwrite(str(tmp_path / "stills" / "W1.png"), _widest_eyes(engine, folder / OWN_CLIPS["W1"]))
    listed = read_watchlist(enrol(tmp_path / "stills", tmp_path / "list"))
    chosen = SystemSettings.model_validate({"embedding": {"policy": policy}})
    with open_source(str(folder / TOGETHER)) as source:
        pipeline = Pipeline(engine, listed.matcher(), chosen, source.nominal_fps)
        serial = [pipeline.step(frame, StageTimes()) for frame in source]
    side_by_side = load_engine(chosen, threads=1)
    with open_source(str(folder / TOGETHER)) as source:
        run = RunRecord.open(watch(source, listed, side_by_side, chosen, root=tmp_path / "runs").run)
    assert run.header["workers"] == usable_cores()
    candidates = run.candidates()
    assert run.faces()["track"].tolist() == [int(track) for each in serial for track in each.tracks]
    decided = [
        (each.frame.index, decision.fused_score[0])
        for each in serial
        for decision in each.decisions
        if decision.fused_score[0] >= chosen.matching.score_floor
    ]
    assert candidates["frame"].tolist() == [frame for frame, _ in decided]
    np.testing.assert_allclose(candidates["fused_score"], [score for _, score in decided], atol=1e-5)
    alerts = run.alerts()
    assert alerts["first_hit_s"].tolist() == [alert.first_hit_s for alert in pipeline.alerts]
    np.testing.assert_allclose(alerts["score"], [alert.score for alert in pipeline.alerts], atol=1e-5)
