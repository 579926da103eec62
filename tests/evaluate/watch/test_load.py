"""What a watch says of its own speed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import draw
from synthetic_runs import FPS, Pictures, make_list, record, settings

from lfr_eval.capture.live import LiveSource
from lfr_eval.evaluate.watch.load import Histogram, Memory
from lfr_eval.record.reader import RunRecord

WALK = [draw({1: (50 + 10 * i, 100), 7: (400, 100)}) for i in range(10)]


@given(st.lists(st.floats(0.01, 1e5), min_size=1, max_size=200))
def test_percentiles_are_within_one_per_cent(values: list[float]):
    histogram = Histogram()
    for value in values:
        histogram.add(value)
    found = histogram.percentiles()
    assert found is not None
    for q in (50, 95, 99):
        assert found[f"p{q}"] == pytest.approx(np.percentile(values, q, method="inverted_cdf"), rel=0.01)


def test_without_values_there_are_no_percentiles():
    assert Histogram().percentiles() is None


def test_values_beyond_all_bins_are_counted():
    histogram = Histogram()
    for value in (0.0, 1e9):
        histogram.add(value)
    assert histogram._bins.sum() == 2


def test_memory_is_noted_about_so_many_times_however_long_it_takes(monkeypatch: pytest.MonkeyPatch):
    now_s = [0.0]
    monkeypatch.setattr("lfr_eval.evaluate.watch.load.monotonic", lambda: now_s[0])
    memory = Memory()
    for _ in range(5000):
        memory.look()
        now_s[0] += 1.0
    assert 240 <= len(memory.samples) < 480
    assert memory.samples[0][0] == 0.0
    assert memory.samples[-1][0] > 4900
    assert all(mib > 1 for _, mib in memory.samples)


def test_the_load_of_a_watch_is_in_its_record(tmp_path):
    result = record(Pictures(WALK), make_list(tmp_path / "list", 1), tmp_path / "runs")
    load = RunRecord.open(result.run).header["load"]
    assert load == {**result.load, "memory_mib": {**load["memory_mib"]}}
    assert set(load["stage_ms"]) == {"decode", "detect", "track", "select", "embed", "match", "alert"}
    assert load["faces_per_s"] == pytest.approx(2 * load["frames_per_s"])
    assert load["capture_to_alert_ms"] is None
    assert 0 <= load["queue"]["p50"] <= load["queue"]["most"]


def test_a_live_watch_says_how_late_it_was_and_what_it_lost(tmp_path):
    # forty frames in 0.08 s: more than can be written in that time
    listed = make_list(tmp_path / "list", 1)
    with LiveSource(Pictures(WALK * 4), speed=100.0) as source:
        result = record(source, listed, tmp_path / "runs")
    run = RunRecord.open(result.run)
    frames = run.frames()
    assert run.header["pace"] == "live"
    assert frames["frame"].tolist() == list(range(40))
    assert frames["pts_s"].tolist() == pytest.approx([index / FPS for index in range(40)])
    assert int(frames["dropped"].sum()) == result.counts["frames_dropped"] > 0
    assert int((~frames["dropped"]).sum()) == result.counts["frames_read"] == len(run.timings())
    assert frames["faces"].isna().tolist() == frames["dropped"].tolist()
    assert run.alerts()["emitted_s"][0] > run.alerts()["first_hit_s"][0]
    assert result.load["capture_to_alert_ms"]["p50"] > 0


def test_frames_that_are_passed_over_are_recorded_as_not_looked_at(tmp_path):
    chosen = settings(detector={"every": 3})
    result = record(Pictures(WALK), make_list(tmp_path / "list", 1), tmp_path / "runs", chosen)
    run = RunRecord.open(result.run)
    assert run.frames()["faces"].isna().tolist() == [index % 3 != 0 for index in range(10)]
    assert sorted(set(run.faces()["frame"])) == [0, 3, 6, 9]
    # 30 px from look to look: the tracks go on
    assert sorted(run.tracks()["frames"]) == [4, 4]
    assert result.counts["faces"] == 8
    assert [alert.person for alert in result.alerts] == ["P1"]
