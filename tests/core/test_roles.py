"""Folders of roles, cameras and sessions are not taken for people, and people are not taken for them."""

from pathlib import Path

import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.datasets.check import check
from lfr_eval.datasets.images import read_images
from lfr_eval.datasets.tables import read_cells
from lfr_eval.watchlist.submissions import read_submissions

PARTS = {
    "SurvFace, a set": [
        "gallery/1_cam1_1.jpg",
        "gallery/2_cam1_1.jpg",
        "mated_probe/1_cam2_1.jpg",
        "unmated_probe/9.jpg",
    ],
    "SurvFace, whole": ["training_set/1/a.jpg", "Face_Identification_Test_Set/gallery/1.jpg"],
    "SCface": [
        "mugshot_frontal_original_all/1.jpg",
        "mugshot_frontal_original_all/2.jpg",
        "surveillance_cameras_all/1.jpg",
    ],
    "SCface by distance": ["distance1/001_cam1.jpg", "distance1/002_cam1.jpg", "distance2/001_cam1.jpg"],
    "TinyFace": ["Gallery_Match/1_1.jpg", "Gallery_Match/2_1.jpg", "Probe/1_2.jpg", "Gallery_Distractor/7.jpg"],
    "MORPH": ["Album2/012345_00M25.jpg", "Album2/012346_00F30.jpg"],
    "IJB": ["img/1.jpg", "img/2.jpg", "loose_crop/1.jpg"],
    "cameras": ["cam1/a.jpg", "cam1/b.jpg", "cam2/a.jpg", "camera_3/a.jpg"],
    "sessions": ["Session1/a.jpg", "Session1/b.jpg", "session-02/a.jpg"],
    "splits": ["train/a.jpg", "train/b.jpg", "val/a.jpg", "test/a.jpg"],
    "a folder of photographs": ["photos/a.jpg", "photos/b.jpg"],
    "the demo's data": ["demo.mp4", "references/a.jpg", "references/b.jpg"],
    "roles beside people": ["ann/1.jpg", "ann/2.jpg", "probe/1.jpg", "probe/2.jpg"],
    "crops beside the photographs": ["ann.jpg", "bob.jpg", "cropped/ann.jpg", "cropped/bob.jpg"],
    "registered and seen": ["registered/a.jpg", "registered/b.jpg", "cctv/a.jpg", "cctv/b.jpg"],
    "other languages": ["Galeria_Probes/a.jpg", "Galeria_Probes/b.jpg", "Galeria/a.jpg", "Galeria/b.jpg"],
    "list and street": ["watchlist/a.jpg", "watchlist/b.jpg", "street/a.jpg", "street/b.jpg"],
    "days": ["day1/a.jpg", "day1/b.jpg", "day2/a.jpg"],
    "resolutions": ["HR/a.jpg", "HR/b.jpg", "LR/a.jpg", "LR/b.jpg"],
    "one word": ["GalleryMatch/1.jpg", "GalleryMatch/2.jpg", "ProbeSet/1.jpg"],
}
PEOPLE = {
    "names": ["ann/1.jpg", "ann/2.jpg", "bob/1.jpg"],
    "numbers": ["001/1.jpg", "001/2.jpg", "002/1.jpg"],
    "AT&T": ["s1/1.png", "s1/2.png", "s2/1.png"],
    "names that are also words": ["Val/1.jpg", "Val/2.jpg", "Dev/1.jpg", "Maria/1.jpg"],
    "a surname that is also a role": ["Gallery/1.jpg", "Smith/1.jpg", "Smith/2.jpg"],
    "ids like cameras'": ["c01/1.jpg", "c01/2.jpg", "c02/1.jpg", "c02/2.jpg"],
    "letters of another script": ["тест/1.jpg", "тест/2.jpg", "галерея/1.jpg"],
    "words and names": ["Test_User/1.jpg", "Test_User/2.jpg"],
}


def touch(folder: Path, names: list[str]) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"image")
    return folder


