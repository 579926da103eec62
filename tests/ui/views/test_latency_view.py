"""Delays and times whose answers are known."""

import numpy as np
import pandas as pd
import pytest

from lfr_eval.metrics.survival import event_curve
from lfr_eval.record.tables import STAGES
from lfr_eval.report.charts import latency as charts
from lfr_eval.ui.views import latency as view


def frames(process_ms, faces):
    share = {f"{stage}_ms": np.asarray(process_ms) / 8 for stage in STAGES}
    share["embed_ms"] = np.asarray(process_ms) * 2 / 8
    return pd.DataFrame(share | {"process_ms": process_ms, "faces": faces})


def test_percentiles_of_each_stage_and_of_the_whole():
    found = view.stages(frames(np.arange(1, 102), 1))
    whole = found.set_index("Stage").loc["whole frame"]
    assert whole.tolist() == pytest.approx([51, 96, 100, 51])
    assert found["Stage"].tolist() == [*STAGES, "whole frame"]


def test_the_stage_that_takes_most_is_named_with_its_share():
    said = view.stages_sentence(view.stages(frames(np.full(50, 80.0), 1)), "fast")
    assert said.startswith("Half of all frames took less than 80 ms")
    assert said.endswith("The largest part of the time goes into the stage embed: 25 %.")


def test_capacity_by_faces_leaves_out_groups_that_are_too_small():
    # 40 frames with no face at 10 ms, 40 with six at 100 ms, 19 with one: too few for a 95th percentile
    times = frames([10.0] * 40 + [100.0] * 40 + [50.0] * 19, [0] * 40 + [6] * 40 + [1] * 19)
    found = view.capacity(times)
    assert found["Faces in the frame"].tolist() == ["0", "5 to 8"]
    assert found["Frames a second"].tolist() == [100.0, 10.0]


def test_numbers_of_faces_are_put_together_by_doubling():
    times = frames([10.0] * 180, np.repeat(np.arange(9), 20))
    assert view.capacity(times)["Faces in the frame"].tolist() == ["0", "1", "2", "3 to 4", "5 to 8"]


def test_whoever_left_without_an_alert_stands_on_the_curve():
    # Alerts after 1 and 3 s; one left at 2 s, one at 5 s
    curve = event_curve([1.0, 2.0, 3.0, 5.0], [False, True, False, True])
    left = view.left_without(curve)
    assert left["After (s)"].tolist() == [2.0, 5.0]
    assert left["Had raised an alert"].tolist() == pytest.approx([0.25, 0.625])


def test_the_curve_goes_on_beyond_its_last_event():
    curve = event_curve([1.0, 2.0], [False, True])
    chart = charts.time_to_alert(view.curve_table(curve), view.left_without(curve)).to_dict()
    drawn = max(chart["datasets"].values(), key=len)
    assert drawn[-1]["After (s)"] == pytest.approx(2.3)


@pytest.mark.parametrize(
    ("delay", "expected"),
    [
        ({"median": None, "p95": None, "n": 3, "censored": 2}, "fewer than half of them had raised an alert"),
        (
            {"median": 1.0, "p95": 2.0, "n": 3, "censored": 0},
            "half of them had raised an alert 1.00 s after entering. First",
        ),
        (
            {"median": 1.0, "p95": 1.0, "n": 1, "censored": 0},
            "1 pass of a listed person: it had raised an alert 1.00 s",
        ),
        (
            {"median": 1.0, "p95": 2.0, "n": 3, "censored": 1},
            "1 pass without an alert counts for as long as the person",
        ),
        ({"median": 1.0, "p95": 2.0, "n": 30, "censored": 0}, "95 % had done so after 2.00 s."),
    ],
)
def test_how_soon_alerts_came(delay, expected):
    said = view.alert_sentence({"latency": {"entry_to_alert_s": delay, "entry_to_hit_s": {"median": None}}})
    assert expected in said
    assert said.endswith("First hit: median never.")


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"frames_read": 90, "frames_dropped": 10, "irregularities": {}}, "Frames lost: 10 of 100 = 10 %."),
        ({"frames_read": 90, "frames_dropped": None, "irregularities": {}}, "not known. 90 were read"),
        ({"frames_read": 0, "frames_dropped": 0, "irregularities": {"undecodable": 3}}, "0 of 0; undecodable: 3."),
    ],
)
def test_lost_frames(counts, expected):
    assert expected in view.dropped({"counts": counts})


def test_what_the_machine_keeps_up_with_says_what_it_rests_on():
    header = {"source": {"nominal_fps": 25.0}, "hardware": {"processor": "P", "cores": 2}}
    said = view.capacity_sentence(header, frames([100.0] * 30, 1))
    assert "in time for 10 frames a second: it does not keep up with this footage, which has 25" in said
    assert "recorded times of 30 frames of one stream on the machine that watched (P, 2 cores)" in said


def test_charts_tell_series_apart_by_shape_too():
    stages = view.stages(frames(np.full(50, 80.0), 1))
    points = charts.stage_percentiles(stages).to_dict()["layer"][1]["encoding"]
    assert points["shape"]["scale"]["range"] == ["circle", "square", "triangle-up"]


def test_how_late_answers_came_is_said_of_watches_at_the_pace_of_the_source():
    load = {"capture_to_alert_ms": {"p50": 40.0, "p95": 90.0, "p99": 1500.0}}
    assert "half within 40 ms, 95 % within 90 ms, 99 % within 1.5 s." in view.capture_sentence({"load": load})
    assert "not measured" in view.capture_sentence({})


def test_what_the_whole_watch_took():
    load = {"frames_per_s": 12.345, "faces_per_s": 40.0, "queue": {"p50": 1, "most": 3}, "memory_mib": {"peak": 812.4}}
    assert view.measured({"load": load, "workers": 2}) == (
        "The whole watch went at 12.3 frames and 40 faces a second, with 2 model calls side by side; at most 3 frames "
        "waited; memory reached 812 MiB."
    )
    assert view.measured({}) == ""
