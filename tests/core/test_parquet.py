"""Tables from outside are read without leaving anything of Python's to the workers of Arrow."""

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lfr_eval.core.outside.parquet import parse_parquet


@pytest.mark.parametrize("name", ["table.parquet", "José.parquet", os.fsdecode(b"caf\xe9.parquet")])
def test_no_worker_holds_a_file_of_python(tmp_path, monkeypatch, name):
    # where one lets go of it while Python ends, one in twenty commands was aborted after its last line
    opened = []
    parquet_file = pq.ParquetFile
    monkeypatch.setattr(pq, "ParquetFile", lambda source: opened.append(source) or parquet_file(source))
    path = tmp_path / name
    with path.open("wb") as out:
        pq.write_table(pa.table({"a": [1, 2]}), out)
    assert parse_parquet(path).num_rows == 2
    assert [type(source) for source in opened] == [pa.OSFile]


def test_what_is_no_regular_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.parquet")
    with pytest.raises(OSError, match="a named pipe"):
        parse_parquet(tmp_path / "pipe.parquet")
