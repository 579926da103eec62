"""A trial's worker on footage with known answers, and what it leaves on the disk."""

import time
from hashlib import sha256

import numpy as np
import pytest
from live_trials import WALK, Feed, ended, pushing, trial_of, until
from synthetic import draw, template_of
from synthetic_runs import FPS, PackedEngine, make_list, settings

from lfr_eval.core.errors import InputError, SourceError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.annotate import annotate
from lfr_eval.evaluate.evidence import kept_scores
from lfr_eval.evaluate.score import score_runs
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.evaluate.trial.worker import Trial
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.reader import RunRecord


def test_an_alert_stands_in_the_snapshot_and_nobody_else_is_seen(tmp_path):
    trial, camera = pushing(tmp_path, WALK)
    now = trial.latest()
    camera.close()
    ended(trial)
    assert [alert.person for alert in now.alerts] == ["P1"]
    assert (now.faces, now.frames, now.dropped) == (2, 5, 0)
    assert [(one.person, one.score) for one in now.best] == [("P1", 1.0), ("P2", 0.0)]
    assert now.fps > 0
    assert now.p95_ms > 0


def test_only_the_listed_person_is_sharp(tmp_path):
    scene = draw({200: (50, 100), 201: (400, 100)})
    trial = trial_of(Feed([scene] * 3), tmp_path, 200)
    picture = ended(trial).latest().picture
    assert np.array_equal(picture[90:170, 40:120], scene[90:170, 40:120])
    # The edge of the stranger's square, a step of 201 grey levels, is gone.
    stranger = picture[90:170, 390:470].astype(int)
    assert np.abs(np.diff(stranger, axis=1)).max() < 40
    assert np.abs(np.diff(stranger, axis=0)).max() < 40


def test_it_says_why_a_face_is_not_compared(tmp_path):
    # Squares of 60 px have 24 px between the eyes
    trial, camera = pushing(tmp_path, WALK[:1], chosen=settings(embedding={"min_sharpness": 0, "min_eye_px": 60}))
    now = trial.latest()
    camera.close()
    ended(trial)
    assert now.not_compared == ("24 px between the eyes, 60 needed",) * 2
    assert (now.best, now.alerts) == ((), ())


def test_a_face_without_detail_is_too_dark_or_blurred(tmp_path):
    # more detail is asked for than a painted square has; grey level 7 is in the dark, 200 is not
    scene = draw({7: (50, 100), 200: (400, 100)})
    trial, camera = pushing(tmp_path, [scene], chosen=settings(embedding={"min_sharpness": 1e4, "min_eye_px": 12}))
    now = trial.latest()
    camera.close()
    ended(trial)
    assert sorted(now.not_compared) == ["blurred", "too dark"]


def test_stop_keeps_counts_timings_and_alerts_only(tmp_path):
    trial, camera = pushing(tmp_path, WALK)
    trial.stop()
    camera.close()
    run = RunRecord.open(ended(trial).result.watched.run)
    assert run.status == "stopped"
    assert run.header["kept"] == "decisions"
    assert run.frames()["faces"].tolist() == [2] * 5
    assert len(run.timings()) == 5
    assert run.alerts()["person"].tolist() == ["P1"]
    assert run.faces().empty
    assert run.tracks().empty
    # what is left of the candidates is the hits: nothing of the stranger, nothing of people who were not hit
    assert set(run.candidates()["person"]) == {"P1"}
    assert run.candidates()["fused_score"].min() >= 0.4
    assert run.header["counts"]["faces"] == 10
    assert run.header["counts"]["frames_dropped"] == 0


def test_no_file_holds_an_image_or_a_template(tmp_path):
    trial, camera = pushing(tmp_path, WALK)
    trial.mark_pass("P1")
    camera.push(WALK[4])
    until(lambda: trial.latest().frames == 6)
    trial.stop()
    camera.close()
    result = ended(trial).result
    written = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert {path.resolve() for path in result.files} == {path.resolve() for path in written}
    templates = [template_of(person).tobytes() for person in (1, 2, 7)]
    for path in written:
        data = path.read_bytes()
        for magic in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"ftyp"):
            assert magic not in data, path
        assert not any(template in data for template in templates), path


def test_tables_hold_no_list_and_no_binary_column(tmp_path):
    """Parquet compresses, so that bytes alone would not show a template: no column could hold one."""
    trial, camera = pushing(tmp_path, WALK)
    trial.stop()
    camera.close()
    run = RunRecord.open(ended(trial).result.watched.run)
    for name in ("frames", "timings", "faces", "tracks", "candidates", "alerts"):
        kinds = {str(column.type) for column in run.table(name).schema}
        assert kinds <= {"int64", "int32", "double", "float", "string", "bool"}, name
        texts = [column.to_pylist() for column in run.table(name).columns if str(column.type) == "string"]
        assert all(len(text or "") < 20 for column in texts for text in column), name


