"""Face Research Lab London Set: studio photographs with self-reported sex, ethnicity and age.

Layout (figshare 10.6084/m9.figshare.5047666): london_faces_info.csv with `face_id` (X001), `face_age`, `face_sex` or
`face_gender`, `face_eth`; folders neutral_front (001_03.jpg) and smiling_front (001_08.jpg), here reference and probe.
"""

from __future__ import annotations

from pathlib import Path

from lfr_eval.core.errors import TableError
from lfr_eval.datasets.importers.manifests import Cells, Manifests
from lfr_eval.datasets.tables import NUMBER, Row, read_table, stop

ROLES = {"neutral_front": "reference", "smiling_front": "probe"}
SEX = {"female": "F", "male": "M"}


def read_london(root: Path) -> Manifests:
    """Read the folder that holds london_faces_info.csv and the folders of photographs."""
    table = read_table(root / "london_faces_info.csv", required=("face_id", "face_age", "face_eth"), further=True)
    named = next((name for name in ("face_sex", "face_gender") if name in table.columns), None)
    if named is None:
        found = ", ".join(table.columns)
        raise TableError(table.path, line=1, expected="a column face_sex or face_gender", found=found)
    images = [
        {
            "image_id": path.stem,
            "subject_id": path.stem.split("_")[0],
            "path": path.relative_to(root).as_posix(),
            "role": role,
        }
        for folder, role in ROLES.items()
        for path in sorted((root / folder).glob("[0-9]*.jpg"))
    ]
    return Manifests({"images.csv": images, "subjects.csv": table.read(lambda row: _subject(row, named), stop)})


def _subject(row: Row, sex_column: str) -> Cells:
    age = row.text("face_age") or ""
    return {
        "subject_id": row.need("face_id").removeprefix("X").zfill(3),
        "sex": SEX.get(row.text(sex_column) or "", ""),
        "ethnicity": row.text("face_eth") or "",
        "age": age if NUMBER.fullmatch(age) else "",
        "label_source": "self",
    }
