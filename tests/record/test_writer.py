import json
import math
from hashlib import sha256

import numpy as np
import pyarrow.parquet as pq
import pytest
from full_disk import files_of_at_most
from record_runs import HEADER, NOON_ID, append_ends, append_frame, noon, write_run

from lfr_eval.core.errors import RecordError, SourceError, StorageError
from lfr_eval.record.listing import verify
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.tables import SCHEMAS
from lfr_eval.record.writer import FLUSH_ROWS, RunWriter


def header(path):
    return json.loads((path / "run.json").read_text())


def test_a_finished_run(tmp_path):
    with RunWriter(tmp_path, HEADER, now=noon) as run:
        assert header(run.partial)["status"] == "running"
        append_frame(run, 0)
        append_ends(run)
        run.note(counts={"read": 1})
        run.log("warning", "repaired", timestamps=3)
    assert run.run_id.startswith(f"{NOON_ID}-")
    assert list(tmp_path.iterdir()) == [run.path] == [tmp_path / run.run_id]
    tables = {f"{name}.parquet" for name in SCHEMAS}
    assert {path.name for path in run.path.iterdir()} == tables | {"run.json", "log.jsonl", "SHA256SUMS"}
    said = header(run.path)
    assert next(iter(said)) == "schema_version"
    assert said | HEADER == said
    assert (said["status"], said["error"], said["counts"]) == ("complete", None, {"read": 1})
    assert said["rows"] == {"frames": 1, "timings": 1, "faces": 2, "tracks": 2, "candidates": 2, "alerts": 1}
    log = [json.loads(line) for line in (run.path / "log.jsonl").read_text().splitlines()]
    assert [line["event"] for line in log] == ["started", "repaired", "finished"]
    assert (log[1]["level"], log[1]["fields"]) == ("warning", {"timestamps": 3})


def test_digests_are_in_the_form_of_sha256sum(tmp_path):
    path = write_run(tmp_path)
    lines = (path / "SHA256SUMS").read_text().splitlines()
    files = sorted(file.name for file in path.iterdir() if file.name != "SHA256SUMS")
    assert lines == [f"{sha256((path / name).read_bytes()).hexdigest()}  {name}" for name in files]


def test_equal_rows_give_equal_files_whatever_the_parts(tmp_path):
    often, never = (write_run(tmp_path / str(flush_s), 8, flush_s=flush_s) for flush_s in (0, math.inf))
    for name in SCHEMAS:
        assert (often / f"{name}.parquet").read_bytes() == (never / f"{name}.parquet").read_bytes()


def test_tables_larger_than_a_row_group(tmp_path):
    with RunWriter(tmp_path, HEADER, flush_s=0) as run:
        for frame in range(4):
            append_frame(run, frame)
            values = dict.fromkeys(("score", "fused_score"), 0.5) | {"person": "p", "entry": "e", "rank": 1}
            run.append("candidates", values | {"frame": np.arange(50_000), "track": 1, "pts_s": 0, "emitted_s": 0})
    file = pq.ParquetFile(run.path / "candidates.parquet")
    assert [file.metadata.row_group(group).num_rows for group in range(4)] == [65536, 65536, 65536, 3400]
    assert RunRecord.open(run.path).candidates()["frame"].iloc[-50_000:].tolist() == list(range(50_000))


def test_parts_end_with_the_same_frame(tmp_path):
    with RunWriter(tmp_path, HEADER, flush_s=0) as run:
        for frame in range(3):
            append_frame(run, frame)
        for name in ("frames", "timings", "faces", "candidates"):
            parts = sorted(run.partial.glob(f"{name}.part-*"))
            assert [part.name for part in parts] == [f"{name}.part-0000.parquet", f"{name}.part-0001.parquet"]
            assert [set(pq.ParquetFile(part).read()["frame"].to_pylist()) for part in parts] == [{0}, {1}]


def test_rows_in_memory_are_bounded(tmp_path):
    with RunWriter(tmp_path, HEADER, flush_s=math.inf) as run:
        append_frame(run, 0)
        run.append("timings", {name: np.zeros(FLUSH_ROWS) for name in SCHEMAS["timings"].names} | {"frame": 0})
        assert not list(run.partial.glob("*.part-*"))
        append_frame(run, 1)
        assert (run.partial / "timings.part-0000.parquet").exists()


@pytest.mark.parametrize(
    ("raised", "status", "error"),
    [
        (KeyboardInterrupt(), "stopped", None),
        (SourceError("gate.mp4: breaks off"), "failed", "gate.mp4: breaks off"),
        (ZeroDivisionError("two\nlines"), "failed", "ZeroDivisionError: two lines"),
    ],
)
def test_how_a_run_ends(tmp_path, raised, status, error):
    def watch():
        with RunWriter(tmp_path, HEADER) as run:
            append_frame(run, 0)
            raise raised

    with pytest.raises(type(raised)):
        watch()
    (path,) = tmp_path.iterdir()
    run = RunRecord.open(path)
    assert (run.status, run.header["error"], len(run.frames())) == (status, error, 1)
    assert verify(path) == []


