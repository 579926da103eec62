"""A path finds the file that it means, and never another."""

import os
import unicodedata

import pytest

from lfr_eval.core.places import find, why_not

NFD, NFC = (unicodedata.normalize(form, "José") for form in ("NFD", "NFC"))


def touch(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


@pytest.mark.parametrize(
    ("there", "name", "found"),
    [
        # As it is written, whatever else is there
        (["a.jpg"], "a.jpg", "a.jpg"),
        (["a\\b.jpg", "a/b.jpg"], "a\\b.jpg", "a\\b.jpg"),
        # Backslashes as Windows means them
        (["a/b.jpg"], "a\\b.jpg", "a/b.jpg"),
        (["a.jpg"], ".\\a.jpg", "a.jpg"),
        # In the other canonical form, in any part of the path
        ([f"{NFD}/{NFD}.jpg"], f"{NFC}/{NFC}.jpg", f"{NFD}/{NFD}.jpg"),
        ([f"{NFC}/1.jpg"], f"{NFD}\\1.jpg", f"{NFC}/1.jpg"),
        # Not there: the path stays as it is written
        (["a.jpg"], "A.jpg", "A.jpg"),
        ([], "a/b.jpg", "a/b.jpg"),
    ],
)
def test_find(tmp_path, there, name, found):
    touch(tmp_path, *there)
    assert find(tmp_path, name) == tmp_path / found


def test_a_file_that_comes_later_is_found(tmp_path):
    assert find(tmp_path, f"{NFC}.jpg") == tmp_path / f"{NFC}.jpg"
    touch(tmp_path, f"{NFD}.jpg")
    os.utime(tmp_path, ns=(0, 0))
    assert find(tmp_path, f"{NFC}.jpg") == tmp_path / f"{NFD}.jpg"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("A.jpg", " (there is one whose name looks alike: they differ in case only)"),
        ("sub\\a.JPG", ""),
        ("C:\\faces\\a.jpg", " (it begins with a drive of Windows)"),
        ("b.jpg", ""),
    ],
)
def test_why_nothing_was_found(tmp_path, name, said):
    touch(tmp_path, "a.jpg")
    assert why_not(tmp_path, name) == said
