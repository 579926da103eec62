"""A nine-second clip with two listed people in it, and one who is not there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from footage.conftest import alerted, best_scores

from lfr_eval.record.reader import RunRecord

STILLS = {"miranda": "lin-manuel-miranda.png", "obama": "obama.jpg", "biden": "biden.jpg"}


@pytest.fixture(scope="module")
def run(
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    enrol: Callable[..., Path],
    watched: Callable[..., RunRecord],
) -> RunRecord:
    folder, home = shared_data / "video" / "whitehouse", tmp_path_factory.mktemp("whitehouse")
    (home / "stills").mkdir()
    for name, still in STILLS.items():
        shutil.copy(folder / still, home / "stills" / f"{name}{Path(still).suffix}")
    return watched(folder / "short_hamilton_clip.mp4", enrol(home / "stills", home / "list"), home / "runs")


def test_those_who_are_there_are_alerted_and_nobody_else(run: RunRecord):
    assert alerted(run) == {"miranda", "obama"}


def test_similarities_are_those_of_the_models(run: RunRecord):
    best = best_scores(run)
    assert best["miranda"] == pytest.approx(0.66, abs=0.02)
    assert best["obama"] == pytest.approx(0.51, abs=0.02)
    assert best["biden"] <= 0.17


def test_no_track_carries_two_people(run: RunRecord):
    rank_1 = run.candidates(rank=1, min_score=0.3)
    assert (rank_1.groupby("track")["person"].nunique() == 1).all()


def test_every_frame_is_timed(run: RunRecord):
    timings = run.timings()
    assert len(timings) == len(run.frames()) == 275
    assert (timings["process_ms"] > 0).all()
