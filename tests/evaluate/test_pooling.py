"""Runs scored together: of one system on one list, nobody counted twice unasked, the same footage worth one watch."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from synthetic import draw
from synthetic_runs import Pictures, make_list, record, save, settings

from lfr_eval.capture.source import open_source
from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.phrases import events
from lfr_eval.evaluate.external import ExternalSystem, record_alerts
from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.metrics.rewatched import Together
from lfr_eval.record.reader import RunRecord

SCENE = [draw({1: (50 + 10 * i, 100), 7: (400, 200)}) for i in range(10)]
"""For two seconds P1 passes, and a stranger whom the list does not know."""
HEAD = "pass_id,source,subject_id,t_enter_s,t_exit_s\n"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
AGAIN = Question(repeat_watch=True)


def rows(source: str, start: str = "") -> str:
    return f"{start}first,{source},P1,0,2\n{start}stranger,{source},,0,2\n"


def truth(folder: Path, *sources: str, name: str = "passes.csv") -> TruthFiles:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(HEAD + "".join(rows(source, f"{source}-") for source in sources))
    return TruthFiles(folder / name)


@pytest.fixture
def listed(tmp_path: Path):
    return make_list(tmp_path / "list", 1, 8, alike={8: 7})


@pytest.fixture
def watched(tmp_path: Path, listed):
    """Watch the scene; each run stands in a folder of its own, so that two may begin in one second."""
    made = []

    def run(source_id="gate.mp4", chosen=None, **how) -> RunRecord:
        made.append(Pictures(SCENE, source_id=source_id, **how))
        return RunRecord.open(record(made[-1], listed, tmp_path / f"runs-{len(made)}", chosen).run)

    return run


def figures(stated: ScoreResult) -> dict:
    return {name: (events(one), one.n) for name, one in (("tpir", stated.tpir), ("fpir", stated.fpir))}


def test_the_same_run_is_refused_however_it_is_named(tmp_path, watched):
    run, files = watched(), truth(tmp_path, "gate.mp4")
    shutil.copytree(run.path, tmp_path / "copied")
    (tmp_path / "linked").symlink_to(run.path)
    for again in (run.path, tmp_path / "copied", tmp_path / "linked"):
        for asked in (Question(), AGAIN):
            with pytest.raises(InputError, match=rf"^run {run.run_id} is given twice; expected each run once$"):
                score_runs([run, RunRecord.open(again)], files, asked)


def test_the_same_footage_is_refused_with_what_to_do_and_counted_once_where_asked(tmp_path, watched):
    one, other, files = watched(), watched(), truth(tmp_path, "gate.mp4")
    with pytest.raises(InputError, match=r"watched the same footage \(gate.mp4\): choose one .*--repeat-watch") as told:
        score_runs([one, other], files)
    assert "\n" not in str(told.value)
    once, twice = score_runs([one], files).result, score_runs([one, other], files, AGAIN).result
    assert figures(twice) == {"tpir": ("2", 2), "fpir": ("0 to 2", 2)}, "two are in view: times do not tell"
    for name in ("tpir", "fpir", "fta", "wrong_identity"):
        first, both = getattr(once, name), getattr(twice, name)
        assert (both.low, both.high, both.subjects) == (first.low, first.high, first.subjects)
    for name in ("alerts_per_hour", "false_alerts_per_face_seen"):
        first, both = getattr(once, name), getattr(twice, name)
        assert both.k == 2 * first.k
        assert (both.low, both.high) == (pytest.approx(first.low), pytest.approx(first.high))
    assert twice.together == Together(2, 2, 2, 4, 2)
    assert any("4 passes are 2 different ones; for intervals each of these counts once" in one for one in twice.caveats)
    assert once.together is None


def test_a_policy_is_not_met_by_watching_again(tmp_path, watched):
    runs, files = [watched() for _ in range(4)], truth(tmp_path, "gate.mp4")
    policy = Policy(tpir=0.2)  # shown by two passes (0.224) and not by one (0.05)
    one, all_ = (score_runs(some, files, Question(policy=policy, repeat_watch=True)) for some in (runs[:1], runs))
    assert [answer.state for answer in (*one.result.policy, *all_.result.policy)] == ["not shown"] * 2
    assert all_.result.policy[0].because.endswith("bounds 5 % to 100 %, korn-graubard")


def test_a_film_under_another_name_is_the_same_footage(tmp_path, watched):
    one, other, files = watched(), watched("copy.mp4"), truth(tmp_path, "gate.mp4", "copy.mp4")
    with pytest.raises(InputError, match="watched the same footage"):
        score_runs([one, other], files)
    twice = score_runs([one, other], files, AGAIN).result
    assert (twice.fpir.n, twice.fpir.subjects) == (2, 1), "the stranger is one person"


def test_other_footage_of_the_same_place_is_pooled(tmp_path, watched):
    one, other = watched(), watched("yard.mp4", digest="ee")
    stated = score_runs([one, other], truth(tmp_path, "gate.mp4", "yard.mp4")).result
    assert figures(stated) == {"tpir": ("2", 2), "fpir": ("0 to 2", 2)}, "two are in view: times do not tell"
    assert (stated.tpir.subjects, stated.fpir.subjects) == (1, 2)
    assert stated.together.in_several_runs == 1, "P1"


def test_folders_are_told_by_their_pictures(tmp_path, listed):
    for name, pictures in (("a", SCENE), ("b", SCENE), ("c", SCENE[::-1])):
        save(tmp_path / name, pictures)
    runs = {}
    for name in "abc":
        with open_source(str(tmp_path / name), fps=5) as source:
            runs[name] = RunRecord.open(record(source, listed, tmp_path / f"runs-{name}").run)
    files = truth(tmp_path, "a", "b", "c")
    with pytest.raises(InputError, match="watched the same footage"):
        score_runs([runs["a"], runs["b"]], files)
    assert score_runs([runs["a"], runs["c"]], files).result.fpir.n == 2


def test_a_camera_is_told_by_its_name_and_the_time(tmp_path, watched):
    def camera(minutes: int, name="camera:0") -> RunRecord:
        return watched(name, live=True, digest=None, zero_utc=NOON + timedelta(minutes=minutes))

    first, at_once, later = camera(0), camera(0), camera(5)
    other = camera(0, "camera:1")
    monday, tuesday = (truth(tmp_path / day, "camera:0", "camera:1") for day in ("monday", "tuesday"))
    (tmp_path / "tuesday" / "passes.csv").write_text(HEAD + rows("camera:0", "later-"))
    with pytest.raises(InputError, match="watched the same footage"):
        score_runs([first, at_once], [monday, tuesday])
    # at another time the same camera sees other people, though each has its own row 1
    stated = score_runs([first, later], [monday, tuesday]).result
    assert (stated.fpir.n, stated.fpir.subjects) == (2, 2)
    # two cameras at once may see the same person, whom a subject_id tells
    assert score_runs([first, other], monday).result.tpir.subjects == 1
    # but one row of truth cannot be about two times
    with pytest.raises(InputError, match=r"held against the same passes, those of 'camera:0'.*--source-id"):
        score_runs([first, later], monday)
    assert score_runs([first, later], monday, AGAIN).result.fpir.subjects == 1


def test_an_alert_log_is_told_by_its_digest(tmp_path):
    files, logs = truth(tmp_path, "a", "b"), []
    (tmp_path / "listed.csv").write_text("person_id\nP1\n")
    for source, alert in (("a", "P1,1,0.6\n"), ("b", "P1,1,0.6\n"), ("b", "P1,1.5,0.6\n"), ("a", ""), ("b", "")):
        (tmp_path / "log.csv").write_text(f"person_id,pts_s,score\n{alert}")
        system = ExternalSystem("theirs", source, 60.0, tmp_path / "listed.csv")
        path = record_alerts(tmp_path / "log.csv", system, tmp_path / f"runs-{len(logs)}", threshold=0.6)
        logs.append(RunRecord.open(path))
    with pytest.raises(InputError, match="watched the same footage"):
        score_runs(logs[:2], files)
    assert score_runs([logs[0], logs[2]], files).result.tpir.n == 2
    # logs without alerts are all alike, whatever was watched
    assert score_runs(logs[3:], files).result.tpir.n == 2


def test_runs_of_other_settings_are_not_pooled_but_threads_and_thresholds_are_none(tmp_path, watched):
    one, files = watched(), truth(tmp_path, "gate.mp4", "yard.mp4")
    slower = watched("yard.mp4", settings(detector={"every": 2}), digest="ee")
    with pytest.raises(InputError, match=r"different settings \(detector.every \d and \d\) cannot be pooled"):
        score_runs([one, slower], files)
    alike = settings(models={"threads": 2}, alerting={"threshold": 0.5}, matching={"score_floor": 0.1, "threads": 2})
    other = watched("yard.mp4", alike, digest="ee")
    assert score_runs([one, other], files, Question(threshold=0.5)).result.passes.total == 4


def test_each_run_may_have_truth_of_its_own(tmp_path, watched):
    one, other = watched(), watched("yard.mp4", digest="ee")
    both = truth(tmp_path / "both", "gate.mp4", "yard.mp4")
    apart = [truth(tmp_path / name, name) for name in ("gate.mp4", "yard.mp4")]
    given, pooled = score_runs([one, other], apart).result, score_runs([one, other], both).result
    assert figures(given) == figures(pooled)
    assert given.truth_sha256 not in {pooled.truth_sha256, *(files.digest() for files in apart)}
    with pytest.raises(TableError, match="expected a file that can be read"):
        score_runs([one, other], [apart[0], TruthFiles(tmp_path / "gone.csv")])


def test_labels_of_different_sources_are_pooled_only_where_that_is_asked(tmp_path, watched):
    runs = [watched(), watched("yard.mp4", digest="ee")]
    files = []
    for name, person, allowed in (("gate.mp4", "P1,F,self", False), ("yard.mp4", "S,M,officer", True)):
        passes = truth(tmp_path / name, name).passes
        subjects = passes.with_name("subjects.csv")
        subjects.write_text(f"subject_id,sex,label_source\n{person}\n")
        files.append(TruthFiles(passes, (subjects,), allow_mixed=allowed))
    with pytest.raises(InputError, match=r"labelled by different sources \(officer, self\): .*--allow-mixed"):
        score_runs(runs, files)
    mixed = [TruthFiles(one.passes, one.subjects, allow_mixed=True) for one in files]
    caveats = score_runs(runs, mixed, Question(by=("sex",))).result.caveats
    assert "labels of different sources are pooled (officer, self)" in caveats


def test_a_pooled_score_is_json(tmp_path, watched):
    stated = score_runs([watched(), watched()], truth(tmp_path, "gate.mp4"), AGAIN).result
    assert ScoreResult.of_json(json.loads(json.dumps(stated.to_json(), allow_nan=False))) == stated
