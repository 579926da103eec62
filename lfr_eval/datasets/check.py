"""Everything that is wrong with a data set, at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from lfr_eval.core.errors import InputError
from lfr_eval.core.names import alike
from lfr_eval.core.places import why_not
from lfr_eval.core.progress import Progress, silent
from lfr_eval.datasets.images import IMAGES_CSV, SUBJECTS_CSV, LabelledImage, read_images
from lfr_eval.datasets.labels import Labels, read_labels
from lfr_eval.datasets.pairs import read_pairs
from lfr_eval.datasets.passes import read_boxes, read_passes
from lfr_eval.datasets.subjects import Subjects, label_passes, read_subjects

P = ParamSpec("P")
T = TypeVar("T")
PASSES_CSV, BOXES_CSV, PAIRS_CSV, LABELS_YAML = "passes.csv", "boxes.csv", "pairs.csv", "labels.yaml"


def check(path: Path, read_image: Callable[[Path], object], progress: Progress = silent) -> list[InputError]:
    """Find every problem of a data set: its tables, what they say of each other, and its images.

    Args:
        path: A folder with images.csv or a folder per subject, subjects.csv, labels.yaml, pairs.csv, passes.csv and
            boxes.csv, as far as they are there (images may be missing beside passes.csv); or an images.csv.
        read_image: Reads an image, or raises an `InputError` that says why it cannot.
        progress: Told after each image.

    Returns:
        The problems, in the order in which they were met; none if the data set can be used.
    """
    problems: list[InputError] = []
    images = _check_tables(path, problems)
    for number, image in enumerate(images, start=1):
        _attempt(problems, _read, image.path, read_image)
        progress(number, len(images), image.image_id)
    return problems


def _read(path: Path, read_image: Callable[[Path], object]) -> None:
    if not path.exists() and (hint := why_not(path.parent, path.name)):
        raise InputError(f"{path}: no such file{hint}")
    read_image(path)


def _check_tables(path: Path, problems: list[InputError]) -> tuple[LabelledImage, ...]:
    """Read every table, and return the images that they list."""
    folder, report = path if path.is_dir() else path.parent, problems.append
    has_passes = path.is_dir() and (folder / PASSES_CSV).is_file()
    labels = _attempt(problems, read_labels, folder / LABELS_YAML) if (folder / LABELS_YAML).is_file() else None
    images, subjects = None, None
    if not has_passes or (folder / IMAGES_CSV).is_file():
        images = _attempt(problems, read_images, path, labels, report)
        subjects = images.subjects if images else None
        shown = [image.subject_id for image in images.images] if images else []
        problems.extend(
            InputError(f"{path}: {line}") for line in alike([*shown, *(subjects.by_id if subjects else ())])
        )
    elif (folder / SUBJECTS_CSV).is_file():
        subjects = _attempt(problems, read_subjects, folder / SUBJECTS_CSV, labels, report)
    if (folder / PAIRS_CSV).is_file():
        _attempt(problems, read_pairs, folder / PAIRS_CSV, folder, report)
    if has_passes:
        _check_passes(folder, subjects or Subjects({}, labels=labels or Labels()), problems)
    return images.images if images else ()


def _check_passes(folder: Path, subjects: Subjects, problems: list[InputError]) -> None:
    report = problems.append
    passes = _attempt(problems, read_passes, folder / PASSES_CSV, None, None, report)
    if passes is None:
        return
    problems.extend(InputError(f"{folder / PASSES_CSV}: {line}") for line in passes.notes)
    _attempt(problems, label_passes, passes, subjects, None, report)
    if (folder / BOXES_CSV).is_file():
        _attempt(problems, read_boxes, folder / BOXES_CSV, passes, report)


def _attempt(problems: list[InputError], read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Note a problem that ends the reading of one thing, so that the next is looked at too."""
    try:
        return read(*args, **kwargs)
    except InputError as problem:
        problems.append(problem)
        return None
