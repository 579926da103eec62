"""Labeled Faces in the Wild: a folder per person, ``Name/Name_0001.jpg``, and pairs.txt (View 2).

Layout: Huang, Ramesh, Berg, Learned-Miller, UMass Amherst Technical Report 07-49, 2007, and its README.
"""

from __future__ import annotations

from pathlib import Path

from lfr_eval.core.errors import InputError
from lfr_eval.datasets.images import images_in, unpacked
from lfr_eval.datasets.importers.manifests import Manifests, pair_cells
from lfr_eval.datasets.pairs import read_pairs


def read_lfw(root: Path) -> Manifests:
    """Read the folder that holds pairs.txt and the folders of people, or the one folder in which these lie.

    scikit-learn's ``lfw_home`` is one, with a cache beside the folder of people.

    Raises:
        InputError: There is no photograph of anybody, or there are several folders of people.
    """
    people = unpacked(root)
    images, skipped = images_in(people)
    if not images:
        raise InputError(f"{root}: expected folders of people with their photographs, found none")
    pairs = read_pairs(root / "pairs.txt", people) if (root / "pairs.txt").is_file() else ()
    rows = [
        {"image_id": image.path.stem, "subject_id": image.subject_id, "path": image.path.relative_to(root).as_posix()}
        for image in images
    ]
    return Manifests({"images.csv": rows, "pairs.csv": [pair_cells(pair, root) for pair in pairs]}, skipped)
