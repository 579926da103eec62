from datetime import timedelta

import pytest
from record_runs import HEADER, NOON, NOON_ID, write_run

from lfr_eval.core.errors import RecordError
from lfr_eval.record.listing import list_runs, resolve, verify
from lfr_eval.record.writer import RunWriter


@pytest.fixture
def runs(tmp_path):
    """Three runs, a minute apart, the oldest first."""
    return [
        write_run(tmp_path / "runs", frames=1, now=lambda late=late: NOON + timedelta(minutes=late))
        for late in range(3)
    ]


def test_the_newest_is_first_and_the_damaged_is_named(runs):
    root = runs[0].parent
    (runs[1] / "run.json").write_text("{")
    (root / ".deleting-x").mkdir()
    (root / "README.md").touch()
    listed = list_runs(root)
    assert [run.path for run in listed] == runs[::-1]
    assert [run.status for run in listed] == ["complete", "damaged", "complete"]
    assert str(runs[1] / "run.json") in listed[1].problem
    assert (listed[0].problem, listed[0].content["source"]) == (None, HEADER["source"])


def test_runs_of_one_second_stand_in_the_order_in_which_they_began(tmp_path):
    # their ids say no more than the second, and end in chance
    begun = [
        write_run(tmp_path, 1, HEADER | {"note": late}, now=lambda late=late: NOON + timedelta(milliseconds=late))
        for late in range(1, 9)
    ]
    assert [run.path for run in list_runs(tmp_path)] == begun[::-1]


def test_no_folder_means_no_runs(tmp_path):
    assert list_runs(tmp_path / "none") == []
    with pytest.raises(RecordError, match="no runs yet"):
        resolve(tmp_path / "none", "latest")


def test_runs_are_found(runs):
    root = runs[0].parent
    assert resolve(root, str(runs[0])) == runs[0]
    assert resolve(root, runs[0].name) == runs[0]
    assert resolve(root, NOON_ID) == runs[0]
    assert resolve(root, "latest") == runs[2]
    (runs[2] / "run.json").write_text("{")
    assert resolve(root, "latest") == runs[1]
    assert resolve(root, runs[2].name) == runs[2]


@pytest.mark.parametrize(
    ("name", "said"),
    [("2025", "more than one run: 2025"), ("2024", "no run in"), ("", "no run in"), ("..", "no run in")],
)
def test_runs_that_are_not_found(runs, name, said):
    with pytest.raises(RecordError, match=said):
        resolve(runs[0].parent, name)


def test_an_exact_name_beats_a_longer_one(tmp_path):
    evening, later = (write_run(tmp_path, 1, out=tmp_path / name) for name in ("evening", "evening-2"))
    assert [resolve(tmp_path, path.name) for path in (evening, later)] == [evening, later]


def flip(path):
    data = bytearray((path / "faces.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (path / "faces.parquet").write_bytes(data)


def scribble(path):
    with (path / "SHA256SUMS").open("a") as sums:
        sums.write("x\n")


@pytest.mark.parametrize(
    ("tamper", "problems"),
    [
        (lambda path: None, []),
        (flip, ["faces.parquet: altered"]),
        (lambda path: (path / "alerts.parquet").unlink(), ["alerts.parquet: missing"]),
        (lambda path: (path / "notes.txt").touch(), ["notes.txt: not part of the run"]),
        (lambda path: (path / "run.json").write_text((path / "run.json").read_text() + " "), ["run.json: altered"]),
        (scribble, ["SHA256SUMS, line 9: damaged"]),
    ],
)
def test_verify(tmp_path, tamper, problems):
    path = write_run(tmp_path)
    tamper(path)
    assert verify(path) == problems


def test_only_finished_runs_can_be_verified(tmp_path):
    with RunWriter(tmp_path, HEADER) as run, pytest.raises(RecordError, match="status running"):
        verify(run.partial)
