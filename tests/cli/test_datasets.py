"""Data sets from the command line."""

import json
from pathlib import Path

import cv2
import numpy as np
from command import refusal, spawn


def photographs(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True)
    for name in names:
        cv2.imwrite(str(folder / name), np.full((200, 200, 3), 128, np.uint8))


def test_a_published_layout_is_imported_and_found_sound(tmp_path: Path):
    # UTKFace: age_sex_ethnicity_date in the file name
    photographs(tmp_path / "faces", "26_0_1_20170104023102422.jpg", "40_1_0_20170104023102423.jpg", "notes_1.jpg")
    done = json.loads(spawn(tmp_path, "datasets", "import", "utkface", "faces", "--json").out)
    assert done["rows"] == {"images.csv": 2, "subjects.csv": 2}
    assert sum(done["skipped"].values()) == 1
    assert spawn(tmp_path, "datasets", "check", "faces").code == 0


def test_every_problem_is_listed_at_once(tmp_path: Path):
    photographs(tmp_path / "set", "a.png")
    (tmp_path / "set" / "broken.png").write_bytes(b"nothing")
    (tmp_path / "set" / "images.csv").write_text(
        "image_id,subject_id,path,role\n1,s,a.png,reference\n2,s,broken.png,probe\n3,s,missing.png,probe\n4,s,a.png,king\n"
    )
    said = spawn(tmp_path, "datasets", "check", "set", "--json")
    problems = json.loads(said.out)["problems"]
    assert said.code == 1
    assert all(any(word in line for line in problems) for word in ("broken.png", "missing.png", "'king'"))


def test_forgetting_without_a_cache_is_no_error(tmp_path: Path):
    assert json.loads(spawn(tmp_path, "datasets", "forget", "--json").out) == {"deleted": 0}


def test_only_lfw_can_be_pulled(tmp_path: Path):
    assert "cannot be pulled, only lfw" in refusal(spawn(tmp_path, "datasets", "pull", "rfw"))
