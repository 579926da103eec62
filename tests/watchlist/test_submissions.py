"""What counts as a submission, in each of the forms that a user may submit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lfr_eval.core.errors import TableError, WatchlistError
from lfr_eval.datasets.tables import read_cells
from lfr_eval.watchlist.submissions import Submissions, last_moment, read_submissions

HEADER = "entry_id,person_id,path,category,added_at,expires_at,provenance\n"


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"image")


def from_csv(folder: Path, rows: str, header: str = HEADER) -> Submissions:
    path = folder / "list.csv"
    path.write_text(header + rows, encoding="utf-8")
    return read_submissions(path, read_cells)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # A folder of images: the stem is the person, and exact text
        (["001.jpg", "NA.PNG"], [("001", "001"), ("NA", "NA")]),
        # A folder per person: the folder is the person
        (["ann/1.jpg", "ann/2.jpg", "bob/1.jpg"], [("ann/1", "ann"), ("ann/2", "ann"), ("bob/1", "bob")]),
        # Both forms side by side: the same name is the same person
        (["ann.jpg", "ann/1.jpg", "bob.jpg"], [("ann/1", "ann"), ("ann", "ann"), ("bob", "bob")]),
        # Two files that differ in the suffix alone: two entries of one person
        (["ann.jpg", "ann.png"], [("ann.jpg", "ann"), ("ann.png", "ann")]),
        # A full stop in a name belongs to the name
        (["j.doe.jpg"], [("j.doe", "j.doe")]),
    ],
)
def test_folder(tmp_path: Path, files: list[str], expected: list[tuple[str, str]]) -> None:
    touch(tmp_path, *files)
    found = read_submissions(tmp_path, read_cells)
    assert [(row.entry_id, row.person_id) for row in found.rows] == expected
    assert all(row.path.is_file() and row.problem is None for row in found.rows)


def test_what_is_no_image_is_skipped_and_counted(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "subjects.csv", "notes.txt", ".DS_Store", ".git/a.jpg", "bob/.b.jpg", "bob/deeper/b.jpg")
    found = read_submissions(tmp_path, read_cells)
    assert [row.person_id for row in found.rows] == ["a"]
    assert found.skipped == {"not an image": 2, "hidden": 3, "nested folder": 1}
    assert found.left_out["not an image"] == ("notes.txt", "subjects.csv")
    assert found.left_out["nested folder"] == ("bob/deeper",)


def test_one_image_is_a_list_of_one(tmp_path: Path) -> None:
    touch(tmp_path, "ann.jpg")
    assert [row.person_id for row in read_submissions(tmp_path / "ann.jpg", read_cells).rows] == ["ann"]


def test_a_name_that_is_not_utf8_becomes_text_that_can_be_stored(tmp_path: Path) -> None:
    touch(tmp_path, "caf\udce9.jpg")
    assert [row.person_id for row in read_submissions(tmp_path, read_cells).rows] == ["caf\\xe9"]


@pytest.mark.parametrize("files", [[], ["subjects.csv"], ["a/b/c.jpg"], ["images.csv", "images/a.jpg"]])
def test_a_folder_without_a_list_in_it(tmp_path: Path, files: list[str]) -> None:
    touch(tmp_path, *files)
    with pytest.raises(WatchlistError, match="expected"):
        read_submissions(tmp_path, read_cells)


@pytest.mark.parametrize("name", ["absent", "absent.jpg", "clip.mp4"])
def test_a_path_that_is_no_list(tmp_path: Path, name: str) -> None:
    touch(tmp_path, "clip.mp4")
    with pytest.raises(WatchlistError, match="expected a folder"):
        read_submissions(tmp_path / name, read_cells)


def test_csv_keeps_every_cell_as_text(tmp_path: Path) -> None:
    touch(tmp_path, "in/a.jpg")
    (row,) = from_csv(tmp_path, "001,NA,in/a.jpg,wanted,2026-01-01,2026-12-31T23:00:00Z,custody 7\n").rows
    assert (row.entry_id, row.person_id, row.category, row.provenance) == ("001", "NA", "wanted", "custody 7")
    assert (row.added_at, row.expires_at, row.problem) == ("2026-01-01", "2026-12-31T23:00:00Z", None)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        # No entry id
        (",p,a.jpg,,,,", "empty id"),
        # No person id
        ("e,,a.jpg,,,,", "empty id"),
        # A relative path that climbs out
        ("e,p,../outside.jpg,,,,", "path leaves its folder"),
        # An absolute path elsewhere
        ("e,p,/etc/passwd,,,,", "path leaves its folder"),
        # A link inside that leads outside
        ("e,p,link.jpg,,,,", "path leaves its folder"),
        # A file that is not there, a folder, no path at all, a name too long for any file
        ("e,p,absent.jpg,,,,", "file not found"),
        ("e,p,.,,,,", "file not found"),
        ("e,p,,,,,", "file not found"),
        (f"e,p,{'x' * 300}.jpg,,,,", "file not found"),
        # Dates that are none
        ("e,p,a.jpg,,,31/12/2026,", "bad date"),
        ("e,p,a.jpg,,yesterday,,", "bad date"),
        # An id that another row has used
        ("first,p,a.jpg,,,,", "duplicate id"),
    ],
)
def test_a_bad_row_is_an_outcome_of_that_row(tmp_path: Path, row: str, problem: str) -> None:
    folder = tmp_path / "list"
    touch(tmp_path, "outside.jpg", "list/a.jpg")
    (folder / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    found = from_csv(folder, f"first,q,a.jpg,,,,\n{row}\nlast,r,a.jpg,,,,\n")
    assert [each.problem for each in found.rows] == [None, problem, None]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        # A column is missing
        ("entry_id,path\n", "e,a.jpg\n"),
        # A misspelt column would lose every expiry date
        ("entry_id,person_id,path,expires\n", "e,p,a.jpg,2026-01-01\n"),
        # A row is too long
        ("entry_id,person_id,path\n", "e,p,a.jpg,x\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, header: str, rows: str) -> None:
    with pytest.raises(TableError, match="line"):
        from_csv(tmp_path, rows, header)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        # A date lasts until the day ends
        ("2026-01-31", datetime(2026, 1, 31, 23, 59, 59, 999999, UTC)),
        # The last day there is
        ("9999-12-31", datetime.max.replace(tzinfo=UTC)),
        # A time without a zone is UTC
        ("2026-01-31T12:00", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        # A time with one is turned to UTC
        ("2026-01-31T12:00+02:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
    ],
)
def test_last_moment(written: str, last: datetime) -> None:
    assert last_moment(written) == last


def test_nobody_vanishes_whose_photograph_is_of_an_unusual_kind(tmp_path):
    photographs = ["a.HEIC", "b.pgm", "c.jp2", "d.tga", "e.cr2", "f", "g.unknown"]
    others = ["notes.txt", "Thumbs.db", "clip.MOV", "list.csv", "README", "LICENCE.odd"]
    for name in photographs:
        (tmp_path / name).write_bytes(bytes(range(256)))
    for name in others:
        (tmp_path / name).write_text("not a photograph")
    (tmp_path / ".DS_Store").write_bytes(b"\0\1")
    found = read_submissions(tmp_path, read_cells)
    assert [row.path.name for row in found.rows] == photographs
    assert found.skipped == {"not an image": len(others), "hidden": 1}


@pytest.mark.parametrize(
    "name", ["a.bak", "a.txt", "a.m.mp4", "a.jpg.part", "a.csv", "a.pdf", "a.db", "a.xbm", "a.jpg_original"]
)
def test_what_begins_as_an_image_is_one_whatever_its_name(tmp_path, name):
    touch(tmp_path, "bob.jpg")
    (tmp_path / name).write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0")
    (tmp_path / "BMW.txt").write_text("BM is no beginning of a picture here, nor is")
    (tmp_path / "plan.txt").write_text("P1 comes first")
    found = read_submissions(tmp_path, read_cells)
    assert [row.path.name for row in found.rows] == [name, "bob.jpg"]
    assert found.left_out == {"not an image": ("BMW.txt", "plan.txt")}


def test_one_photograph_of_any_kind_can_be_submitted(tmp_path):
    (tmp_path / "one.HEIC").write_bytes(b"\0\1")
    assert [row.person_id for row in read_submissions(tmp_path / "one.HEIC", read_cells).rows] == ["one"]
