"""A system that cannot be run here, judged from its alert log."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from score_objects import alerts

from lfr_eval.core.errors import InputError, RecordError, TableError
from lfr_eval.evaluate.score.hits import read_hits
from lfr_eval.evaluate.score.score import Question, score_runs
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.evaluate.watch.external import ExternalSystem, record_alerts
from lfr_eval.record.header import read_header
from lfr_eval.record.reader import RunRecord

PASSES = """pass_id,source,subject_id,t_enter_s,t_exit_s
a,street,P,0,10
b,street,,20,30
c,street,P,40,50
"""


@pytest.fixture
def system(tmp_path: Path) -> ExternalSystem:
    (tmp_path / "passes.csv").write_text(PASSES)
    (tmp_path / "boxes.csv").write_text("pass_id,pts_s,x,y,w,h\na,1,0,0,5,5\n")
    (tmp_path / "listed.csv").write_text("person_id\nP\nQ\n")
    return ExternalSystem("a vendor's", "street", 60.0, tmp_path / "listed.csv")


def write(tmp_path: Path, text: str) -> Path:
    (tmp_path / "log.csv").write_text(text)
    return tmp_path / "log.csv"


def test_a_log_gives_the_same_figures_as_a_run(tmp_path: Path, system: ExternalSystem):
    # P is recognised in a, a stranger is taken for Q in b, P is missed in c; boxes cannot be used without faces
    log = write(tmp_path, "person_id,pts_s,score,emitted_s\nP,2,0.8,2.5\nQ,25,0.6,25.1\n")
    run = RunRecord.open(record_alerts(log, system, tmp_path / "runs"))
    score = score_runs([run], TruthFiles(tmp_path / "passes.csv")).result
    assert (score.tpir.k, score.tpir.n, score.fpir.k, score.fpir.n) == (1, 2, 1, 1)
    assert score.alerts == alerts(1, 1, 0)
    assert score.attribution == "time"
    assert score.latency.entry_to_alert_s.median == pytest.approx(2.5)
    assert score.fta.n == 0
    assert score.faces_seen is None


def test_nothing_is_known_below_the_lowest_score_of_the_log(tmp_path: Path, system: ExternalSystem):
    run = RunRecord.open(
        record_alerts(write(tmp_path, "person_id,pts_s,score\nP,2,70.5\nQ,25,64.0\n"), system, tmp_path / "runs")
    )
    files = TruthFiles(tmp_path / "passes.csv")
    assert score_runs([run], files, Question(threshold=65)).result.fpir.k == 0
    with pytest.raises(RecordError, match="from its score floor 64 to inf, found 60"):
        score_runs([run], files, Question(threshold=60))


def test_distances_are_turned_round(tmp_path: Path, system: ExternalSystem):
    log = write(tmp_path, "person_id,pts_s,score\nP,2,0.3\nQ,25,0.9\n")
    run = RunRecord.open(record_alerts(log, system, tmp_path / "runs", distances=True))
    at = score_runs([run], TruthFiles(tmp_path / "passes.csv"), Question(threshold=-0.5)).result
    assert (at.tpir.k, at.fpir.k) == (1, 0)


def test_a_system_that_alerted_to_nobody_is_scored_at_the_threshold_that_is_given(
    tmp_path: Path, system: ExternalSystem
):
    log = write(tmp_path, "person_id,pts_s,score\n")
    run = RunRecord.open(record_alerts(log, system, tmp_path / "runs", threshold=0.6))
    score = score_runs([run], TruthFiles(tmp_path / "passes.csv")).result
    assert (score.tpir.k, score.tpir.n, score.fpir.k, score.fpir.n) == (0, 2, 0, 1)
    assert score.alerts == alerts(0, 0, 0)
    with pytest.raises(RecordError, match=r"from its score floor 0\.6"):
        score_runs([run], TruthFiles(tmp_path / "passes.csv"), Question(threshold=0.5))


def test_csv_and_parquet_say_the_same(tmp_path: Path, system: ExternalSystem):
    log = write(tmp_path, "person_id,pts_s,score\nP,2,0.8\nQ,25,0.6\n")
    pd.read_csv(log).to_parquet(tmp_path / "log.parquet")
    tables = [
        RunRecord.open(record_alerts(path, system, tmp_path / path.suffix)).candidates()
        for path in (log, tmp_path / "log.parquet")
    ]
    columns = ["person", "pts_s", "fused_score"]
    assert tables[0][columns].equals(tables[1][columns])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("P,2000,0.8\nQ,25000,0.6\n", "line 2, column pts_s: expected .* within the 60 s .* milliseconds"),
        ("P,2,0.8\nQ,25000,0.6\n", "line 3, column pts_s: .* found 25000, one of 1 of 2 beyond it; .*milliseconds"),
        ("P,50,0.8\nQ,625,0.6\n", "frame numbers"),
        ("P,1700000002,0.8\nQ,1700000025,0.6\n", r"seconds since 1970 \(2023-11-14 22:13:22 UTC\)"),
        ("P,1700000002000,0.8\n", "milliseconds since 1970"),
        ("P,61,0.8\n", "found 61, one of 1 of 1 beyond it$"),
    ],
)
def test_times_beyond_what_was_watched_are_refused_with_a_guess(
    tmp_path: Path, system: ExternalSystem, rows: str, message: str
):
    with pytest.raises(TableError, match=message):
        record_alerts(write(tmp_path, f"person_id,pts_s,score\n{rows}"), system, tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("P,2,0.8,1700000002", "column emitted_s: expected .* seconds since 1970"),
        ("P,20,0.8,2", "column emitted_s: expected a time after pts_s 20, from the same zero, found 2"),
    ],
)
def test_the_time_at_which_it_was_said_has_the_same_zero(
    tmp_path: Path, system: ExternalSystem, row: str, message: str
):
    with pytest.raises(TableError, match=message):
        record_alerts(write(tmp_path, f"person_id,pts_s,score,emitted_s\n{row}\n"), system, tmp_path / "runs")
    late = write(tmp_path, "person_id,pts_s,score,emitted_s\nP,60,0.8,95\nQ,2.4,0.8,2\n")
    assert record_alerts(late, system, tmp_path / "runs").is_dir()


def test_alerts_and_duration_in_another_unit_than_truth_are_refused(tmp_path: Path, system: ExternalSystem):
    log = write(tmp_path, "person_id,pts_s,score\nP,2000,0.8\nQ,45000,0.6\n")
    run = RunRecord.open(record_alerts(log, replace(system, duration_s=60_000.0), tmp_path / "runs"))
    with pytest.raises(InputError, match=r"expected times and duration in seconds, .* what looks like milliseconds"):
        score_runs([run], TruthFiles(tmp_path / "passes.csv"))


@pytest.mark.parametrize(("factor", "unit"), [(1000, "milliseconds"), (1_000_000, "microseconds")])
def test_truth_in_another_unit_is_refused(tmp_path: Path, system: ExternalSystem, factor: int, unit: str):
    run = RunRecord.open(record_alerts(write(tmp_path, "person_id,pts_s,score\nP,2,0.8\n"), system, tmp_path / "runs"))
    rows = [line.split(",") for line in PASSES.splitlines()[1:]]
    turned = [",".join([*row[:3], *(str(factor * int(time)) for time in row[3:])]) for row in rows]
    (tmp_path / "passes.csv").write_text("\n".join([PASSES.splitlines()[0], *turned]) + "\n")
    with pytest.raises(TableError, match=f"expected seconds from the first frame .*60 s long.* looks like {unit}"):
        score_runs([run], TruthFiles(tmp_path / "passes.csv"))


def test_truth_beyond_what_was_watched_is_counted(tmp_path: Path, system: ExternalSystem):
    short = replace(system, duration_s=35.0)
    run = RunRecord.open(record_alerts(write(tmp_path, "person_id,pts_s,score\nP,2,0.8\n"), short, tmp_path / "runs"))
    assert score_runs([run], TruthFiles(tmp_path / "passes.csv")).result.passes_not_watched == 1


def test_truth_most_of_which_lies_beyond_is_refused(tmp_path: Path, system: ExternalSystem):
    short = replace(system, duration_s=15.0)
    run = RunRecord.open(record_alerts(write(tmp_path, "person_id,pts_s,score\nP,2,0.8\n"), short, tmp_path / "runs"))
    with pytest.raises(TableError, match=r"\(15 s long\), found 2 of 3 passes after its end; .*leave out such rows"):
        score_runs([run], TruthFiles(tmp_path / "passes.csv"))


def all_in(unit: float, tmp_path: Path, system: ExternalSystem) -> RunRecord:
    """Truth, alerts and duration in one unit, of which so many are a second."""
    rows = [line.split(",") for line in PASSES.splitlines()[1:]]
    turned = [",".join([*row[:3], *(f"{unit * int(time):g}" for time in row[3:])]) for row in rows]
    (tmp_path / "passes.csv").write_text("\n".join([PASSES.splitlines()[0], *turned]) + "\n")
    log = write(tmp_path, f"person_id,pts_s,score\nP,{2 * unit:g},0.8\nQ,{25 * unit:g},0.6\n")
    return RunRecord.open(record_alerts(log, replace(system, duration_s=60 * unit), tmp_path / "runs"))


@pytest.mark.parametrize(
    ("unit", "said"), [(1e3, "milliseconds, .* 10,000 s or"), (1e6, "microseconds, .* 1e.07 s or")]
)
def test_all_in_parts_of_a_second_is_refused(tmp_path: Path, system: ExternalSystem, unit: float, said: str):
    with pytest.raises(InputError, match=f"expected truth, alerts and duration in seconds, found {said}"):
        score_runs([all_in(unit, tmp_path, system)], TruthFiles(tmp_path / "passes.csv"))


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (100, ["half of the passes last 1,000 s or longer: are all times in milliseconds?"]),  # short ones, or a queue
        (25, []),
        (1, []),
    ],
)
def test_passes_that_last_long_are_asked_about(tmp_path: Path, system: ExternalSystem, unit: float, said: list[str]):
    caveats = score_runs([all_in(unit, tmp_path, system)], TruthFiles(tmp_path / "passes.csv")).result.caveats
    assert [one for one in caveats if "the passes last" in one] == said


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("person_id,pts_s,score\n", InputError, "at least one alert"),
        ("person_id,pts_s,score\nZ,2,0.8\n", InputError, "'Z' is not on the list"),
        ("person_id,pts_s,score\nP,2,high\n", TableError, "line 2, column score"),
        ("person_id,pts_s,score\nP,-2,0.8\n", TableError, "line 2, column pts_s"),
        ("person_id,score\nP,0.8\n", TableError, "pts_s"),
    ],
)
def test_bad_logs(tmp_path: Path, system: ExternalSystem, text: str, error: type[Exception], message: str):
    with pytest.raises(error, match=message):
        record_alerts(write(tmp_path, text), system, tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


AS_WATCHED = [0.6, 0.56, 0.4, 0.3, 0.0, 1.0]
"""Of which the first four are a little more in single precision than in double precision."""


@pytest.mark.parametrize("sign", [1, -1], ids=["similarities", "distances"])
@pytest.mark.parametrize("threshold", AS_WATCHED)
def test_a_system_that_alerted_to_nobody_is_scored_at_whatever_threshold_it_had(
    tmp_path: Path, system: ExternalSystem, threshold: float, sign: int
):
    log, files = write(tmp_path, "person_id,pts_s,score\n"), TruthFiles(tmp_path / "passes.csv")
    run = RunRecord.open(record_alerts(log, system, tmp_path / "runs", threshold=sign * threshold))
    for asked in (None, sign * threshold):
        stated = score_runs([run], files, Question(threshold=asked)).result
        assert (stated.threshold, stated.fpir.k, stated.fpir.n) == (sign * threshold, 0, 1)


@pytest.mark.parametrize("distances", [False, True])
@pytest.mark.parametrize("score", AS_WATCHED)
def test_an_alert_at_just_the_threshold_is_a_hit_at_it(
    tmp_path: Path, system: ExternalSystem, score: float, distances: bool
):
    log = write(tmp_path, f"person_id,pts_s,score\nP,2,{score}\n")
    run = RunRecord.open(record_alerts(log, system, tmp_path / "runs", distances=distances))
    asked = Question(threshold=-score if distances else score)
    stated = score_runs([run], TruthFiles(tmp_path / "passes.csv"), asked).result
    assert (stated.tpir.k, stated.tpir.n) == (1, 2)


@pytest.mark.parametrize("sign", [1, -1], ids=["similarities", "distances"])
def test_every_hundredth_can_be_asked_of_a_record_that_ends_at_it(tmp_path: Path, system: ExternalSystem, sign: int):
    log = write(tmp_path, "person_id,pts_s,score\n")
    made = read_header(record_alerts(log, system, tmp_path / "runs", threshold=0.5))
    for threshold in (sign * step / 100 for step in range(101)):
        for floor in (threshold, float(np.float32(threshold))):  # as it is recorded now, and as it was
            settings = made.content["settings"] | {"matching": {"k": 1, "score_floor": floor}}
            run = RunRecord(replace(made, content={**made.content, "settings": settings}))
            assert len(read_hits(run, threshold)) == 0
            with pytest.raises(RecordError, match="score floor"):
                read_hits(run, threshold - 0.001)


def test_names_on_its_list_that_look_alike_are_noted(tmp_path: Path, system: ExternalSystem):
    system.listed.write_text("person_id\nP\nJones\njones\n")
    run = RunRecord.open(record_alerts(write(tmp_path, "person_id,pts_s,score\nP,2,0.8\n"), system, tmp_path / "runs"))
    caveats = score_runs([run], TruthFiles(tmp_path / "passes.csv")).result.caveats
    assert "'Jones' and 'jones' are taken for two: they differ in case only" in caveats


def test_times_and_duration_both_in_frames_are_asked_about(tmp_path: Path, system: ExternalSystem):
    log = write(tmp_path, "person_id,pts_s,score\nP,50,0.8\nQ,625,0.6\n")
    run = RunRecord.open(record_alerts(log, replace(system, duration_s=1500.0), tmp_path / "runs"))
    caveats = score_runs([run], TruthFiles(tmp_path / "passes.csv")).result.caveats
    expected = "truth ends at 50 s, and the system is said to have watched for 1500"
    assert any(one.startswith(expected) and "in seconds?" in one for one in caveats)


def test_times_and_duration_both_in_minutes_are_refused(tmp_path: Path, system: ExternalSystem):
    log = write(tmp_path, "person_id,pts_s,score\nP,0.03,0.8\nQ,0.42,0.6\n")
    run = RunRecord.open(record_alerts(log, replace(system, duration_s=1.0), tmp_path / "runs"))
    with pytest.raises(TableError, match=r"\(1 s long\), found 3 of 3 passes after its end"):
        score_runs([run], TruthFiles(tmp_path / "passes.csv"))
