"""Balanced Faces in the Wild: eight subgroups by sex and ethnicity, and a table of pairs in five folds.

Layout (Robinson et al., CVPR workshops 2020, data README of the project): a table ``bfw-…-datatable.csv`` with `fold`,
`p1`, `p2` (asian_females/n000009/0010_01.jpg) and `label` (1 mated, 0 non-mated) among its columns, and the folders
that it names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path, PurePosixPath

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.given import open_file
from lfr_eval.core.kinds import ENOUGH_BYTES
from lfr_eval.core.names import canonical
from lfr_eval.datasets.importers.manifests import Cells, Manifests
from lfr_eval.datasets.texts import refuse_other

SHAPE = {
    "fold": re.compile("[1-9][0-9]*", re.ASCII),
    "p1": re.compile("(asian|black|indian|white)_(females|males)/[^/]+/[^/]+"),
    "p2": re.compile("(asian|black|indian|white)_(females|males)/[^/]+/[^/]+"),
    "label": re.compile("[01]"),
}
SEX = {"females": "F", "males": "M"}
MATED = {"1": "yes", "0": "no"}


def read_bfw(root: Path) -> Manifests:
    """Read the folder that holds the table, and the subgroups or a folder of them."""
    path = next(iter(sorted(root.glob("bfw*datatable.csv"))), None)
    if path is None:
        raise InputError(f"{root}: expected a table bfw-…-datatable.csv, found none")
    females = next((found for depth in ("", "*/") for found in sorted(root.glob(f"{depth}*_females"))), None)
    if females is None:
        raise InputError(f"{root}: expected folders of subgroups such as asian_females, found none")
    inner = females.parent.relative_to(root)
    pairs: list[Cells] = []
    names: set[str] = set()
    for fold, first, second, label in _rows(path):
        names |= {first, second}
        a, b = (inner / first).as_posix(), (inner / second).as_posix()
        pairs.append({"path_a": a, "path_b": b, "mated": MATED[label], "fold": fold})
    images: list[Cells] = [
        {"image_id": name, "subject_id": _person(name), "path": (inner / name).as_posix()} for name in sorted(names)
    ]
    subjects = [_subject(person) for person in sorted({_person(name) for name in names})]
    return Manifests({"images.csv": images, "subjects.csv": subjects, "pairs.csv": pairs})


def _person(name: str) -> str:
    return PurePosixPath(name).parent.as_posix()


def _subject(person: str) -> Cells:
    ethnicity, _, sex = person.split("/")[0].partition("_")
    return {"subject_id": person, "sex": SEX[sex], "ethnicity": ethnicity, "label_source": "annotator"}


def _rows(path: Path) -> Iterator[list[str]]:
    """The four columns, one row at a time: the table has close to a million."""
    try:
        with open_file(path) as raw:
            refuse_other(path, raw.read(ENOUGH_BYTES))
            raw.seek(0)
            rows = csv.DictReader(TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
            for line, row in enumerate(rows, start=2):
                for column, shape in SHAPE.items():
                    if not shape.fullmatch(row.get(column) or ""):
                        expected = f"{column} as the published table has it"
                        raise TableError(path, line=line, column=column, expected=expected, found=repr(row.get(column)))
                yield [canonical(row[column]) for column in SHAPE]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(path, expected="a table that can be read", found=str(error)) from error
