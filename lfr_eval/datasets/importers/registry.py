"""Every published layout that can be imported, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lfr_eval.core.errors import InputError
from lfr_eval.datasets.importers.bfw import read_bfw
from lfr_eval.datasets.importers.chokepoint import read_chokepoint
from lfr_eval.datasets.importers.fairface import read_fairface
from lfr_eval.datasets.importers.lfw import read_lfw
from lfr_eval.datasets.importers.london import read_london
from lfr_eval.datasets.importers.manifests import Manifests
from lfr_eval.datasets.importers.rfw import read_rfw
from lfr_eval.datasets.importers.utkface import read_utkface


@dataclass(frozen=True, slots=True)
class Importer:
    """How to read one published layout."""

    read: Callable[[Path], Manifests]
    title: str
    labels: str
    """What is known of the people, and who says so."""


IMPORTERS: dict[str, Importer] = {
    "bfw": Importer(read_bfw, "Balanced Faces in the Wild", "sex, ethnicity (annotator); pairs in 5 folds"),
    "chokepoint": Importer(read_chokepoint, "ChokePoint", "passes and boxes in video; identity only"),
    "fairface": Importer(read_fairface, "FairFace", "sex, ethnicity, age range (annotator)"),
    "lfw": Importer(read_lfw, "Labeled Faces in the Wild", "identity only; pairs in 10 folds"),
    "london": Importer(read_london, "Face Research Lab London Set", "sex, ethnicity, age (self)"),
    "rfw": Importer(read_rfw, "Racial Faces in the Wild", "ethnicity (model); pairs in 10 folds"),
    "utkface": Importer(read_utkface, "UTKFace", "sex, ethnicity, age (annotator)"),
}


def read_published(layout: str, root: Path) -> Manifests:
    """Read a published data set that was unpacked at `root`.

    Raises:
        InputError: The layout is unknown, or `root` does not hold it.
    """
    if layout not in IMPORTERS:
        raise InputError(f"layout {layout!r}: expected one of {', '.join(IMPORTERS)}")
    if not root.is_dir():
        raise InputError(f"{root}: expected the folder of an unpacked data set, found none")
    return IMPORTERS[layout].read(root)