def test_a_run_can_be_stopped(tmp_path):
    with RunWriter(tmp_path, HEADER) as run:
        path = run.finish("stopped")
    assert header(path)["status"] == "stopped"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        # a column is missing
        ({"frame": 1, "pts_s": 0, "faces": 2}, "frames: columns missing or unknown: dropped"),
        # a column is unknown
        ({"frame": 1, "pts_s": 0, "faces": 2, "dropped": False, "time": 1}, "unknown: time"),
        # columns of different length
        ({"frame": [1, 2], "pts_s": [0.1], "faces": 2, "dropped": False}, "one length"),
        # a value of another type
        ({"frame": "1", "pts_s": 0, "faces": 2, "dropped": False}, "frames.frame: expected int64"),
        # a number too large for its column, alone and in an array
        ({"frame": 1, "pts_s": 0, "faces": 2**40, "dropped": False}, "frames.faces: expected int32"),
        ({"frame": 1, "pts_s": 0, "faces": np.array([2**40]), "dropped": False}, "frames.faces: expected int32"),
        # a missing value where there must be one
        ({"frame": 1, "pts_s": None, "faces": 2, "dropped": False}, "frames.pts_s: a value is missing"),
    ],
)
def test_rows_that_do_not_fit_are_refused_whole(tmp_path, columns, said):
    with RunWriter(tmp_path, HEADER) as run:
        append_frame(run, 0)
        with pytest.raises(ValueError, match=said):
            run.append("frames", columns)
    assert RunRecord.open(run.path).frames()["frame"].tolist() == [0]


def test_arrays_may_be_used_again(tmp_path):
    reused = np.array([1])
    with RunWriter(tmp_path, HEADER) as run:
        for frame in (1, 2):
            reused[0] = frame
            run.append("frames", {"frame": reused, "pts_s": 0, "faces": 0, "dropped": True})
    assert RunRecord.open(run.path).frames()["frame"].tolist() == [1, 2]


@pytest.mark.parametrize("header", [{"rate": float("nan")}, {"status": "complete"}])
def test_a_header_that_cannot_be_written_leaves_nothing(tmp_path, header):
    with pytest.raises(ValueError, match=r"JSON|set by the writer"):
        RunWriter(tmp_path / "runs", header)
    assert list(tmp_path.iterdir()) == []


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_runs_of_the_same_second_and_header_are_two(tmp_path):
    # side by side, and one after the other
    with RunWriter(tmp_path, HEADER, now=noon) as first, RunWriter(tmp_path, HEADER, now=noon) as second:
        append_frame(first, 0)
    third = write_run(tmp_path, now=noon)
    assert len({first.run_id, second.run_id, third.name}) == 3
    assert [verify(path) for path in (first.path, second.path, third)] == [[], [], []]


def test_two_runs_at_one_place(tmp_path):
    # while the first is running, and when it is finished
    place = tmp_path / "evening"
    with RunWriter(tmp_path, HEADER, out=place) as run:
        append_frame(run, 0)
        with pytest.raises(RecordError, match="another run is being written here"):
            RunWriter(tmp_path, HEADER, out=place)
    before = contents(tmp_path)
    with pytest.raises(RecordError, match="something here already"):
        RunWriter(tmp_path, HEADER, out=place)
    assert contents(tmp_path) == before
    assert verify(run.path) == []


def test_a_place_of_its_own(tmp_path):
    out = tmp_path / "new" / "evening"
    assert write_run(tmp_path / "runs", out=out) == out
    assert not (tmp_path / "runs").exists()
    before = contents(tmp_path)
    with pytest.raises(RecordError, match="something here already"):
        RunWriter(tmp_path / "runs", HEADER, out=out)
    assert contents(tmp_path) == before
    (tmp_path / "empty").mkdir()
    assert RunRecord.open(write_run(tmp_path, out=tmp_path / "empty")).status == "complete"


def watch_on_a_full_disk(tmp_path, frames, size, flush_s):
    with RunWriter(tmp_path, HEADER, flush_s=flush_s) as run:
        append_frame(run, 0)
        run.flush()
        with files_of_at_most(size):
            for frame in range(1, frames):
                append_frame(run, frame)
            run.finish()


@pytest.mark.parametrize(
    ("frames", "size", "flush_s"),
    [
        # the rows after the first frame cannot be closed into a part
        (100, 5000, math.inf),
        # parts can be closed, but not merged
        (100, 5000, 0),
    ],
)
def test_a_full_disk_leaves_what_could_be_written(tmp_path, frames, size, flush_s):
    with pytest.raises(StorageError) as error:
        watch_on_a_full_disk(tmp_path, frames, size, flush_s)
    assert "File too large" in str(error.value)
    assert "\n" not in str(error.value)
    (path,) = tmp_path.iterdir()
    run = RunRecord.open(path)
    assert path.name.endswith(".partial")
    assert (run.status, run.header["error"]) == ("failed", str(error.value))
    assert len(run.frames()) == (1 if flush_s else frames)
    assert len(run.faces()) == 2 * len(run.frames())
    assert not list(path.glob("*.tmp"))


def test_a_run_that_cannot_begin_leaves_nothing(tmp_path):
    with files_of_at_most(0), pytest.raises(StorageError):
        RunWriter(tmp_path, HEADER)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"):
        RunWriter(tmp_path / "file" / "runs", HEADER)
