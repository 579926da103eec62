"""Photographs become a list: everybody who can be enrolled is, and of everybody else it is said why not."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from full_disk import files_of_at_most
from synthetic import draw, template_of
from synthetic_runs import PACK, PackedEngine, Pictures, settings

from lfr_eval.core.errors import InputError, StorageError, WatchlistError
from lfr_eval.evaluate.enrol.enrol import enrol_from_camera, enrol_photographs
from lfr_eval.watchlist.store import read_watchlist


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """Two who can be enrolled and four who cannot."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    pictures = {"ann": {1: (100, 100)}, "bob": {2: (200, 100)}, "crowd": {3: (10, 10), 4: (300, 10)}, "wall": {}}
    for name, faces in pictures.items():
        cv2.imwrite(str(folder / f"{name}.png"), draw(faces))
    tiny = draw({5: (100, 100)})
    tiny[100:160, 112:160] = 0
    cv2.imwrite(str(folder / "far.png"), tiny)
    (folder / "torn.png").write_bytes(b"torn")
    (folder / "notes.txt").write_text("about them")
    return folder


def make(photographs: Path, to: Path, **how):
    return enrol_photographs(photographs, to, PackedEngine(), settings(), **how)


def test_each_submission_is_enrolled_or_says_why_not(tmp_path, photographs):
    done = make(photographs, tmp_path / "list")
    assert {entry.entry_id: entry.reason for entry in done.enrolment.entries} == {
        "ann": None,
        "bob": None,
        "crowd": "several faces",
        "far": "too small",
        "torn": "unreadable",
        "wall": "no face",
    }
    assert done.enrolment.skipped == {"not an image": 1}
    listed = read_watchlist(done.path)
    np.testing.assert_allclose(listed.templates, [template_of(1), template_of(2)], atol=1e-6)
    assert listed.header.models.model_dump() == {"pack": PACK.name, "digests": PACK.digests()}
    assert listed.header.portrait["min_eye_px"] == settings().embedding.min_eye_px
    assert len(list(listed.images.iterdir())) == 2, "only the references of those who are enrolled are kept"


def test_images_are_kept_only_if_wanted(tmp_path, photographs):
    listed = read_watchlist(make(photographs, tmp_path / "list", keep_images=False).path)
    assert not listed.images.exists()
    assert [entry.image for entry in listed.entries] == [None] * 6


def test_all_images_may_show_one_person(tmp_path, photographs):
    counts = make(photographs, tmp_path / "list", person="ann").enrolment.counts
    assert (counts.persons_submitted, counts.persons_enrolled, counts.images_enrolled) == (1, 1, 2)


def test_csv_names_its_persons_itself(tmp_path, photographs):
    submitted = photographs / "list.csv"
    submitted.write_text("entry_id,person_id,path\n001,A,ann.png\n002,A,bob.png\n003,B,gone.png\n004,C,../x.png\n")
    entries = make(submitted, tmp_path / "list").enrolment.entries
    assert [(entry.entry_id, entry.person_id, entry.reason) for entry in entries] == [
        ("001", "A", None),
        ("002", "A", None),
        ("003", "B", "file not found"),
        ("004", "C", "path leaves its folder"),
    ]
    with pytest.raises(InputError, match="leave --person out"):
        make(submitted, tmp_path / "other", person="A")
    assert not (tmp_path / "other").exists()


def test_list_that_exists_gives_way_only_on_request(tmp_path, photographs):
    make(photographs, tmp_path / "list")
    before = (tmp_path / "list" / "list.json").read_bytes()
    engine = PackedEngine()
    with pytest.raises(WatchlistError, match="exists"):
        enrol_photographs(photographs, tmp_path / "list", engine, settings())
    assert engine.calls == [], "refused before the work"
    assert (tmp_path / "list" / "list.json").read_bytes() == before
    make(photographs / "ann.png", tmp_path / "list", replace_list=True)
    assert read_watchlist(tmp_path / "list").submitted == {"ann"}


def test_full_disk_leaves_the_list_that_was_there(tmp_path, photographs):
    lists = tmp_path / "lists"
    make(photographs / "ann.png", lists / "list")
    with files_of_at_most(1000), pytest.raises(StorageError, match="could not be written"):
        make(photographs, lists / "list", replace_list=True)
    assert [path.name for path in lists.iterdir()] == ["list"]
    assert read_watchlist(lists / "list").submitted == {"ann"}


def test_progress_is_told_of_every_photograph(tmp_path, photographs):
    told = []
    make(photographs, tmp_path / "list", progress=lambda *said: told.append(said))
    assert told == [(n, 6, name) for n, name in enumerate(("ann", "bob", "crowd", "far", "torn", "wall"), 1)]


def before_camera(*pictures):
    return Pictures(pictures, live=True, source_id="camera:0")


def test_whoever_stands_alone_before_a_camera_is_enrolled_and_no_picture_is_kept(tmp_path):
    # nobody yet, then two people, then Ann alone
    camera = before_camera(draw({}), draw({1: (100, 100), 2: (300, 100)}), *[draw({1: (100, 100)})] * 3)
    done = enrol_from_camera(camera, "Ann", tmp_path / "list", PackedEngine(), settings())
    listed = read_watchlist(done.path)
    assert [(entry.person_id, entry.reason, entry.provenance) for entry in listed.entries] == [
        ("Ann", None, "camera:0")
    ]
    np.testing.assert_allclose(listed.templates, [template_of(1)], atol=1e-6)
    assert sorted(path.name for path in done.path.rglob("*") if path.is_file()) == [
        "entries.parquet",
        "list.json",
        "templates.npy",
    ]


def test_camera_that_never_shows_one_face_alone_enrols_nobody(tmp_path):
    camera = before_camera(*[draw({})] * 3, draw({1: (100, 100), 2: (300, 100)}))
    with pytest.raises(InputError, match="found no face in 3, several faces in 1 pictures"):
        enrol_from_camera(camera, "Ann", tmp_path / "list", PackedEngine(), settings())
    assert not (tmp_path / "list").exists()
