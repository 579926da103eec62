"""Who is on the list and who is searched: labelled photographs put to their use in an open-set search."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lfr_eval.core.errors import InputError
from lfr_eval.core.given import SETTINGS_BYTES, read_file
from lfr_eval.core.names import alike
from lfr_eval.datasets.check import LABELS_YAML
from lfr_eval.datasets.images import ImageSet, LabelledImage, Role, read_images
from lfr_eval.datasets.labels import Labels, read_labels
from lfr_eval.datasets.subjects import Subjects, pool_subjects, read_subjects


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """What a user gives."""

    images: Path
    """images.csv, a folder that holds one, or a folder per subject."""
    probes: tuple[Path, ...] = ()
    """Further sets, every image of which is searched, whatever its role."""
    filler: tuple[Path, ...] = ()
    """Further sets, every image of which is a reference, whatever its role."""
    subjects: tuple[Path, ...] = ()
    """subjects.csv files beside those that stand next to the images."""
    labels: Path | None = None
    """labels.yaml; None = the one that stands beside a set, if any."""


@dataclass(frozen=True, slots=True)
class SearchSet:
    """The list, the searches and the people in them."""

    references: tuple[LabelledImage, ...]
    probes: tuple[LabelledImage, ...]
    subjects: Subjects
    """Of all sets; their label sources may differ."""
    names: Mapping[str, tuple[str, ...]]
    """What the sets are called, by what they are for."""
    unused: Mapping[str, int]
    """Images and files that are neither on the list nor searched, by reason."""
    notes: tuple[str, ...]

    @property
    def persons(self) -> frozenset[str]:
        """The list as submitted: whose searches are mated."""
        return frozenset(image.subject_id for image in self.references)

    def digest(self) -> str:
        """sha256 of who is on the list and who is searched, of splits and of labels: all but the pixels."""
        uses = [
            [[image.image_id, image.subject_id, image.split, str(image.capture_date or "")] for image in images]
            for images in (self.references, self.probes)
        ]
        people = [
            [name, sorted(subject.groups().items()), subject.label_source, sorted(subject.kin_of)]
            for name, subject in sorted(self.subjects.by_id.items())
        ]
        return hashlib.sha256(json.dumps([uses, people]).encode()).hexdigest()


def read_search_set(files: SearchFiles) -> SearchSet:
    """Read the sets and decide what each image is for.

    In the main set the roles decide: references and fillers make the list, probes are searched, and images without a
    role beside others that have one are not used. Where no image has a role, the first image (by capture date, then
    id) of each subject with two or more is their reference and the others are probes; a subject with a single image
    is a non-mated probe. Where no subject has a second image and probes come from further sets, the whole main set is
    the list.

    Raises:
        TableError: A table cannot be used.
        InputError: Nobody is on the list or nobody is searched; an image or a subject stands in two sets; two sets
            bring different labels.
    """
    labels = _labels(files)
    main, probes, filler = (
        [read_images(path, labels) for path in paths] for paths in ((files.images,), files.probes, files.filler)
    )
    sets = [*main, *probes, *filler]
    _refuse_repeats(sets)
    on_list, searched, unused = _assigned(main[0].images, bool(probes))
    on_list += [image for one in filler for image in one.images]
    searched += [image for one in probes for image in one.images]
    if not on_list or not searched:
        missing = "an image with the role reference" if not on_list else "an image to search"
        raise InputError(f"{files.images}: expected {missing} and found none; a subject needs two images, or roles")
    further = [read_subjects(path, labels) for path in files.subjects]
    subjects = pool_subjects([*(one.subjects for one in sets if one.subjects), *further], allow_mixed=True)
    skipped = sum((Counter(one.skipped) for one in sets), Counter())
    notes = [*_role_notes(probes, {Role.PROBE}), *_role_notes(filler, {Role.REFERENCE, Role.FILLER})]
    notes += [*_shared_subjects(sets), *(note for one in sets for note in one.notes)]
    notes += alike([*(image.subject_id for one in sets for image in one.images), *subjects.by_id])
    names = {
        use: tuple(_name(path) for path in paths)
        for use, paths in (("images", (files.images,)), ("probes", files.probes), ("filler", files.filler))
    }
    return SearchSet(tuple(on_list), tuple(searched), subjects, names, dict(unused + skipped), tuple(notes))


def _assigned(
    images: Sequence[LabelledImage], others_are_searched: bool
) -> tuple[list[LabelledImage], list[LabelledImage], Counter[str]]:
    """References, probes and how many are neither."""
    if any(image.role for image in images):
        on_list = [image for image in images if image.role in (Role.REFERENCE, Role.FILLER)]
        searched = [image for image in images if image.role is Role.PROBE]
        return on_list, searched, +Counter({"no role": len(images) - len(on_list) - len(searched)})
    of_subject = defaultdict(list)
    for image in sorted(images, key=lambda image: (image.capture_date or date.max, image.image_id)):
        of_subject[image.subject_id].append(image)
    if others_are_searched and all(len(theirs) == 1 for theirs in of_subject.values()):
        return list(images), [], Counter()
    on_list = [theirs[0] for theirs in of_subject.values() if len(theirs) > 1]
    searched = [image for theirs in of_subject.values() for image in (theirs[1:] or theirs)]
    return on_list, searched, Counter()


def _labels(files: SearchFiles) -> Labels | None:
    if files.labels:
        return read_labels(files.labels)
    folders = (path if path.is_dir() else path.parent for path in (files.images, *files.probes, *files.filler))
    beside = {read_file(path, SETTINGS_BYTES): path for folder in folders if (path := folder / LABELS_YAML).is_file()}
    if len(beside) > 1:
        names = ", ".join(str(path) for path in beside.values())
        raise InputError(f"{names}: expected one scheme for all sets, found {len(beside)}; give it with --labels")
    return read_labels(next(iter(beside.values()))) if beside else None


def _name(path: Path) -> str:
    """The folder of a set, whatever its table is called."""
    return Path(os.path.realpath(path if path.is_dir() else path.parent)).name


def _refuse_repeats(sets: Iterable[ImageSet]) -> None:
    first: dict[str, Path] = {}
    for one in sets:
        for image in one.images:
            if first.setdefault(image.image_id, one.path) is not one.path:
                raise InputError(
                    f"image {image.image_id!r} stands in both {first[image.image_id]} and {one.path}; "
                    "leave out one of them"
                )


def _role_notes(further: Iterable[ImageSet], expected: Set[Role]) -> list[str]:
    other = [one.path for one in further if any(image.role not in (None, *expected) for image in one.images)]
    return [f"the roles in {path} are set aside: its option decides what all of its images are for" for path in other]


def _shared_subjects(sets: Sequence[ImageSet]) -> list[str]:
    held = Counter(name for one in sets for name in {image.subject_id for image in one.images})
    shared = sum(n > 1 for n in held.values())
    return [f"{shared} subject ids stand in more than one set and are taken for the same people"] if shared else []
