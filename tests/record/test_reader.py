import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from record_runs import HEADER, append_frame, write_run

from lfr_eval.core.errors import RecordError
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.sums import SUMS
from lfr_eval.record.writer import RunWriter


def edit_header(path, **entries):
    header = json.loads((path / "run.json").read_text())
    (path / "run.json").write_text(json.dumps(header | entries))


def test_rows_read_back_as_they_were_given(tmp_path):
    run = RunRecord.open(write_run(tmp_path, 3))
    faces = run.faces()
    assert faces["frame"].tolist() == [0, 0, 1, 1, 2, 2]
    assert faces["pts_s"].tolist() == [0, 0, 0.04, 0.04, 0.08, 0.08]
    assert faces["x"].dtype == np.float32
    assert faces["x"].tolist()[:2] == np.random.default_rng(0).random((7, 2), dtype=np.float32)[0].tolist()
    assert faces["quality"].isna().tolist() == [False, True] * 3
    assert faces["reason_not_embedded"].tolist()[1] == "too small"
    candidates = run.candidates()
    assert candidates["person"].tolist() == ["001", "NA"] * 3
    tracks = run.tracks()
    assert tracks["split_of"].tolist() == [pd.NA, 1]
    assert tracks["template_status"].tolist() == ["ok", "fta"]
    assert run.alerts()["hits"].tolist() == [26]
    assert run.timings()["decode_ms"].tolist() == [1.5] * 3
    assert run.table("frames", columns=["frame"]).to_pydict() == {"frame": [0, 1, 2]}
    assert run.header["source"]["id"] == "gate.mp4"


@pytest.mark.parametrize(
    ("chosen", "scores"),
    [
        ({}, [0.4, 0.3]),
        ({"rank": 1}, [0.4]),
        ({"rank": 3}, []),
        # 0.4 is larger as float32 than as float64, 0.3 too: both must still reach themselves
        ({"min_score": 0.4}, [0.4]),
        ({"min_score": 0.3}, [0.4, 0.3]),
        ({"min_score": float(np.nextafter(np.float32(0.4), np.float32(1)))}, []),
        ({"rank": 2, "min_score": 0.35}, []),
    ],
)
def test_chosen_candidates(tmp_path, chosen, scores):
    found = RunRecord.open(write_run(tmp_path, 1)).candidates(**chosen)
    assert found["fused_score"].tolist() == [float(np.float32(score)) for score in scores]


def test_a_running_run_is_read_up_to_its_last_part(tmp_path):
    with RunWriter(tmp_path, HEADER, flush_s=0) as run:
        for frame in range(12):
            append_frame(run, frame)
        record = RunRecord.open(run.partial)
        assert record.status == "running"
        assert record.frames()["frame"].tolist() == list(range(11))
        assert len(record.candidates(rank=1)) == 11
        assert record.tracks().columns.tolist()[0] == "track"
        assert len(record.tracks()) == 0


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from record_runs import HEADER, append_frame
from lfr_eval.record.writer import RunWriter
with RunWriter(Path(sys.argv[1]), HEADER, flush_s=0) as run:
    for frame in range(10**6):
        append_frame(run, frame)
        print(frame, flush=True)
"""


def test_a_killed_run_is_interrupted_and_can_be_read(tmp_path):
    command = [sys.executable, "-c", CHILD, str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for _ in range(20):
            child.stdout.readline()
        assert [run.status for run in list_runs(tmp_path)] == ["running"]
        child.send_signal(signal.SIGKILL)
        seen = int(([*child.stdout.read().split("\n")[:-1]] or ["19"])[-1])
    (header,) = list_runs(tmp_path)
    assert (header.status, header.content["status"]) == ("interrupted", "running")
    run = RunRecord(header)
    frames = len(run.frames())
    assert run.frames()["frame"].tolist() == list(range(frames))
    assert seen <= frames <= seen + 2
    assert len(run.faces()) // 2 in (frames, frames - 1)


def test_a_run_whose_process_number_was_given_away_is_interrupted(tmp_path):
    with RunWriter(tmp_path, HEADER) as run:
        edit_header(
            run.partial,
            process={"pid": json.loads((run.partial / "run.json").read_text())["process"]["pid"], "began": "earlier"},
        )
        assert RunRecord.open(run.partial).status == "interrupted"


def test_a_run_that_was_cut_off_while_it_was_finished(tmp_path):
    # its header is final already, its digests and its directory are not
    path = write_run(tmp_path)
    edit_header(path, process={"pid": 0})
    (path / SUMS).unlink()
    cut = path.rename(path.with_name(f"{path.name}.partial"))
    run = RunRecord.open(cut)
    assert run.status == "interrupted"
    assert len(run.frames()) == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "damaged, expected JSON"),
        ('{"schema_version": 1, "run', "damaged, expected JSON"),
        ("\udcff", "damaged, expected JSON"),
        ("[]", "expected an object"),
        ('{"schema_version": 1}', "it does not say run_id"),
        ('{"schema_version": 2, "run_id": "later", "status": "new"}', "written by a newer version"),
        ('{"schema_version": 1, "run_id": "../../etc", "status": "complete"}', "damaged, found run_id '../../etc'"),
        ('{"schema_version": 1, "run_id": "20250601T120000Z-0123abcd", "status": "fine"}', "status 'fine'"),
    ],
)
def test_a_damaged_header_is_named(tmp_path, text, said):
    (tmp_path / "run.json").write_text(text, errors="surrogateescape")
    with pytest.raises(RecordError) as error:
        RunRecord.open(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / 'run.json'}: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["", "file", "nowhere"])
def test_what_is_not_a_run(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(RecordError, match="not a run"):
        RunRecord.open(tmp_path / name)


@pytest.mark.parametrize("keep", [None, 0, 200])
def test_a_damaged_table_is_named(tmp_path, keep):
    # lost, emptied, cut off
    path = write_run(tmp_path)
    table = path / "faces.parquet"
    data = table.read_bytes()
    table.unlink() if keep is None else table.write_bytes(data[:keep])
    run = RunRecord.open(path)
    with pytest.raises(RecordError, match="faces") as error:
        run.faces()
    assert "damaged" in str(error.value)
    assert "\n" not in str(error.value)
    assert len(run.frames()) == 5
