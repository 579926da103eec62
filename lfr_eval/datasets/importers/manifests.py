"""The tables that an importer makes, and how they are written beside the data set."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lfr_eval.core.errors import InputError, StorageError
from lfr_eval.core.places import find
from lfr_eval.datasets.pairs import Pair

Cells = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Manifests:
    """Tables by file name, their paths relative to the folder of the data set."""

    tables: Mapping[str, Sequence[Cells]]
    """Rows of one table have the same columns."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Files that could not be used, by reason."""


PATHS = ("path", "path_a", "path_b")
"""Columns that name photographs."""


def absent(found: Manifests, folder: Path) -> list[str]:
    """The photographs that tables name and that are not there, each once, in the order in which they are named."""
    return [name for name in _named(found) if not find(folder, name).exists()]


def write_manifests(found: Manifests, folder: Path) -> list[Path]:
    """Write every table, or none, into the folder of the data set.

    Raises:
        InputError: A table of that name stands there already, there is nothing to write, or not one of the photographs
            that the tables name is there.
        StorageError: The disk refused.
    """
    paths = [folder / name for name, rows in found.tables.items() if rows]
    if not paths:
        raise InputError(f"{folder}: expected images or ground truth in the published layout, found none")
    for path in paths:
        if path.exists():
            raise InputError(f"{path}: stands there already; move it away to import again")
    named = _named(found)
    if named and len(absent(found, folder)) == len(named):
        raise InputError(f"{folder}: expected the photographs that its tables name, found none, not even {named[0]}")
    partial = [path.with_name(f"{path.name}.partial-{os.getpid()}") for path in paths]
    try:
        for path, whole in zip(partial, paths, strict=True):
            _write(path, found.tables[whole.name])
        for path, whole in zip(partial, paths, strict=True):
            path.rename(whole)
    except OSError as error:
        raise StorageError(f"{folder}: the tables could not be written ({error})") from error
    finally:
        for path in partial:
            path.unlink(missing_ok=True)
    return paths


def pair_cells(pair: Pair, root: Path) -> Cells:
    """A row of pairs.csv."""
    return {
        "path_a": pair.first.relative_to(root).as_posix(),
        "path_b": pair.second.relative_to(root).as_posix(),
        "mated": "yes" if pair.mated else "no",
        "fold": pair.fold,
    }


def _named(found: Manifests) -> list[str]:
    """The photographs that tables name, each once."""
    names = (str(row[column]) for rows in found.tables.values() for row in rows for column in PATHS if column in row)
    return list(dict.fromkeys(names))


def _write(path: Path, rows: Sequence[Cells]) -> None:
    with path.open("x", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
