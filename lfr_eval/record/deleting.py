"""Deleting a run with all that was worked out from it: what rests on the record goes first, the record last.

Whoever is killed on the way leaves a run that is still listed, or a folder ``.deleting-NAME`` that is not: both can be
deleted once more.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lfr_eval.core.claims import claimed
from lfr_eval.core.errors import RecordError, StorageError
from lfr_eval.core.home import Home
from lfr_eval.record.header import PARTIAL, RUN_ID, RunHeader, RunStatus
from lfr_eval.record.listing import list_runs, look_at
from lfr_eval.record.remarks import forget_remarks
from lfr_eval.record.scores import forget_scores

DELETING = ".deleting-"


def half_deleted(root: Path, name: str) -> Path | None:
    """The place that a run had of which a deletion was not finished, by its name; None where there is none."""
    names = (Path(name).name, f"{Path(name).name}{PARTIAL}")
    return next((root / one for one in names if (root / f"{DELETING}{one}").is_dir()), None)


def delete(home: Home, path: Path) -> int:
    """Delete a run, damaged and interrupted ones included, with its scores, tags and note.

    Args:
        home: Its scores and remarks go too, unless another run has the same id: then they are its as well.
        path: The run directory, or the place that `half_deleted` says.

    Returns:
        How many scores of several runs went with it.

    Raises:
        RecordError: The directory is no run, its run is still running, or somebody else is deleting it.
        StorageError: The disk refused; what is left can be deleted once more.
    """
    doomed, shared = path.with_name(f"{DELETING}{path.name}"), 0
    _require_run(path, doomed)
    with claimed(path, RecordError(f"{path}: somebody else is deleting this run")):
        if doomed.exists():
            with _deleting(path, doomed):
                shutil.rmtree(doomed)
        if path.exists():
            run = _require_run(path, doomed)
            if run is not None and run.run_id not in _others(home, path):
                shared = forget_scores(home.scores, run.run_id)
                forget_remarks(home.notes, run.run_id)
            with _deleting(path, doomed):
                path.rename(doomed)
                shutil.rmtree(doomed)
    return shared


def _require_run(path: Path, doomed: Path) -> RunHeader | None:
    """The run that may be deleted; None where only the rest of one is there."""
    if doomed.is_dir() and not path.exists():
        return None
    header = look_at(path)
    named_like_a_run = RUN_ID.fullmatch(path.name.removesuffix(PARTIAL)) is not None
    if path.is_symlink() or not path.is_dir() or (header.status == RunStatus.DAMAGED and not named_like_a_run):
        raise RecordError(f"{path}: not a run; nothing was deleted")
    if header.status == RunStatus.RUNNING:
        raise RecordError(f"{path}: the run is still being written by process {header.content['process']['pid']}")
    return header


def _others(home: Home, path: Path) -> list[str]:
    return [run.run_id for run in list_runs(home.runs) if not run.path.samefile(path)]


@contextmanager
def _deleting(path: Path, doomed: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        left = doomed if doomed.exists() else path
        raise StorageError(f"{path}: cannot be deleted ({error.strerror}); what is left of it is in {left}") from error
