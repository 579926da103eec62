"""Which photographs are verified, in which pairs, and who is in them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from lfr_eval.core.errors import InputError
from lfr_eval.core.given import file_digest
from lfr_eval.core.names import alike
from lfr_eval.datasets.check import LABELS_YAML
from lfr_eval.datasets.images import LabelledImage, read_images, unpacked
from lfr_eval.datasets.labels import read_labels
from lfr_eval.datasets.pairs import Pair, read_pairs
from lfr_eval.datasets.subjects import Subjects, pool_subjects, read_subjects

PAIR_FILES = ("pairs.txt", "pairs.csv")
"""Found by themselves in the folder, in this order."""


@dataclass(frozen=True, slots=True)
class VerifyFiles:
    """What a user gives."""

    folder: Path
    """A folder with images.csv, or with a folder per subject (also one folder further down)."""
    pairs: Path | None = None
    """None = the pairs.txt or pairs.csv in the folder."""
    subjects: tuple[Path, ...] = ()
    """subjects.csv files beside the one that stands next to the images."""
    labels: Path | None = None
    """labels.yaml; None = the one in the folder, if any."""
    allow_mixed: bool = False
    """Whether labels of different sources may be pooled."""


@dataclass(frozen=True, slots=True)
class VerifySet:
    """What is compared."""

    folder: Path
    images: tuple[LabelledImage, ...]
    """All photographs of the set."""
    subjects: Subjects
    skipped: Mapping[str, int]
    """Files that are no photograph of a subject, by reason."""
    pairs: tuple[Pair, ...]
    """Empty where there is no file of pairs."""
    sides: tuple[tuple[int, int], ...]
    """Index in `images` of both photographs of each pair."""
    pairs_sha256: str | None
    notes: tuple[str, ...] = ()
    """What a user must know of names, a line each."""

    def of_pairs(self) -> Self:
        """The same pairs, with only the photographs that they are made of."""
        used = sorted({image for ends in self.sides for image in ends})
        place = {image: index for index, image in enumerate(used)}
        return replace(
            self,
            images=tuple(self.images[image] for image in used),
            sides=tuple((place[one], place[other]) for one, other in self.sides),
        )

    def name_of(self, image: int) -> str:
        """The path of a photograph as seen from the folder."""
        return Path(os.path.relpath(self.images[image].path, self.folder)).as_posix()


def read_verify_set(files: VerifyFiles) -> VerifySet:
    """Read photographs, people and pairs, and hold them against each other.

    Raises:
        TableError: A table cannot be used.
        InputError: The folder holds no set of photographs, or pairs name photographs that are not in it or contradict
            who is in them.
    """
    beside = files.folder / LABELS_YAML
    scheme = files.labels or (beside if beside.is_file() else None)
    labels = read_labels(scheme) if scheme else None
    found = read_images(files.folder, labels)
    further = [read_subjects(path, labels) for path in files.subjects]
    people = pool_subjects([*([found.subjects] if found.subjects else []), *further], allow_mixed=files.allow_mixed)
    path = files.pairs or next((files.folder / name for name in PAIR_FILES if (files.folder / name).is_file()), None)
    pairs: tuple[Pair, ...] = ()
    if path is not None:
        in_table = path.suffix.lower() == ".csv"
        pairs = read_pairs(path, files.folder if in_table else unpacked(files.folder))
    return VerifySet(
        folder=files.folder,
        images=found.images,
        subjects=people,
        skipped=found.skipped,
        pairs=pairs,
        sides=_sides(pairs, found.images, path),
        pairs_sha256=file_digest(path) if path else None,
        notes=(*found.notes, *alike([*(image.subject_id for image in found.images), *people.by_id])),
    )


def _sides(pairs: Sequence[Pair], images: Sequence[LabelledImage], path: Path | None) -> tuple[tuple[int, int], ...]:
    place = {os.path.realpath(image.path): index for index, image in enumerate(images)}
    ends = [(place.get(os.path.realpath(pair.first)), place.get(os.path.realpath(pair.second))) for pair in pairs]
    sides, missing = [], set[Path]()
    for pair, (one, other) in zip(pairs, ends, strict=True):
        if one is None or other is None:
            missing |= {end for end, at in ((pair.first, one), (pair.second, other)) if at is None}
            continue
        if (images[one].subject_id == images[other].subject_id) != pair.mated:
            said = "mated" if pair.mated else "non-mated"
            people = f"{images[one].subject_id!r} and {images[other].subject_id!r}"
            raise InputError(
                f"{path}: {pair.first.name} and {pair.second.name} are said to be {said}, yet show {people}"
            )
        sides.append((one, other))
    if missing:
        found = f"{len(missing)} that are not in it, the first {min(missing)}"
        raise InputError(f"{path}: expected photographs of the set, found {found}")
    return tuple(sides)
