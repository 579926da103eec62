"""What was altered since it was recorded is refused where it is read, and nothing else is."""

import json
import os

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from record_runs import HEADER, write_run

from lfr_eval.core.errors import RecordError
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.tables import SCHEMAS
from lfr_eval.record.writer import RunWriter


def scale_scores(path):
    """As somebody would who wants no alert to have been raised: every score a tenth, the file as good as before."""
    file = path / "candidates.parquet"
    table = pq.read_table(file)
    for place, column in enumerate(table.column_names):
        if column in ("score", "fused_score"):
            scaled = pc.multiply(table[column], pa.scalar(0.1, pa.float32()))
            table = table.set_column(place, table.schema.field(column), scaled)
    pq.write_table(table, file, compression="zstd")


@pytest.mark.parametrize("name", SCHEMAS)
def test_only_the_altered_table_is_refused(tmp_path, name):
    path = write_run(tmp_path)
    scale_scores(path)
    run = RunRecord.open(path)
    if name == "candidates":
        with pytest.raises(RecordError, match=r"damaged, candidates\.parquet was altered since .* runs verify"):
            run.table(name)
    else:
        assert run.table(name).num_rows


def test_an_altered_header_is_refused_with_every_table(tmp_path):
    path = write_run(tmp_path)
    header = json.loads((path / "run.json").read_text())
    header["settings"]["alerting"]["threshold"] = 0.9
    (path / "run.json").write_text(json.dumps(header))
    with pytest.raises(RecordError, match=r"run\.json was altered"):
        RunRecord.open(path).table("frames")


def test_what_is_altered_while_a_page_is_open_is_noticed(tmp_path):
    path = write_run(tmp_path)
    run = RunRecord.open(path)
    assert run.candidates()["score"].max() > 0.3
    scale_scores(path)
    with pytest.raises(RecordError, match="altered"):
        run.candidates()
    with pytest.raises(RecordError, match="altered"):
        run.require_unaltered()


def test_digests_that_are_damaged_are_refused(tmp_path):
    path = write_run(tmp_path)
    (path / "SHA256SUMS").write_bytes(b"\xff\xfe")
    with pytest.raises(RecordError, match="damaged"):
        RunRecord.open(path).frames()


def test_what_is_not_finished_is_taken_as_it_is(tmp_path):
    with RunWriter(tmp_path, HEADER, flush_s=0) as run:
        assert RunRecord.open(run.partial).frames().empty


def test_a_file_is_digested_once_however_often_it_is_read(tmp_path, monkeypatch):
    run, opened = RunRecord.open(write_run(tmp_path)), []
    monkeypatch.setattr("lfr_eval.record.sums.file_digest", lambda path: opened.append(path.name) or "0" * 64)
    for _ in range(3):
        with pytest.raises(RecordError, match="altered"):
            run.frames()
    assert sorted(opened) == ["frames.parquet", "run.json"]
    os.utime(run.path / "frames.parquet")
    with pytest.raises(RecordError, match="altered"):
        run.frames()
    assert opened.count("frames.parquet") == 2
