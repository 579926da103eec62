"""The search for the highest rate that is sustained finds it, and says so where there is none."""

import numpy as np
import pandas as pd
import pytest

from lfr_eval.core.settings import Models, SystemSettings
from lfr_eval.evaluate.bench.capacity import most_sustained
from lfr_eval.evaluate.bench.latency import bench_latency
from lfr_eval.report.charts.capacity import capacity


@pytest.mark.parametrize("true_fps", [2.0, 11.0, 23.0])
@pytest.mark.parametrize("loses", [True, False])
def test_the_answer_lies_between_what_was_sustained_and_what_was_not(true_fps: float, loses: bool):
    # A system that keeps up to a rate, and beyond it either loses frames or lets them wait
    def trial(fps: float) -> dict[str, float]:
        over = fps > true_fps
        return {"p50_ms": 40.0, "p95_ms": 900.0 if over and not loses else 80.0, "p99_ms": 950.0, "lost": over * loses}

    found = most_sustained(trial, fastest=25.0, limit_ms=200.0)
    assert found["sustained_fps"] <= true_fps < found["not_sustained_fps"]
    assert found["p95_ms"] == 80.0


def test_where_nothing_is_sustained_there_is_no_rate():
    found = most_sustained(lambda fps: {"p95_ms": 900.0, "lost": 0.0}, fastest=3.0, limit_ms=200.0)
    assert (found["sustained_fps"], found["p95_ms"]) == (None, None)


def test_a_live_watch_tells_its_latency_and_what_it_lost():
    settings = SystemSettings(models=Models(threads=1))
    found = bench_latency(settings, faces=1, entries=50, fps=25.0, seconds=1.0)
    assert len(found.rows) == 5
    for row in found.rows:
        assert 0 < row["p50_ms"] <= row["p99_ms"]
        assert 0 <= row["lost"] < 1
        assert row["faces_a_frame"] == 1


def test_cases_without_a_rate_are_drawn_at_nought():
    frame = pd.DataFrame({"faces": [1, 4], "entries": [1000, 1000], "sustained_fps": [12.0, np.nan]})
    assert capacity(frame, "title").to_dict()["title"] == "title"
