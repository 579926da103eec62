"""Which photographs show whom, and what they are for: images.csv, or a folder per subject."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.names import of_file, renamed
from lfr_eval.core.photographs import may_be_photograph
from lfr_eval.core.places import find
from lfr_eval.core.roles import advice, parts_in
from lfr_eval.datasets.labels import Labels
from lfr_eval.datasets.subjects import Subjects, read_subjects
from lfr_eval.datasets.tables import Report, Row, read_table, stop

IMAGES_CSV, SUBJECTS_CSV = "images.csv", "subjects.csv"
SHOWN = 5
"""Names of folders that a message gives at most."""
REQUIRED = ("image_id", "subject_id", "path")
OPTIONAL = ("role", "capture_date", "split")


class Role(StrEnum):
    """What an image is used for in a search."""

    REFERENCE = "reference"
    PROBE = "probe"
    FILLER = "filler"


class Split(StrEnum):
    """Whether an image helps to choose the threshold or is scored at it."""

    CALIBRATION = "calibration"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """One photograph of one subject."""

    image_id: str
    subject_id: str
    path: Path
    role: Role | None = None
    """None where it is not said."""
    capture_date: date | None = None
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class ImageSet:
    """Photographs and the people in them."""

    path: Path
    """The images.csv or the folder of subjects."""
    images: tuple[LabelledImage, ...]
    subjects: Subjects | None
    """Who they are, where a subjects.csv stands beside the images."""
    skipped: Mapping[str, int]
    """Files of a folder that are no image of a subject, by reason."""
    notes: tuple[str, ...] = ()
    """What a user must know of names, a line each."""


def read_images(path: Path, labels: Labels | None = None, report: Report = stop) -> ImageSet:
    """Read an images.csv, a folder that holds one, or a folder per subject (subject = folder).

    A folder of subjects may lie inside another one that has no further folder, as published archives unpack. A
    subjects.csv in the same folder as images.csv, in the folder of subjects or in the one around it, is read too.

    Args:
        path: The file or folder.
        labels: The scheme for the values of subjects.csv.
        report: What to do with each problem.

    Raises:
        TableError: A table cannot be used, or `report` raised a problem.
        InputError: There are no images of subjects at `path`.
    """
    manifest = path / IMAGES_CSV if path.is_dir() else path
    if manifest.is_file():
        return _from_table(manifest, labels, report)
    if path.is_dir():
        return _from_folder(path, labels, report)
    raise InputError(f"{path}: expected an {IMAGES_CSV} or a folder per subject, found nothing of the kind")


def _from_table(path: Path, labels: Labels | None, report: Report) -> ImageSet:
    table = read_table(path, required=REQUIRED, optional=OPTIONAL, key="image_id", report=report)
    if not table.rows:
        report(TableError(path, expected="at least one row", found="none"))
    folder, first = os.path.realpath(path.parent), dict[str, int]()
    images = table.read(lambda row: _image(row, folder, first), report)
    subjects = _subjects_in([path.parent], labels, report)
    _refuse_shared_split(path, images, subjects, report)
    return ImageSet(path, tuple(images), subjects, {})


def _image(row: Row, folder: str, first: dict[str, int]) -> LabelledImage:
    name = row.need("path")
    path = find(row.path.parent, name)
    place = os.path.realpath(path)
    if not Path(place).is_relative_to(folder):
        row.refuse("path", expected=f"a path inside {row.path.parent}", found=repr(name))
    elif name and first.setdefault(place, row.line) != row.line:
        row.refuse("path", expected="an image that is listed once", found=f"{name!r}, also in line {first[place]}")
    return LabelledImage(
        image_id=row.need("image_id"),
        subject_id=row.need("subject_id"),
        path=path,
        role=row.choice("role", Role),
        capture_date=row.day("capture_date"),
        split=row.choice("split", Split),
    )


def _from_folder(path: Path, labels: Labels | None, report: Report) -> ImageSet:
    try:
        _refuse_parts(path)
        folder = unpacked(path)
        _refuse_parts(folder)
        images, skipped = images_in(folder)
    except OSError as error:
        raise InputError(f"{error.filename}: expected a folder that can be read, found {error.strerror}") from error
    if not images:
        raise InputError(f"{path}: expected a folder of images for each subject, found none")
    subjects = _subjects_in([folder, folder.parent], labels, report)
    notes = renamed(dict.fromkeys(image.path.parent.name for image in images))
    return ImageSet(path, tuple(images), subjects, skipped, tuple(notes))


def _refuse_parts(folder: Path) -> None:
    """Refuse folders of roles, cameras or sessions that would be taken for people."""
    parts = parts_in(folder, _is_image)
    if parts and (len(parts) > 1 or _holds_images(folder / parts[0])):
        raise InputError(
            f"{folder}: expected a folder per person, found folders that name parts of a data set "
            f"({', '.join(parts[:SHOWN])}); {advice(folder, parts)}"
        )


def unpacked(folder: Path) -> Path:
    """The folder of subjects: `folder`, or the one folder in it that is, as published archives unpack.

    A folder of subjects holds folders of images. Others beside it (caches, documents) do not matter.

    Raises:
        InputError: There are several.
    """
    inner = _folders_in(folder)
    if any(_holds_images(item) for item in inner):
        return folder
    found = [item for item in inner if any(_holds_images(further) for further in _folders_in(item))]
    if len(found) > 1:
        names = ", ".join(item.name for item in found)
        raise InputError(f"{folder}: expected one folder of subjects, found {len(found)}: {names}; give one of them")
    return found[0] if found else folder


def _folders_in(folder: Path) -> list[Path]:
    return [item for item in sorted(folder.iterdir()) if item.is_dir() and not item.name.startswith(".")]


def _holds_images(folder: Path) -> bool:
    return any(_is_image(item) for item in folder.iterdir())


def images_in(folder: Path) -> tuple[list[LabelledImage], dict[str, int]]:
    """The images of a folder per subject, and how many files were skipped, by reason."""
    images, skipped = [], Counter[str]()
    for item in sorted(folder.iterdir()):
        if item.name.startswith("."):
            skipped["hidden"] += 1
        elif not item.is_dir():
            skipped["not in a folder of a subject"] += 1
        else:
            for path in sorted(item.iterdir()):
                if _is_image(path):
                    subject = of_file(item.name)
                    images.append(LabelledImage(f"{subject}/{of_file(path.name)}", subject, path))
                else:
                    skipped[_why_skipped(path)] += 1
    return images, dict(skipped)


def _why_skipped(path: Path) -> str:
    if path.name.startswith("."):
        return "hidden"
    return "nested folder" if path.is_dir() else "not an image"


def _is_image(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file() and may_be_photograph(path)


def _subjects_in(places: Sequence[Path], labels: Labels | None, report: Report) -> Subjects | None:
    """The subjects.csv in the first of these folders that holds one."""
    found = next((place / SUBJECTS_CSV for place in places if (place / SUBJECTS_CSV).is_file()), None)
    return None if found is None else read_subjects(found, labels, report)


def _refuse_shared_split(
    path: Path, images: Sequence[LabelledImage], subjects: Subjects | None, report: Report
) -> None:
    """Nobody may help to choose a threshold and be scored at it, nor may a relative (METHODOLOGY 2.4)."""
    family = subjects.families() if subjects else {}
    first: dict[str, LabelledImage] = {}
    for image in images:
        if image.split is None:
            continue
        other = first.setdefault(family.get(image.subject_id, image.subject_id), image)
        if other.split is not image.split:
            found = f"{other.image_id!r} in {other.split} and {image.image_id!r} in {image.split}"
            report(TableError(path, column="split", expected="a subject and relatives in one split", found=found))
