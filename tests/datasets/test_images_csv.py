"""images.csv or a folder per subject, and the subjects.csv beside it."""

from datetime import date
from pathlib import Path

import pytest

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.datasets.images import ImageSet, Role, Split, read_images

HEADER = "image_id,subject_id,path,role,capture_date,split\n"


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"image")


def read(folder: Path, rows: str, subjects: str = "") -> ImageSet:
    (folder / "images.csv").write_text(HEADER + rows, encoding="utf-8")
    if subjects:
        (folder / "subjects.csv").write_text(subjects, encoding="utf-8")
    return read_images(folder)


def test_every_cell_of_an_image(tmp_path: Path) -> None:
    found = read(tmp_path, "i,001,in/a.jpg,probe,2026-01-31,test\nj,NA,b.jpg,,,\n", "subject_id,sex\n001,F\n")
    first, second = found.images
    assert (first.image_id, first.subject_id, first.path) == ("i", "001", tmp_path / "in/a.jpg")
    assert (first.role, first.capture_date, first.split) == (Role.PROBE, date(2026, 1, 31), Split.TEST)
    assert (second.subject_id, second.role, second.split) == ("NA", None, None)
    assert found.subjects is not None
    assert found.subjects.by_id["001"].attributes == {"sex": "F"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        # Paths that leave the folder of the table
        ("i,s,../a.jpg,,,\n", "line 2, column path: expected a path inside"),
        ("i,s,/etc/passwd,,,\n", "line 2, column path: expected a path inside"),
        ("i,s,x/../../a.jpg,,,\n", "line 2, column path: expected a path inside"),
        # One photograph twice would match itself
        ("i,s,a.jpg,,,\nj,s,./a.jpg,,,\n", "line 3, column path: expected an image that is listed once"),
        # Ids
        ("i,s,a.jpg,,,\ni,s,b.jpg,,,\n", "line 3, column image_id: expected an id that is used once"),
        ("i,,a.jpg,,,\n", "line 2, column subject_id: expected a value"),
        # Words
        ("i,s,a.jpg,gallery,,\n", "column role: expected reference or probe or filler, found 'gallery'"),
        ("i,s,a.jpg,,,train\n", "column split: expected calibration or test, found 'train'"),
        ("i,s,a.jpg,,1/2/26,\n", "column capture_date: expected a date"),
        # Nothing
        ("", "expected at least one row, found none"),
    ],
)
def test_what_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, rows)
    assert message in str(caught.value)


def test_nobody_stands_on_both_sides_of_the_split(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="'i' in calibration and 'j' in test"):
        read(tmp_path, "i,s,a.jpg,,,calibration\nj,s,b.jpg,,,test\n")


def test_nor_do_relatives(tmp_path: Path) -> None:
    rows = "i,s,a.jpg,,,calibration\nj,t,b.jpg,,,test\n"
    assert len(read(tmp_path, rows).images) == 2
    with pytest.raises(TableError, match="relatives in one split"):
        read(tmp_path, rows, "subject_id,kin_of\ns,\nt,s\n")


@pytest.mark.parametrize("around", ["", "archive/"])
def test_a_folder_per_subject(tmp_path: Path, around: str) -> None:
    # As it stands, and as an archive unpacks: inside one folder
    names = ("001/a.jpg", "001/b.PNG", "NA/a.jpg", "NA/notes.txt", "NA/.b.jpg", "readme.txt")
    touch(tmp_path, *(around + name for name in names))
    (tmp_path / "subjects.csv").write_text("subject_id,sex\n001,F\n")
    found = read_images(tmp_path)
    assert [(image.image_id, image.subject_id) for image in found.images] == [
        ("001/a.jpg", "001"),
        ("001/b.PNG", "001"),
        ("NA/a.jpg", "NA"),
    ]
    assert all(image.path.is_file() for image in found.images)
    assert found.subjects is not None
    assert found.skipped["hidden"] == found.skipped["not an image"] == 1
    assert found.skipped["not in a folder of a subject"] == (1 if around else 2)


def test_photographs_of_every_format_belong_to_their_subject(tmp_path: Path) -> None:
    # AT&T as it unpacks, a phone's format, no suffix, one that cannot be told; and what is plainly something else
    touch(tmp_path, "s1/1.pgm", "s1/2.HEIC", "s2/1.ppm", "s2/1.xyz", "s2/notes.txt", "s2/Thumbs.db", "s2/clip.mov")
    (tmp_path / "s2" / "portrait").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "s2" / "1.xyz").write_bytes(bytes(range(256)))
    found = read_images(tmp_path)
    names = {image.image_id for image in found.images}
    assert names == {"s1/1.pgm", "s1/2.HEIC", "s2/1.ppm", "s2/1.xyz", "s2/portrait"}
    assert found.skipped == {"not an image": 3}


def test_a_folder_of_one_subject_is_not_taken_for_an_archive(tmp_path: Path) -> None:
    touch(tmp_path, "ann/a.jpg", "ann/more/b.jpg")
    found = read_images(tmp_path)
    assert [image.subject_id for image in found.images] == ["ann"]
    assert found.skipped == {"nested folder": 1}


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_nothing_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="expected"):
        read_images(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "images", "roles"),
    [
        ("london", 136, {Role.REFERENCE, Role.PROBE}),
        ("utkface/images.csv", 1438, {Role.PROBE}),
        ("lfw", 3811, {None}),
        ("lfw/lfw-deepfunneled", 3811, {None}),
    ],
)
def test_real_data_sets(shared_data: Path, name: str, images: int, roles: set[Role | None]) -> None:
    found = read_images(shared_data / name)
    assert (len(found.images), {image.role for image in found.images}) == (images, roles)
    assert found.subjects is not None
    assert {image.subject_id for image in found.images} <= set(found.subjects.by_id)