@pytest.mark.parametrize("kind", PARTS)
def test_parts_of_a_data_set_are_not_enrolled_as_people(tmp_path, kind):
    folder = touch(tmp_path / "set", PARTS[kind])
    with pytest.raises(InputError, match="found folders that name parts of a data set") as caught:
        read_submissions(folder, read_cells)
    assert "`lfr-eval enrol " in str(caught.value)
    suggested = Path(str(caught.value).split("`lfr-eval enrol ")[1].split("`")[0])
    assert suggested.is_dir()
    assert suggested.parent == folder


@pytest.mark.parametrize("kind", PARTS)
def test_nor_searched_verified_or_checked_as_people(tmp_path, kind):
    folder = touch(tmp_path / "set", PARTS[kind])
    if kind == "SurvFace, whole":  # one of the two holds a folder per person, and the other folders of roles
        (folder / "training_set/1/a.jpg").rename(folder / "training_set/a.jpg")
    with pytest.raises(InputError, match="found folders that name parts of a data set") as caught:
        read_images(folder)
    assert "images.csv" in str(caught.value)
    assert [str(problem) for problem in check(folder, lambda path: None)] == [str(caught.value)]


@pytest.mark.parametrize("kind", PEOPLE)
def test_people_are_people(tmp_path, kind):
    folder = touch(tmp_path / "set", PEOPLE[kind])
    people = {Path(name).parent.name for name in PEOPLE[kind]}
    assert {row.person_id for row in read_submissions(folder, read_cells).rows} == people
    assert {image.subject_id for image in read_images(folder).images} == people


def test_a_part_that_holds_the_people_is_an_archive_as_it_unpacks(tmp_path):
    folder = touch(tmp_path / "set", ["train/ann/1.jpg", "train/ann/2.jpg", "train/bob/1.jpg", "readme.txt"])
    assert {image.subject_id for image in read_images(folder).images} == {"ann", "bob"}


def test_the_search_that_is_suggested_is_the_right_one(tmp_path):
    folder = touch(
        tmp_path / "set", ["gallery/ann/1.jpg", "gallery/bob/1.jpg", "probe/ann/2.jpg", "distractor/x/1.jpg"]
    )
    with pytest.raises(InputError) as caught:
        read_images(folder)
    assert f"`lfr-eval search {folder}/gallery --probes {folder}/probe`" in str(caught.value)


@pytest.mark.parametrize(
    ("names", "enrolled", "searched"),
    [
        (["train/ann/1.jpg", "test/ann/2.jpg", "val/ann/3.jpg"], "train", "search {}/test`"),
        (["train/1.jpg", "train/2.jpg", "test/1.jpg"], "train", "say who is in which"),
        (["cam1/ann/1.jpg", "cam2/ann/1.jpg"], "cam1", "search {}/cam1 --probes {}/cam2`"),
        (["HR/1.jpg", "HR/2.jpg", "LR/1.jpg"], "HR", "say who is in which"),
        (["cctv/1.jpg", "cctv/2.jpg", "registered/1.jpg"], "registered", "say who is in which"),
        (["Probes/1.jpg", "Probes/2.jpg", "Galeria/1.jpg"], "Galeria", "say who is in which"),
        (["mugshots/ann/1.jpg", "query/ann/2.jpg"], "mugshots", "say who is in which"),
        (["non-watchlist/1.jpg", "watchlist/1.jpg", "watchlist/2.jpg"], "watchlist", "say who is in which"),
    ],
)
def test_each_set_is_given_its_command(tmp_path, names, enrolled, searched):
    folder = touch(tmp_path / "set", names)
    with pytest.raises(InputError, match=f"`lfr-eval enrol {folder}/{enrolled}`"):
        read_submissions(folder, read_cells)
    with pytest.raises(InputError) as caught:
        read_images(folder)
    assert searched.format(folder, folder) in str(caught.value)


def test_a_name_with_a_space_is_quoted(tmp_path):
    folder = touch(tmp_path / "set", ["Test Set/1.jpg", "Test Set/2.jpg"])
    with pytest.raises(InputError, match=f"`lfr-eval enrol '{folder}/Test Set'`"):
        read_submissions(folder, read_cells)
