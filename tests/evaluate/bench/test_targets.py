"""Every benchmark does the work that it says it measures; how long that takes is nobody's test."""

import json
from pathlib import Path

from all_pairs import bench_all_pairs
from command import refusal, spawn

from lfr_eval.core.settings import Models, SystemSettings
from lfr_eval.evaluate.bench.backends import bench_backends
from lfr_eval.evaluate.bench.search import bench_search
from lfr_eval.evaluate.bench.throughput import bench_throughput

ONE_THREAD = SystemSettings(models=Models(threads=1))


def test_search_states_the_error_of_float16():
    found = bench_search((300,), repeats=1)
    assert [(row["entries"], row["probes"]) for row in found.rows] == [(300, 1), (300, 8)]
    # Numbers of about 1/sqrt(512), each rounded by up to 2^-12 of itself: errors of a dot product stay below 2^-11
    assert all(0 < row["float16_score_error"] < 2**-11 for row in found.rows)


def test_all_pairs_are_compared_at_each_size():
    found = bench_all_pairs((100, 200), repeats=1)
    assert [row["photographs"] for row in found.rows] == [100, 200]


def test_a_crowd_is_watched_beside_the_bare_calls():
    found = bench_throughput(ONE_THREAD, frames=2, repeats=1)
    (row,) = found.rows
    assert row["faces"] >= 10 * row["frames"]
    assert row["limit_fps"] == max(row["calls in step_fps"], row["calls side by side_fps"])
    assert [ratio.name for ratio in found.ratios] == ["throughput crowd, onnxruntime: time / bare model calls"]


def test_backends_are_held_against_onnxruntime():
    found = bench_backends(ONE_THREAD, repeats=1)
    rows = {row["backend"]: row for row in found.rows}
    assert rows["onnxruntime float32"]["faces_apart"] == 0
    assert rows["openvino float32"]["least_cosine"] >= 0.9999


def test_the_command_writes_and_draws(tmp_path: Path):
    out = tmp_path / "found"
    assert spawn(tmp_path, "bench", "search", "--entries", "300", "--repeats", "1", "--out", out).code == 0
    assert (out / "search.png").stat().st_size > 10_000
    assert json.loads((out / "search.json").read_text())["target"] == "search"


def test_a_clip_needs_photographs(tmp_path: Path):
    assert "a clip needs --photographs" in refusal(spawn(tmp_path, "bench", "throughput", "clip.mp4"))
