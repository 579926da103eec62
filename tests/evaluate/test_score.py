"""Records held against truth: whatever was watched once can be asked at any threshold, and adds up over runs."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from score_objects import alerts
from synthetic import draw
from synthetic_runs import FPS, PACK, PackedEngine, Pictures, make_list, record, settings

from lfr_eval.core.errors import InputError, RecordError, SourceError, TableError
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.score import Enrolment, ListSize, ScoreResult
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.evaluate.watch import watch
from lfr_eval.metrics.rewatched import Together
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord

HEAD = "pass_id,source,subject_id,t_enter_s,t_exit_s\n"
PASSES = HEAD + "first,gate.mp4,P1,0,2\nstranger,gate.mp4,,0,2\nelsewhere,yard.mp4,P1,0,2\n"
SCENE = [draw({1: (50 + 10 * i, 100), 7: (400, 200)}) for i in range(10)]
"""For two seconds P1 passes, and a stranger who resembles P8 by 0.6."""


@pytest.fixture
def listed(tmp_path: Path):
    return make_list(tmp_path / "list", 1, 8, failing=["lost"], alike={8: 7})


@pytest.fixture
def run(tmp_path: Path, listed) -> RunRecord:
    return RunRecord.open(record(Pictures(SCENE), listed, tmp_path / "runs").run)


def truth(tmp_path: Path, passes: str = PASSES, boxes: str | None = None) -> TruthFiles:
    (tmp_path / "passes.csv").write_text(passes)
    if boxes:
        (tmp_path / "boxes.csv").write_text(boxes)
    return TruthFiles(tmp_path / "passes.csv")


def ratio(rate: Rate) -> tuple[int, int]:
    return rate.k, rate.n


BOXES = "pass_id,pts_s,x,y,w,h\n" + "".join(
    f"first,{i / FPS},{50 + 10 * i},100,60,60\nstranger,{i / FPS},400,200,60,60\n" for i in range(10)
)


def test_stranger_who_resembles_the_listed_is_a_false_positive_only_below_their_likeness(tmp_path, run):
    for threshold, false in ((None, 1), (0.59, 1), (0.61, 0), (1.0, 0)):
        stated = score_runs([run], truth(tmp_path, boxes=BOXES), Question(threshold=threshold)).result
        assert ratio(stated.tpir) == (1, 1)
        assert ratio(stated.fpir) == (false, 1)
        assert stated.alerts == alerts(1, false, 0)
        assert stated.threshold == (threshold or 0.4)
        assert stated.attribution == "boxes"
        assert stated.rows_for_other_sources == 1


def test_by_times_alone_the_false_positive_is_ambiguous_and_the_reader_is_told(tmp_path, run):
    stated = score_runs([run], truth(tmp_path)).result
    assert stated.attribution == "time"
    assert any("attributed by time only" in caveat for caveat in stated.caveats)
    assert any("false-positive rates hold for this list" in caveat for caveat in stated.caveats)


def test_alerts_at_the_threshold_of_the_watch_are_those_of_the_watch(tmp_path, run):
    stated = score_runs([run], truth(tmp_path)).result
    assert stated.alerts.total == len(run.alerts()) == 2


def test_passes_of_several_runs_are_added_up(tmp_path, listed, run):
    empty = [draw({1: (50, 100)})] * 5 + [draw({})] * 5
    other = RunRecord.open(record(Pictures(empty, source_id="yard.mp4", digest="ee"), listed, tmp_path / "runs").run)
    one, two, both = (score_runs(runs, truth(tmp_path)).result for runs in ([run], [other], [run, other]))
    assert both.run_id == tuple(sorted([run.run_id, other.run_id]))
    assert both.together == Together(2, 2, 1, 3, 3)
    assert score_runs([other, run], truth(tmp_path)).result == both, "in whatever order they are given"
    assert ratio(both.tpir) == (2, 2)
    assert both.tpir.subjects == 1, "P1 passed in both"
    assert both.frames.read == one.frames.read + two.frames.read == 20
    assert both.duration_s == pytest.approx(4)
    assert both.passes.total == 3


def test_person_who_failed_to_enrol_counts_as_missed(tmp_path, run):
    stated = score_runs([run], truth(tmp_path, HEAD + "a,gate.mp4,lost,0,2\n")).result
    assert ratio(stated.tpir) == (0, 1)
    assert (stated.tpir_enrolled.n, stated.tpir_enrolled.value) == (0, None)
    assert stated.enrolment == Enrolment(submitted=3, failed={"no face": 1})
    assert stated.watchlist == ListSize(persons_submitted=3, persons_enrolled=2, images_enrolled=2)


def test_what_was_not_watched_is_not_held_against_the_system(tmp_path, listed):
    short = RunRecord.open(record(Pictures(SCENE), listed, tmp_path / "runs", duration_s=1.0).run)
    stated = score_runs([short], truth(tmp_path, PASSES + "late,gate.mp4,P1,1.5,2\n")).result
    assert (stated.passes.mated, stated.passes_not_watched) == (1, 1)


def test_score_says_which_truth_it_was(tmp_path, run):
    plain = score_runs([run], truth(tmp_path)).result.truth_sha256
    assert plain == hashlib.sha256(PASSES.encode()).hexdigest()
    assert score_runs([run], truth(tmp_path, boxes=BOXES)).result.truth_sha256 != plain


def test_score_is_json_with_all_that_was_promised(tmp_path, run):
    stated = score_runs([run], truth(tmp_path)).result
    plain = json.loads(json.dumps(stated.to_json(), allow_nan=False))
    assert ScoreResult.of_json(plain) == stated
    promised = (
        "schema_version run_id threshold truth_sha256 watchlist enrolment passes outcomes tpir fpir fta wrong_identity "
        "alerts false_alerts_per_face_seen false_share_of_alerts persons_falsely_alerted alerts_per_hour faces_seen "
        "frames duration_s attribution ambiguous uncovered_alerts settings groups verdicts latency caveats"
    )
    assert set(promised.split()) <= plain.keys()
    assert plain["settings"] == {"gap_s": 10, "window_s": 30, "collar_s": 0.25, "grace_s": 2}
    assert set(stated.latency.process_ms) == {"p50", "p95", "p99"}
    assert stated.latency.entry_to_hit_s.median == 0


def test_window_of_the_watch_holds_for_its_score(tmp_path, listed):
    chosen = settings(alerting={"window_s": 1.0})
    run = RunRecord.open(record(Pictures(SCENE), listed, tmp_path / "runs", chosen).run)
    stated = score_runs([run], truth(tmp_path)).result
    assert stated.settings.window_s == 1
    assert stated.alerts.total == len(run.alerts()) == 4


def test_damage_of_the_footage_is_a_caveat(tmp_path, listed):
    source = Pictures(SCENE, damage="the file breaks off within a packet", irregularities={"frames_damaged": 2})
    run = RunRecord.open(record(source, listed, tmp_path / "runs").run)
    caveats = " ".join(score_runs([run], truth(tmp_path)).result.caveats)
    assert "the file breaks off within a packet" in caveats
    assert "2 frames patched up by the decoder" in caveats


def test_failed_run_is_scored_only_on_request_and_as_far_as_it_goes(tmp_path, listed):
    with pytest.raises(SourceError):
        record(Pictures(SCENE[:5], ends=SourceError("gone")), listed, tmp_path / "runs")
    run = RunRecord(list_runs(tmp_path / "runs")[0])
    with pytest.raises(RecordError, match=r"is failed, not whole.*--partial"):
        score_runs([run], truth(tmp_path))
    stated = score_runs([run], truth(tmp_path), Question(partial=True)).result
    assert (stated.frames.read, stated.duration_s) == (5, 1.0)
    assert ratio(stated.tpir) == (1, 1)
    assert any("is failed: scored as far as it goes" in caveat for caveat in stated.caveats)


@pytest.mark.parametrize("threshold", [-0.1, float("nan")])
def test_threshold_that_the_record_cannot_answer_is_refused(tmp_path, run, threshold):
    with pytest.raises(RecordError, match="score floor 0 to"):
        score_runs([run], truth(tmp_path), Question(threshold=threshold))


def test_runs_of_different_lists_are_not_pooled(tmp_path, run):
    other = record(Pictures(SCENE), make_list(tmp_path / "shorter", 1), tmp_path / "runs").run
    with pytest.raises(InputError, match="different watchlists"):
        score_runs([run, RunRecord.open(other)], truth(tmp_path))


def test_runs_of_different_models_are_not_pooled(tmp_path, listed, run):
    engine = PackedEngine(pack=replace(PACK, detector=replace(PACK.detector, path=Path("other.onnx"))))
    other = watch(Pictures(SCENE), listed, engine, settings(), root=tmp_path / "others").run
    with pytest.raises(InputError, match="different models"):
        score_runs([run, RunRecord.open(other)], truth(tmp_path))


def test_same_people_watched_twice_make_no_interval_narrower(tmp_path, listed, run):
    again = RunRecord.open(record(Pictures(SCENE), listed, tmp_path / "again").run)
    asked = Question(repeat_watch=True)
    once, twice = (score_runs(runs, truth(tmp_path), asked).result for runs in ([run], [run, again]))
    for first, both in ((once.tpir, twice.tpir), (once.fpir, twice.fpir)):
        assert (both.n, both.subjects) == (2, 1)
        assert (both.low, both.high) == (first.low, first.high)


def test_truth_of_other_footage_is_refused(tmp_path, run):
    with pytest.raises(TableError, match=r"rows for source 'gate.mp4', found 'yard.mp4' \(1\)"):
        score_runs([run], truth(tmp_path, HEAD + "a,yard.mp4,,0,1\n"))


def test_scoring_leaves_the_record_as_it_was(tmp_path, run):
    before = {path: path.read_bytes() for path in run.path.iterdir()}
    score_runs([run], truth(tmp_path), Question(threshold=0.9))
    assert {path: path.read_bytes() for path in run.path.iterdir()} == before