def test_operator_may_keep_everything(tmp_path):
    trial, camera = pushing(tmp_path, WALK, keep="everything")
    trial.stop()
    camera.close()
    run = RunRecord.open(ended(trial).result.watched.run)
    assert len(run.faces()) == 10
    assert set(run.candidates()["person"]) == {"P1", "P2"}


def test_marked_walks_become_rates_with_intervals(tmp_path):
    pictures = [draw({7: (400, 100)})] * 2
    trial, camera = pushing(tmp_path, pictures)
    trial.mark_pass("P1")
    trial.mark_pass(None)
    for number, picture in enumerate(WALK, start=3):
        camera.push(picture)
        until(lambda number=number: trial.latest().frames == number)
    time.sleep(0.3)
    camera.push(WALK[0])
    until(lambda: trial.latest().frames == 8)
    trial.stop()
    camera.close()
    result = ended(trial).result
    assert (result.score.tpir.k, result.score.tpir.n) == (1, 1)
    assert result.score.tpir.low == pytest.approx(0.025)  # exact, 1 of 1
    assert result.score.fpir.n == 1
    assert result.score.fta.n == 0  # nothing was kept that could tell
    assert result.score.latency.entry_to_alert_s.n == 1
    run = RunRecord.open(result.watched.run)
    assert kept_scores(Home(tmp_path / "home"), run.run_id)[0].tpir == result.score.tpir


def test_walk_of_somebody_who_is_not_on_the_list_by_that_name_is_refused(tmp_path):
    trial, camera = pushing(tmp_path, WALK[:1])
    with pytest.raises(InputError, match="P9: is not on the list"):
        trial.mark_pass("P9")
    camera.close()
    ended(trial)
    with pytest.raises(InputError, match="after the end"):
        trial.mark_pass("P1")


def test_delete_leaves_nothing(tmp_path):
    trial, camera = pushing(tmp_path, WALK)
    trial.mark_pass("P1")
    camera.close()
    result = ended(trial).result
    run = RunRecord.open(result.watched.run)
    home = Home(tmp_path / "home")
    assert not trade_off_of(home, run, kept_scores(home, run.run_id)[0]).empty  # as a page works it out
    result.delete()
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == []


def test_camera_that_gives_no_more_pictures_leaves_a_stopped_record(tmp_path):
    trial, _ = pushing(tmp_path, WALK[:2], patience_s=2)
    result = ended(trial).result
    assert result.watched.status == "stopped"
    assert result.ended.startswith("camera:browser: no more pictures came after ")
    assert len(RunRecord.open(result.watched.run).frames()) == 2


def test_unplugged_camera_of_the_machine_leaves_a_stopped_record(tmp_path):
    unplugged = "camera:0: the camera gave no more pictures after 1.0 s"
    result = ended(trial_of(Feed(WALK, live=True, damage=unplugged), tmp_path)).result
    assert (result.watched.status, result.ended) == ("stopped", unplugged)
    assert len(result.watched.alerts) == 1


def test_recording_is_played_at_its_pace_and_ends_complete(tmp_path):
    before_s = time.monotonic()
    source = Feed(WALK[:3])
    result = ended(trial_of(source, tmp_path)).result
    assert time.monotonic() - before_s >= 2 / FPS
    assert (result.watched.status, result.ended, result.score) == ("complete", None, None)
    assert source.opened == ["closed"]


def test_source_that_cannot_be_opened_is_one_sentence(tmp_path):
    def absent():
        raise SourceError("camera:0: no such camera on this machine, or it may not be opened")

    listed = make_list(tmp_path / "list", 1)
    trial = Trial(absent, PackedEngine, listed, settings(), Home(tmp_path / "home"))
    trial.start()
    ended(trial)
    assert trial.error == "camera:0: no such camera on this machine, or it may not be opened"
    assert trial.result is None
    assert not (tmp_path / "home").exists()


def test_trial_that_nobody_looks_at_ends(tmp_path):
    trial = trial_of(Feed(WALK * 20), tmp_path, unwatched_s=0.1)
    result = ended(trial).result
    assert result.watched.status == "stopped"
    assert result.ended == "nobody looked at the trial for 0.1 s, so it was ended"


def test_record_without_faces_is_neither_annotated_nor_says_who_was_not_acquired(tmp_path):
    footage = tmp_path / "gate.mp4"
    footage.write_bytes(b"footage")
    result = ended(trial_of(Feed([draw({7: (400, 100)})] * 2, digest=sha256(b"footage").hexdigest()), tmp_path)).result
    run = RunRecord.open(result.watched.run)
    truth = tmp_path / "passes.csv"
    truth.write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\na,gate.mp4,P2,0,1\n")
    scored = score_runs([run], TruthFiles(truth)).result
    assert scored.outcomes.mated["miss"] == 1
    assert (scored.fta.n, scored.faces_seen) == (0, None)
    with pytest.raises(InputError, match="was not kept"):
        annotate(run, footage, tmp_path / "out.mp4")
