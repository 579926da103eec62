"""A watch and its record, on footage with known answers."""

import json
import os
import signal
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from full_disk import files_of_at_most
from synthetic import draw
from synthetic_runs import FPS, PACK, PackedEngine, Pictures, make_list, record, settings

from lfr_eval.core.errors import InputError, RecordError, SourceError, StorageError, WatchlistError
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.evaluate.score.hits import read_hits
from lfr_eval.evaluate.watch.watch import watch
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord

WALK = [draw({1: (50 + 10 * i, 100), 7: (400, 100)}) for i in range(10)]
"""P1, who is listed, walks past somebody who is not."""
EMPTY = draw({})


def test_every_frame_face_track_and_candidate_is_recorded(tmp_path):
    result = record(Pictures([*WALK, EMPTY]), make_list(tmp_path / "list", 1, 2), tmp_path / "runs")
    run = RunRecord.open(result.run)
    assert (result.status, run.status) == ("complete", "complete")
    assert run.frames()["faces"].tolist() == [2] * 10 + [0]
    assert run.frames()["pts_s"].tolist() == [index / FPS for index in range(11)]
    assert run.timings()["frame"].tolist() == list(range(11))
    assert len(run.faces()) == 20
    assert sorted(run.tracks()["frames"]) == [10, 10]
    # two faces x two persons on the list, but a score of 0 for the stranger is at the floor, which is recorded
    assert len(run.candidates()) == 40
    assert run.candidates(rank=1).groupby("person")["score"].max()["P1"] == 1.0
    assert result.counts == {
        "frames_read": 11,
        "frames_dropped": 0,
        "faces": 20,
        "faces_embedded": 20,
        "decisions": 20,
        "faces_turned": {},
        "duration_s": pytest.approx(11 / FPS),
        "end_s": pytest.approx(11 / FPS),
        "gaps": {"n": 0, "total_s": 0.0, "longest_s": 0.0, "longest_after_s": None},
        "irregularities": {},
        "damage": None,
    }


@pytest.mark.parametrize(
    ("words", "pictures", "recorded"),
    [
        ({}, {}, 2.0),  # watched to its end: as long as it is, whatever its file says
        ({"duration_s": 1.0}, {}, 99.0),
        ({}, {"damage": "reading stopped"}, 99.0),
        ({}, {"live": True}, None),
    ],
)
def test_how_long_the_source_is(tmp_path, words, pictures, recorded):
    class Wild(Pictures):
        duration_s = None if pictures.get("live") else 99.0

    result = record(Wild(WALK, **pictures), make_list(tmp_path / "list", 1), tmp_path / "runs", **words)
    assert RunRecord.open(result.run).header["source"]["duration_s"] == recorded


def test_alerts_are_those_that_the_record_gives_again(tmp_path):
    pictures = WALK + [EMPTY] * 20 + WALK
    chosen, listed = settings(alerting={"window_s": 3.0}), make_list(tmp_path / "list", 1, 2, alike={2: 1})
    result = record(Pictures(pictures), listed, tmp_path / "runs", chosen)
    run = RunRecord.open(result.run)
    # P2, whom P1 resembles by 0.6, is second best and no hit
    assert [(alert.person, alert.first_hit_s, alert.hits) for alert in result.alerts] == [("P1", 0, 10), ("P1", 6, 10)]
    assert list(result.alerts) == alerts_of(read_hits(run), 3.0)
    assert run.alerts()["hits"].tolist() == [10, 10]
    assert run.alerts()["emitted_s"].tolist() == [0, 6]


def test_header_says_what_was_run_on_what(tmp_path):
    listed = make_list(tmp_path / "list", 1, 2, failing=["lost"], expired=[9])
    header = RunRecord.open(record(Pictures(WALK[:2]), listed, tmp_path / "runs").run).header
    assert header["settings"] == settings().model_dump()
    assert header["models"]["files"] == PACK.to_json()["files"]
    assert header["watchlist"]["digest"] == listed.header.list_digest
    assert header["watchlist"]["persons"] == ["P1", "P2", "lost"]
    assert header["watchlist"]["persons_not_enrolled"] == ["lost"]
    assert header["watchlist"]["persons_submitted"] == 3
    assert header["source"] == {
        "id": "gate.mp4",
        "digest": "ff",
        "live": False,
        "size_px": [640, 360],
        "stored_px": [640, 360],
        "rate": "stated",
        "streams": None,
        "nominal_fps": FPS,
        "duration_s": 0.4,
        "zero_utc": None,
    }
    assert header["pace"] == "fast"


