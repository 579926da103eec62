"""UTKFace: the labels stand in the file names; each image is taken for a person of its own.

Layout (Zhang, Song, Qi, CVPR 2017, data set page): ``[age]_[gender]_[race]_[date&time].jpg``, cropped ones with
``.chip.jpg`` besides; gender 0 male, 1 female; race 0 White, 1 Black, 2 Asian, 3 Indian, 4 others.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lfr_eval.datasets.importers.manifests import Cells, Manifests

NAME = re.compile(r"(?P<stem>(?P<age>\d{1,3})_(?P<sex>[01])_(?P<ethnicity>[0-4])_\d+)(\.jpg\.chip)?\.jpg", re.ASCII)
SEX = ("M", "F")
ETHNICITY = ("White", "Black", "Asian", "Indian", "Other")


def read_utkface(root: Path) -> Manifests:
    """Read the folder in which, or in whose sub-folders, the images lie; misnamed ones are skipped and counted."""
    images: list[Cells] = []
    subjects: dict[str, Cells] = {}
    skipped: Counter[str] = Counter()
    for path in sorted(root.rglob("*.jpg")):
        found = NAME.fullmatch(path.name)
        subject = f"utk-{found['stem']}" if found else ""
        if found is None or subject in subjects:
            skipped["name used before" if found else "name without the four parts"] += 1
            continue
        place = path.relative_to(root).as_posix()
        images.append({"image_id": subject, "subject_id": subject, "path": place, "role": "probe"})
        subjects[subject] = {
            "subject_id": subject,
            "sex": SEX[int(found["sex"])],
            "ethnicity": ETHNICITY[int(found["ethnicity"])],
            "age": int(found["age"]),
            "label_source": "annotator",
        }
    return Manifests({"images.csv": images, "subjects.csv": list(subjects.values())}, dict(skipped))
