"""With the real models: folders that are no people are told, and folders of people are not."""

import json
import shutil
from pathlib import Path

import pytest

from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.enrol.check_faces import check_faces
from lfr_eval.evaluate.enrol.enrol import enrol_photographs
from lfr_eval.evaluate.search.question import SearchQuestion
from lfr_eval.evaluate.search.result import search
from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set
from lfr_eval.evaluate.search.trial import search_images
from lfr_eval.evaluate.system import load_engine
from lfr_eval.report.list_words import doubt_lines

SETTINGS = SystemSettings()
CAMERAS, PEOPLE = ("c1", "c2"), 3


@pytest.fixture(scope="module")
def engine():
    return load_engine(SETTINGS)


@pytest.fixture(scope="module")
def photographs(shared_data: Path) -> list[list[Path]]:
    """Two photographs each of three people."""
    folders = sorted((shared_data / "lfw" / "lfw-deepfunneled").iterdir())
    found = [sorted(folder.iterdir())[: len(CAMERAS)] for folder in folders]
    return [theirs for theirs in found if len(theirs) == len(CAMERAS)][:PEOPLE]


@pytest.fixture
def by_camera(photographs, tmp_path) -> Path:
    """A folder per camera, as SCface and SurvFace have it, under names that say nothing."""
    for theirs in photographs:
        for camera, path in zip(CAMERAS, theirs, strict=True):
            (tmp_path / "set" / camera).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, tmp_path / "set" / camera)
    return tmp_path / "set"


@pytest.fixture
def by_person(photographs, tmp_path) -> Path:
    for theirs in photographs:
        (tmp_path / "people" / theirs[0].parent.name).mkdir(parents=True)
        for path in theirs:
            shutil.copy(path, tmp_path / "people" / theirs[0].parent.name)
    return tmp_path / "people"


def said(folder: Path, engine, tmp_path: Path) -> list[list[str]]:
    """What is said on enrolling, in a search and by the check."""
    enrolled = enrol_photographs(folder, tmp_path / "list", engine, SETTINGS)
    trial = search_images(read_search_set(SearchFiles(folder)), engine, SETTINGS)
    stated = search(trial, SearchQuestion()).to_json()
    json.dumps(stated, allow_nan=False)
    told = [caveat for caveat in stated["caveats"] if "most pairs score below" in caveat]
    assert len(stated["one_name_several_faces"]) == (len(CAMERAS) if told else 0)
    return [doubt_lines(enrolled.doubts, 0.4), told, [str(one) for one in check_faces(folder, engine, SETTINGS)]]


def test_cameras_are_not_taken_for_people_without_a_word(by_camera, engine, tmp_path):
    for lines in said(by_camera, engine, tmp_path):
        (line,) = lines
        assert "of 2 of 2 names with several photographs most pairs score below 0.4" in line
        assert "are these people, or roles, cameras or sessions?" in line


def test_nothing_is_said_of_people(by_person, engine, tmp_path):
    assert said(by_person, engine, tmp_path) == [[], [], []]


def test_a_photograph_under_two_names_is_told(by_person, engine):
    first = next(by_person.iterdir())
    (by_person / "Zoe").mkdir()
    shutil.copy(next(first.iterdir()), by_person / "Zoe" / "1.jpg")
    (line,) = map(str, check_faces(by_person, engine, SETTINGS))
    assert "one photograph stands under two names" in line
    assert "'Zoe'" in line
    assert first.name in line