def test_person_whose_entry_has_expired_raises_no_alert(tmp_path):
    pictures = [draw({9: (100, 100)})] * 3
    result = record(Pictures(pictures), make_list(tmp_path / "list", 1, expired=[9]), tmp_path / "runs")
    assert result.alerts == ()
    assert set(RunRecord.open(result.run).candidates()["person"]) == {"P1"}


def test_nothing_below_the_floor_is_recorded(tmp_path):
    chosen = settings(matching={"score_floor": 0.1})
    result = record(Pictures(WALK), make_list(tmp_path / "list", 1, 2), tmp_path / "runs", chosen)
    candidates = RunRecord.open(result.run).candidates()
    assert set(candidates["person"]) == {"P1"}
    assert set(candidates["rank"]) == {1}
    assert len(result.alerts) == 1


@pytest.mark.parametrize(("duration_s", "frames"), [(0.1, 1), (0.4, 2), (0.41, 3), (99, 10)])
def test_watch_ends_where_it_was_told_to(tmp_path, duration_s, frames):
    listed = make_list(tmp_path / "list", 1)
    result = record(Pictures(WALK), listed, tmp_path / "runs", duration_s=duration_s)
    assert (result.status, result.counts["frames_read"]) == ("complete", frames)


@pytest.mark.parametrize("live", [False, True])
def test_ctrl_c_keeps_what_was_watched_as_stopped(tmp_path, live):
    listed = make_list(tmp_path / "list", 1)
    result = record(Pictures(WALK[:4], ends=KeyboardInterrupt(), live=live), listed, tmp_path / "runs")
    run = RunRecord.open(result.run)
    assert (result.status, run.status) == ("stopped", "stopped")
    assert len(run.frames()) == result.counts["frames_read"] == 4
    assert len(run.tracks()) == 2
    assert run.header["pace"] == ("live" if live else "fast")


@dataclass
class Interrupted(PackedEngine):
    """Ctrl-C comes while the third frame, the fifth face, is at work."""

    sent: bool = False

    def embed(self, crops):
        templates = super().embed(crops)
        if len(self.calls) >= 5 and not self.sent:
            self.sent = True
            os.kill(os.getpid(), signal.SIGINT)
        return templates


def test_ctrl_c_waits_for_the_frame_at_hand(tmp_path):
    listed = make_list(tmp_path / "list", 1)
    result = watch(Pictures(WALK), listed, Interrupted(), settings(), root=tmp_path / "runs")
    run = RunRecord.open(result.run)
    assert (result.status, result.counts["frames_read"]) == ("stopped", 3)
    assert run.frames()["frame"].tolist() == run.timings()["frame"].tolist() == [0, 1, 2]
    assert run.faces()["frame"].tolist() == [0, 0, 1, 1, 2, 2]
    assert run.tracks()["last_s"].tolist() == [2 / FPS] * 2
    assert run.alerts()["hits"].tolist() == [3]


def test_damage_of_the_footage_is_told(tmp_path):
    source = Pictures(WALK[:3], damage="the file breaks off within a packet", irregularities={"frames_damaged": 2})
    counts = record(source, make_list(tmp_path / "list", 1), tmp_path / "runs").counts
    assert counts["damage"] == "the file breaks off within a packet"
    assert counts["irregularities"] == {"frames_damaged": 2}


def test_source_that_fails_leaves_a_failed_run_with_the_reason(tmp_path):
    listed = make_list(tmp_path / "list", 1)
    with pytest.raises(SourceError, match="unplugged"):
        record(Pictures(WALK[:3], ends=SourceError("camera:0 was unplugged")), listed, tmp_path / "runs")
    (run,) = list_runs(tmp_path / "runs")
    assert run.status == "failed"
    assert run.content["error"] == "camera:0 was unplugged"
    assert len(RunRecord(run).frames()) == 3


