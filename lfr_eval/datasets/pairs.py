"""Which pairs of photographs are compared 1:1: LFW's files of pairs (Views 1 and 2) or a pairs CSV."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lfr_eval.core.errors import TableError
from lfr_eval.core.places import find
from lfr_eval.datasets.tables import Report, Row, read_table, stop
from lfr_eval.datasets.texts import read_text

COLUMNS = ("path_a", "path_b", "mated", "fold")
WHOLE = re.compile(r"[0-9]+", re.ASCII)


class Answer(StrEnum):
    """Whether both images show one person."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photographs to be compared."""

    first: Path
    second: Path
    mated: bool
    """Whether both show one person."""
    fold: int
    """1-based; a threshold is chosen on the other folds."""


def read_pairs(path: Path, folder: Path, report: Report = stop) -> tuple[Pair, ...]:
    """Read the pairs in a file.

    A ``.csv`` file has the columns `path_a, path_b, mated, fold`, its paths relative to `folder`, mated yes or no, fold
    from 1. Any other file is in the format of LFW's pairs.txt: a line with the numbers of folds F and of pairs P, then
    for each fold P mated pairs `name n1 n2` and P non-mated pairs `name1 n1 name2 n2`, separated by tabs. View 1
    (pairsDevTrain.txt, pairsDevTest.txt) has one fold, and P alone in its first line. Image n of a person is
    ``name/name_000n.jpg`` in `folder` (Huang et al., Labeled Faces in the Wild, 2007, README).

    Args:
        path: The file.
        folder: Where the images are.
        report: What to do with each problem.

    Raises:
        TableError: The file cannot be used, or `report` raised a problem.
    """
    if path.suffix.lower() != ".csv":
        return tuple(_from_lfw(path, folder, report))
    table = read_table(path, required=COLUMNS, report=report)
    if not table.rows:
        report(TableError(path, expected="at least one pair", found="none"))
    inside = os.path.realpath(folder)
    return tuple(table.read(lambda row: _from_row(row, folder, inside), report))


def _from_row(row: Row, folder: Path, inside: str) -> Pair:
    fold = row.need("fold")
    if fold and not (WHOLE.fullmatch(fold) and int(fold) > 0):
        row.refuse("fold", expected="a whole number from 1", found=repr(fold))
    row.need("mated")
    return Pair(
        first=_image(row, "path_a", folder, inside),
        second=_image(row, "path_b", folder, inside),
        mated=row.choice("mated", Answer) is Answer.YES,
        fold=int(fold) if WHOLE.fullmatch(fold) else 0,
    )


def _image(row: Row, column: str, folder: Path, inside: str) -> Path:
    path = find(folder, row.need(column))
    if not Path(os.path.realpath(path)).is_relative_to(inside):
        row.refuse(column, expected=f"a path inside {folder}", found=repr(row.text(column)))
    return path


def _from_lfw(path: Path, folder: Path, report: Report) -> Iterator[Pair]:
    lines = [(number, line) for number, line in enumerate(read_text(path).splitlines(), start=1) if line.strip()]
    folds, size = _head(path, lines[0][1] if lines else "")
    if len(lines) - 1 != 2 * folds * size:
        expected = f"{2 * folds * size} pairs ({folds} folds of {size} mated and {size} non-mated)"
        raise TableError(path, expected=expected, found=str(len(lines) - 1))
    for index, (number, line) in enumerate(lines[1:]):
        fold, place = divmod(index, 2 * size)
        pair = lfw_pair(line, folder, fold + 1)
        if pair is None or pair.mated != (place < size):
            wanted = "name, number, number" if place < size else "name, number, another name, number"
            report(TableError(path, line=number, expected=f"{wanted}, separated by tabs", found=repr(line)))
        else:
            yield pair


def _head(path: Path, line: str) -> tuple[int, int]:
    """The numbers of folds and of pairs that the first line gives."""
    head = line.split()
    if len(head) not in (1, 2) or not all(WHOLE.fullmatch(cell) and int(cell) > 0 for cell in head):
        expected = "the numbers of folds and of pairs, separated by a tab, or of pairs alone"
        raise TableError(path, line=1, expected=expected, found=repr(line) if line else "an empty file")
    return (1, int(head[0])) if len(head) == 1 else (int(head[0]), int(head[1]))


def lfw_pair(line: str, folder: Path, fold: int) -> Pair | None:
    """A line of LFW's pairs.txt: `name n1 n2` or `name1 n1 name2 n2`; None where it is neither."""
    cells = line.split("\t")
    mated = len(cells) == 3
    if mated:
        cells.insert(2, cells[0])
    if len(cells) != 4 or not all(WHOLE.fullmatch(cell) for cell in cells[1::2]):
        return None
    if any(name in ("", ".", "..") or "/" in name or "\\" in name for name in cells[::2]):
        return None
    if not mated and cells[0] == cells[2]:
        return None
    first, second = (
        find(folder, f"{name}/{name}_{int(n):04d}.jpg") for name, n in zip(cells[::2], cells[1::2], strict=True)
    )
    return Pair(first, second, mated, fold)
