"""Racial Faces in the Wild: four subsets, each with a folder per person and ten folds of pairs.

Layout of the test archive (Wang et al., ICCV 2019, data set page): ``data/African/m.0xnkj/m.0xnkj_0002.jpg`` and
``txts/African/African_pairs.txt``, which is LFW's format without its first line: 300 mated and 300 non-mated pairs a
fold. The subset is the label; the authors had it from nationality and from a classifier, hence `label_source` model.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lfr_eval.core.errors import TableError
from lfr_eval.datasets.images import images_in
from lfr_eval.datasets.importers.manifests import Cells, Manifests, pair_cells
from lfr_eval.datasets.pairs import Pair, lfw_pair
from lfr_eval.datasets.texts import read_text

SUBSETS = ("African", "Asian", "Caucasian", "Indian")
PAIRS_PER_FOLD = 600


def read_rfw(root: Path) -> Manifests:
    """Read the folder that holds data and txts."""
    images: list[Cells] = []
    subjects: dict[str, Cells] = {}
    pairs: list[Cells] = []
    for subset in SUBSETS:
        folder, listed = root / "data" / subset, root / "txts" / subset / f"{subset}_pairs.txt"
        for image in images_in(folder)[0] if folder.is_dir() else ():
            subject = f"{subset}/{image.subject_id}"
            place = image.path.relative_to(root).as_posix()
            images.append({"image_id": f"{subset}/{image.path.stem}", "subject_id": subject, "path": place})
            subjects[subject] = {"subject_id": subject, "ethnicity": subset, "label_source": "model"}
        pairs += [pair_cells(pair, root) for pair in _pairs(listed, folder)] if listed.is_file() else []
    return Manifests({"images.csv": images, "subjects.csv": list(subjects.values()), "pairs.csv": pairs})


def _pairs(path: Path, folder: Path) -> Iterator[Pair]:
    for index, line in enumerate(read_text(path).splitlines()):
        pair = lfw_pair(line, folder, index // PAIRS_PER_FOLD + 1)
        if pair is None:
            expected = "name, number, number or name, number, another name, number, separated by tabs"
            raise TableError(path, line=index + 1, expected=expected, found=repr(line))
        yield pair