REFUSED = [
    ("nobody is enrolled", (), {"failing": ["lost"]}, {}, WatchlistError, "none enrolled"),
    ("everybody has expired", (), {"expired": [1]}, {}, WatchlistError, "none enrolled"),
    ("no time at all", (1,), {}, {"duration_s": 0.0}, InputError, "duration"),
    ("time that is no number", (1,), {}, {"duration_s": float("nan")}, InputError, "duration"),
    (
        "threshold below the floor",
        (1,),
        {},
        {"chosen": settings(matching={"score_floor": 0.5})},
        InputError,
        "score_floor 0.5",
    ),
]


@pytest.mark.parametrize(
    ("people", "others", "how", "error", "says"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_watch_that_cannot_be_is_refused_before_there_is_a_run(tmp_path, people, others, how, error, says):
    listed = make_list(tmp_path / "list", *people, **others)
    with pytest.raises(error, match=says):
        record(Pictures(WALK), listed, tmp_path / "runs", **how)
    assert not (tmp_path / "runs").exists()


def test_list_of_other_models_is_refused_before_there_is_a_run(tmp_path):
    listed = make_list(tmp_path / "list", 1)
    header = tmp_path / "list" / "list.json"
    header.write_text(header.read_text().replace('"bb"', '"cc"'))
    altered = listed.header.model_validate(json.loads(header.read_text()))
    with pytest.raises(WatchlistError, match="another recogniser"):
        record(
            Pictures(WALK), type(listed)(altered, listed.entries, listed.templates, listed.images), tmp_path / "runs"
        )
    assert not (tmp_path / "runs").exists()


def test_place_that_is_taken_is_refused_and_untouched(tmp_path):
    listed = make_list(tmp_path / "list", 1)
    first = record(Pictures(WALK), listed, tmp_path / "runs", out=tmp_path / "mine")
    assert first.run == tmp_path / "mine"
    before = {path: path.read_bytes() for path in first.run.iterdir()}
    with pytest.raises(RecordError, match="choose another place"):
        record(Pictures(WALK), listed, tmp_path / "runs", out=tmp_path / "mine")
    assert {path: path.read_bytes() for path in first.run.iterdir()} == before


def test_full_disk_leaves_no_run_under_a_final_name(tmp_path):
    """The header fits, the table of faces does not."""
    listed = make_list(tmp_path / "list", 1)
    with files_of_at_most(3500), pytest.raises(StorageError, match="File too large"):
        record(Pictures(WALK * 4), listed, tmp_path / "runs")
    (run,) = list_runs(tmp_path / "runs")
    assert run.partial
    assert run.status == "failed"


def test_same_inputs_give_the_same_tables(tmp_path):
    listed = make_list(tmp_path / "list", 1, 2)
    pictures = [draw({1: (50 + 10 * i, 100), 7: (400, 100 + i)}) for i in range(20)]
    first, second = (RunRecord.open(record(Pictures(pictures), listed, tmp_path / name).run) for name in ("a", "b"))
    for table in ("frames", "faces", "tracks", "candidates", "alerts"):
        assert first.files(table)[0].read_bytes() == second.files(table)[0].read_bytes(), table


def test_progress_is_told_of_every_frame(tmp_path):
    told = []
    listed = make_list(tmp_path / "list", 1)
    record(Pictures(WALK), listed, tmp_path / "runs", progress=lambda *said: told.append(said))
    assert [(done, total) for done, total, _ in told] == [(n, 10) for n in range(1, 11)]
    assert told[-1][2] == "1 alerts"


def test_timings_add_up_to_the_time_of_the_frame(tmp_path):
    timings = RunRecord.open(record(Pictures(WALK), make_list(tmp_path / "list", 1), tmp_path / "runs").run).timings()
    stages = timings.drop(columns=["frame", "process_ms"])
    pd.testing.assert_series_equal(stages.sum(axis=1), timings["process_ms"], check_names=False, rtol=1e-4)
    assert np.all(stages >= 0)
