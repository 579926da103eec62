"""Delays and times whose answers are known."""

import numpy as np
import pandas as pd
import pytest
from score_objects import delay, latency, rate, score

from lfr_eval.metrics.incidence import Waits
from lfr_eval.metrics.pass_scores import Silenced
from lfr_eval.record.tables import STAGES
from lfr_eval.report.charts import latency as charts
from lfr_eval.ui.literal import strong
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


LEFT, CUT = "left without an alert", "still there when the footage ended"


def waits(*rows):
    """Seconds, and whether the wait ended with an alert (True), by leaving (False) or with the footage (None)."""
    seconds, ended = zip(*rows, strict=True)
    happened, cut_off = (np.array([one is kind for one in ended]) for kind in (True, None))
    return Waits(np.array(seconds), happened, cut_off, np.array([str(place) for place in range(len(rows))], object))


def test_whoever_left_without_an_alert_stands_on_the_curve():
    # Alerts after 1 and 3 s; one left at 2 s, and one was still there after 5 s, when the footage ended
    given = waits((1.0, True), (2.0, False), (3.0, True), (5.0, None))
    found = view.without(given)
    assert found["After (s)"].tolist() == [2.0, 5.0]
    assert found["Share"].tolist() == pytest.approx([0.25, 0.5])
    assert found["Ended"].tolist() == [LEFT, CUT]
    assert view.without(waits((1.0, True))).empty


def test_the_curve_goes_on_beyond_its_last_event():
    given = waits((1.0, True), (2.0, False))
    chart = charts.time_to_alert(view.curve_table(given), view.without(given)).to_dict()
    drawn = max(chart["datasets"].values(), key=len)
    assert drawn[-1]["After (s)"] == pytest.approx(2.3)


def test_intervals_need_ten_people():
    nine, ten = (view.curve_table(waits(*[(1.0, True)] * n)) for n in (9, 10))
    assert nine["95 % from"].isna().all()
    # After 1 s all ten: Clopper-Pearson 10 of 10 from 69.2 % on
    assert ten[["After (s)", "Share", "95 % from", "to"]].to_numpy().tolist() == [
        [0, 0, 0, 0.3085],
        [1, 1, 0.6915, 1],
    ]


def test_of_many_steps_some_are_shown_the_first_and_the_last_among_them():
    table = view.curve_table(waits(*((float(second), True) for second in range(1, 501))))
    assert len(table) == view.STEPS_SHOWN
    assert table["Share"].iloc[[0, -1]].tolist() == [0, 1]
    assert (table["95 % from"].diff().dropna() >= 0).all()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (delay(left=2), "alert: median no value, since fewer than half got there; 2 of 3 passes left without it. To"),
        (delay(median=1.0), "From entering to alert: median 1.00 s (no interval: 3 people); 0 of 3 passes left"),
        (
            delay(median=1.0, median_low=0.5, left=1, censored=1),
            "1.00 s (95 % 0.50 s or more); 1 of 3 passes left without it, 1 still going on when the footage ended.",
        ),
        (delay(median=1.0, p95=2.0, p95_low=1.5, p95_high=3.0, n=30), "percentile 2.00 s (95 % 1.50 s to 3.00 s)."),
    ],
)
def test_how_soon_alerts_came(given, expected):
    assert expected in view.alert_sentence(scored(given))
    in_time = "2 of 3 passes of listed people within 2 s of entry = 66.7 % (95 % 10 % to 99 %)"
    assert view.answer(scored(given)) == strong(f"Recognised in time: {in_time}.")


def scored(to_alert, by_true=0, by_other=0):
    times = latency(to_alert, entry_to_hit_s=delay(median=0.5))
    return score(timely=rate(2, 3, 0.1, 0.99), latency=times, silenced=Silenced(by_true, by_other))


def test_recognitions_that_raised_no_alert_are_told():
    said = view.alert_sentence(scored(delay(), by_true=2, by_other=1))
    assert "2 recognitions raised no alert, for a true one on the same person still stood" in said
    assert "1 recognition raised no alert, for a false or unconfirmed one" in said


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
