"""What the page of live trials says."""

import base64
import io
import wave
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from score_objects import delay, latency, nothing, rate
from synthetic_runs import make_list, settings

from lfr_eval.core.events import Alert
from lfr_eval.core.home import Home
from lfr_eval.evaluate.trial.snapshot import BestScore, Snapshot
from lfr_eval.evaluate.trial.worker import TrialResult
from lfr_eval.evaluate.watch import WatchResult
from lfr_eval.ui.literal import strong
from lfr_eval.ui.views import live

ANN = Alert(3, "Ann", "Ann/1", 0.537, 3.24, 3.3, 81, 5)
NOW = Snapshot(
    picture=np.zeros((2, 3, 3), np.uint8),
    pts_s=4.0,
    frames=100,
    dropped=20,
    fps=12.34,
    p95_ms=81.6,
    faces=4,
    not_compared=("38 px between the eyes, 60 needed", "turned away", "turned away"),
    best=(BestScore("Ann", 0.537), BestScore("Bo", 0.1)),
    alerts=(ANN, replace(ANN, person="Bo", first_hit_s=5.0)),
)
COUNTS = {"faces": 7, "frames_read": 100, "frames_dropped": 20, "faces_embedded": 6, "duration_s": 8.0}


def test_figures_name_their_base():
    assert live.figures(NOW) == [
        f"Frames a second: {strong('12.3')}",
        f"Latency, 95th percentile: {strong('82 ms')}",
        f"Dropped frames: {strong('20 of 120')}",
        f"Faces in view: {strong('4')}",
        f"Pictures: {strong('3 × 2 px')}",
    ]
    untold = live.figures(replace(NOW, dropped=None, fps=None))
    assert f"Frames a second: {strong('not yet')}" in untold
    assert f"Dropped frames: {strong('not told')}" in untold


def test_every_alert_says_that_it_is_to_be_checked_and_the_newest_comes_first():
    assert live.alert_sentences(NOW.alerts) == (
        "Bo, score 0.54, at 5.00 s: a possible match: check before you act.",
        "Ann, score 0.54, at 3.24 s: a possible match: check before you act.",
    )


def test_why_faces_are_not_compared():
    said = live.why_not_compared(NOW)
    assert said == "Not compared: 38 px between the eyes, 60 needed; turned away (2 faces)."
    assert live.why_not_compared(replace(NOW, not_compared=())) == ""


def test_best_scores_stand_beside_the_threshold():
    assert live.best_scores(NOW, 0.537) == [
        f"Ann: {strong('0.54, 0.54 needed: reached')}",
        f"Bo: {strong('0.10, 0.54 needed')}",
    ]
    assert live.best_scores(replace(NOW, best=()), 0.4) == []


def test_without_a_marked_walk_nothing_is_shown_about_recognition(tmp_path):
    result = TrialResult(WatchResult(tmp_path, "stopped", (ANN,), COUNTS, {}), None, None, (), Home(tmp_path))
    first, second, third = live.what_was_found(result)
    assert first == "1 alert in 8.0 s: 7 faces found in 100 frames, 6 of them compared."
    assert second == "20 frames came and could not be taken in time."
    assert "nothing is shown" in third


def test_marked_walks_are_told_with_their_intervals(tmp_path):
    score = nothing(
        tpir=rate(3, 4, 0.3, 0.95, subjects=2),
        latency=latency(delay(14, 1, median=1.5, median_low=1.0)),
        caveats=("no pass of a person who is not listed: nothing is shown about false positives",),
    )
    result = TrialResult(WatchResult(tmp_path, "stopped", (), COUNTS, {}), None, score, (), Home(tmp_path))
    said = live.what_was_found(result)
    assert "Recognised: 3 of 4 walks of listed people = 75 % (95 % 30 % to 95 %)." in said
    assert "False positives: not measured: there were no walks of people not listed." in said
    assert "These intervals are for people in general, as far as 2 listed people can tell." in said
    assert "From the mark to the alert: median 1.50 s (95 % 1.00 s or more); 1 of 14 walks left without it." in said


def test_walks_of_which_too_few_led_to_an_alert_have_no_median(tmp_path):
    score = nothing(latency=latency(delay(1, 1)))
    result = TrialResult(WatchResult(tmp_path, "stopped", (), COUNTS, {}), None, score, (), Home(tmp_path))
    expected = "the alert: median no value, since fewer than half got there; 1 of 1 walk left without it."
    assert expected in " ".join(live.what_was_found(result))


def test_one_walk_with_an_alert_has_a_median_without_an_interval(tmp_path):
    score = nothing(latency=latency(delay(1, median=1.5)))
    said = live.what_was_found(
        TrialResult(WatchResult(tmp_path, "stopped", (), COUNTS, {}), None, score, (), Home(tmp_path))
    )
    assert "From the mark to the alert: median 1.50 s (no interval: 1 person); 0 of 1 walk left without it." in said


def test_earlier_alerts_are_counted_and_not_shown():
    assert (live.earlier(live.SHOWN_ALERTS), live.earlier(live.SHOWN_ALERTS + 1)) == (
        "",
        "And 1 earlier alert; all are in the record.",
    )


def test_what_a_running_trial_was_set_to(tmp_path):
    listed = make_list(tmp_path / "square", 1, 2)
    assert live.watching(listed, settings(), "camera:0", "decisions") == (
        f"Watching camera:0 for 2 people of {listed.header.name}, at threshold 0.4. "
        "Recorded: counts, timings and alerts only."
    )


def test_files_are_named_from_home_with_their_size(tmp_path):
    file = tmp_path / "reports" / "run.json"
    file.parent.mkdir()
    file.write_bytes(b"x" * 1234)
    result = TrialResult(
        WatchResult(tmp_path, "stopped", (), COUNTS, {}), None, None, (file, Path("gone")), Home(tmp_path)
    )
    assert live.files_kept(result, Home(tmp_path)).to_dict("records") == [
        {"File": "reports/run.json", "Bytes": "1,234"}
    ]


def test_tones_of_two_alerts_in_a_row_differ():
    first, second = live.tone(1), live.tone(2)
    assert first != second
    with wave.open(io.BytesIO(first)) as sound:
        assert sound.getnframes() / sound.getframerate() == 0.4


def test_a_drawn_picture_is_held_by_the_page_and_made_smaller():
    html = live.drawn(np.full((1080, 1920, 3), 200, np.uint8))
    data = base64.b64decode(html.split("base64,")[1].split('"')[0])
    assert cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).shape == (540, 960, 3)
    assert 'alt="What the camera sees; Whoever is not listed' in html
