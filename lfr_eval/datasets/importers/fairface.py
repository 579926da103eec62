"""FairFace: label tables beside folders train and val; each image is taken for a person of its own.

Layout (Kärkkäinen and Joo, WACV 2021, data set page): fairface_label_train.csv and fairface_label_val.csv with the
columns `file` (train/1.jpg), `age` (a range), `gender` (Male, Female), `race`, `service_test`.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from lfr_eval.core.errors import InputError
from lfr_eval.datasets.importers.manifests import Cells, Manifests
from lfr_eval.datasets.tables import Row, read_table, stop

TABLES = ("fairface_label_train.csv", "fairface_label_val.csv")
SEX = {"Female": "F", "Male": "M"}


def read_fairface(root: Path) -> Manifests:
    """Read the folder that holds the label tables; ages are ranges, so they stand in a column `age_range`."""
    present = [root / name for name in TABLES if (root / name).is_file()]
    if not present:
        raise InputError(f"{root}: expected {' or '.join(TABLES)}, found neither")
    images: list[Cells] = []
    subjects: list[Cells] = []
    for path in present:
        table = read_table(path, required=("file", "age", "gender", "race"), further=True, key="file")
        for image, subject in table.read(_row, stop):
            images.append(image)
            subjects.append(subject)
    return Manifests({"images.csv": images, "subjects.csv": subjects})


def _row(row: Row) -> tuple[Cells, Cells]:
    file = row.need("file")
    name = str(PurePosixPath(file).with_suffix("")) if file else ""
    image: Cells = {"image_id": name, "subject_id": name, "path": file, "role": "probe"}
    subject: Cells = {
        "subject_id": name,
        "sex": SEX.get(row.text("gender") or "", ""),
        "ethnicity": row.text("race") or "",
        "age_range": row.text("age") or "",
        "label_source": "annotator",
    }
    return image, subject
