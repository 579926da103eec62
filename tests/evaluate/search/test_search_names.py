"""A search whose files are written in different canonical forms is the same search; names that look alike are told."""

import json
import unicodedata

import cv2
import numpy as np
import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.core.names import attributes
from lfr_eval.datasets.images import read_images
from lfr_eval.datasets.pairs import read_pairs
from lfr_eval.evaluate.score.policy import read_policy
from lfr_eval.evaluate.search.external_scores import search_scores
from lfr_eval.evaluate.search.groups import Grouping
from lfr_eval.evaluate.search.question import SearchQuestion
from lfr_eval.evaluate.search.result import search
from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set
from lfr_eval.evaluate.verify.sets import VerifyFiles, read_verify_set

TABLES = {
    "images.csv": "image_id,subject_id,path,role\nré,José,José/1.jpg,reference\nrz,Zoë,Zoë/1.jpg,reference\n"
    "pé,José,José/2.jpg,probe\npx,Éva,Éva/1.jpg,probe\n",
    "subjects.csv": "subject_id,région,kin_of\nJosé,Île,\nZoë,Île,\nÉva,Cité,\n",
    "labels.yaml": "région:\n  Île: [île]\n  Cité: [cité]\n",
    "lists.csv": "probe_id,rank,person_id,score,entry_id\npé,1,José,0.8,ré\npx,1,Zoë,0.5,rz\n",
    "pairs.csv": "path_a,path_b,mated,fold\nJosé/1.jpg,José/2.jpg,yes,1\nJosé/1.jpg,Zoë/1.jpg,no,2\n",
    "policy.yaml": "equivalence: [région]\n",
}
PHOTOGRAPHS = ("José/1.jpg", "José/2.jpg", "Zoë/1.jpg", "Éva/1.jpg")


def written(folder, form_of):
    """The set with each file, and the names on the disk, in a canonical form."""
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(unicodedata.normalize(form_of(name), text), encoding="utf-8")
    for name in PHOTOGRAPHS:
        path = folder / unicodedata.normalize(form_of("disk"), name)
        path.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(path), np.zeros((8, 8, 3), np.uint8))
    return folder


def searched(folder, by):
    tried = read_search_set(SearchFiles(folder))
    question = SearchQuestion(
        0.4, grouping=Grouping(attributes(by), (), True), policy=read_policy(folder / "policy.yaml")
    )
    stated = search(search_scores(tried, folder / "lists.csv"), question).to_json()
    stated.pop("sets")
    stated.pop("scores")
    return json.dumps(stated)


@pytest.mark.parametrize("odd", ["disk", *TABLES])
@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_one_file_in_another_form_changes_nothing(tmp_path, odd, form):
    other = "NFC" if form == "NFD" else "NFD"
    plain = written(tmp_path / "plain", lambda name: "NFC")
    mixed = written(tmp_path / "mixed", lambda name: form if name == odd else other)
    assert searched(mixed, unicodedata.normalize(form, "région")) == searched(plain, "région")
    images = read_images(mixed)
    assert all(image.path.is_file() for image in images.images)
    assert all(pair.first.is_file() and pair.second.is_file() for pair in read_pairs(mixed / "pairs.csv", mixed))
    assert read_verify_set(VerifyFiles(mixed)).sides == read_verify_set(VerifyFiles(plain)).sides


def test_a_folder_per_subject_in_either_form(tmp_path):
    for form in ("NFC", "NFD"):
        folder = written(tmp_path / form, lambda name, form=form: form)
        (folder / "images.csv").unlink()
        found = read_images(folder)
        assert {image.image_id for image in found.images} == set(PHOTOGRAPHS)
        assert {image.subject_id for image in found.images} <= found.subjects.by_id.keys()


def test_subjects_that_look_like_those_of_the_images_are_told(tmp_path):
    folder = written(tmp_path / "set", lambda name: "NFC")
    (folder / "subjects.csv").write_text("subject_id,région\njosé,Île\n", encoding="utf-8")
    notes = read_search_set(SearchFiles(folder)).notes
    assert "'José' and 'josé' are taken for two: they differ in case only" in notes
    assert "'José' and 'josé' are taken for two: they differ in case only" in read_verify_set(VerifyFiles(folder)).notes


@pytest.mark.parametrize(("column", "row"), [("person_id", "pé,1,josé,0.8,ré"), ("probe_id", "PÉ,1,José,0.8,ré")])
def test_lists_that_name_a_person_or_a_probe_almost_say_so(tmp_path, column, row):
    folder = written(tmp_path / "set", lambda name: "NFC")
    (folder / "lists.csv").write_text(f"probe_id,rank,person_id,score,entry_id\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"column {column}: .*; there is '.*' \(they differ in case only\)"):
        search_scores(read_search_set(SearchFiles(folder)), folder / "lists.csv")
