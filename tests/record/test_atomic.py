import json

import pytest
from full_disk import files_of_at_most

from lfr_eval.core.errors import StorageError
from lfr_eval.record.atomic import write_bytes, write_json


def test_json_reads_back(tmp_path):
    write_json(tmp_path / "a.json", {"name": "Zoë 山", "value": None, "rate": 0.1})
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == {"name": "Zoë 山", "value": None, "rate": 0.1}
    assert "Zoë 山" in (tmp_path / "a.json").read_text("utf-8")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_that_json_does_not_know(tmp_path, value):
    write_json(tmp_path / "a.json", "before")
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "a.json", {"value": value})
    assert [path.read_text() for path in tmp_path.iterdir()] == ['"before"\n']


def test_a_refused_write_leaves_what_was_there(tmp_path):
    write_bytes(tmp_path / "a", b"before")
    with files_of_at_most(100), pytest.raises(StorageError, match="File too large"):
        write_bytes(tmp_path / "a", bytes(101))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]
