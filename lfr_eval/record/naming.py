"""What a run is called: the name of its folder, which may be changed; its id never is."""

from __future__ import annotations

import os
from pathlib import Path

from lfr_eval.core.errors import InputError, RecordError
from lfr_eval.core.home import Home
from lfr_eval.core.names import Known, require_fit, typed
from lfr_eval.record.atomic import storing
from lfr_eval.record.header import PARTIAL, RUN_ID, RunStatus, read_header
from lfr_eval.record.listing import LATEST, list_runs

LONGEST_BYTES = 200


def place_of(home: Home, out: Path) -> Path:
    """Where a run is recorded that was given a name or a place.

    Args:
        home: Its folder of runs takes what is given by a name, or by its path as seen from the home folder.
        out: A name, ``reports/runs/NAME``, or an absolute path, which may lie anywhere.

    Raises:
        InputError: It is none of these, or no name for a run.
        RecordError: There is a run whose name looks like it, or something stands there.
    """
    if out.is_absolute() and (is_elsewhere(home, out) or out.exists()):
        require_fit(out.name, "--out")
        require_vacant(out)
        return out
    beside = os.path.normpath(home.folder / out.parent) == os.path.normpath(home.runs)
    if len(out.parts) == 1 or out.is_absolute() or (out.name and beside):
        name = fit_name(out.name)
        if other := Known(run.name for run in list_runs(home.runs)).like(name):
            raise RecordError(f"{name}: there is a run {other[0]!r} already ({other[1]})")
        require_vacant(home.runs / name)
        return home.runs / name
    raise InputError(
        f"--out {out}: expected a name (the run then stands in {home.runs}), reports/runs/NAME or an absolute path"
    )


def require_vacant(path: Path) -> None:
    """Make sure that a run may be recorded in a place: an empty folder gives way.

    Raises:
        RecordError: There is something.
    """
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise RecordError(
            f"{path}: there is something here already, and a run is never written over another: choose another place"
        )


def is_elsewhere(home: Home, path: Path) -> bool:
    """Whether a run does not stand among those of the home folder, so that it goes by its path alone."""
    return os.path.realpath(path.parent) != os.path.realpath(home.runs)


def fit_name(name: str) -> str:
    """A name that a run may be given, in canonical form.

    Raises:
        InputError: It means something else (``latest``, a run id), or cannot be the name of a folder everywhere.
    """
    name = typed(name, "name of a run")
    if name == LATEST or RUN_ID.fullmatch(name):
        raise InputError(f"name of a run: expected one that means nothing else, found {name!r}")
    if name.startswith("."):
        raise InputError(f"name of a run: expected no full stop before it, found {name!r}")
    require_fit(name, "name of a run")
    if len(name.encode()) > LONGEST_BYTES:
        raise InputError(f"name of a run: expected at most {LONGEST_BYTES} bytes, found {len(name.encode())}")
    return name


def rename(path: Path, name: str) -> Path:
    """Give a run another name; its record stays what it is, to the byte, and so does its id.

    Args:
        path: The run directory; an interrupted one stays marked as unfinished.
        name: The new name; its own id gives it back the name that it was recorded under.

    Returns:
        Where it is now.

    Raises:
        InputError: The name is not fit for a run.
        RecordError: It is no run, still running, or another run has that name or one that looks like it.
        StorageError: The disk refused.
    """
    run = read_header(path)
    if run.status is RunStatus.RUNNING:
        raise RecordError(f"{path}: the run is still being written; rename it when it has ended")
    name = name if name == run.run_id else fit_name(name)
    others = Known(one.name for one in list_runs(path.parent) if not one.path.samefile(path))
    target = path.with_name(name + (PARTIAL if run.partial else ""))
    if other := others.like(name):
        raise RecordError(f"{name}: there is a run {other[0]!r} already ({other[1]})")
    if name in others.names or (os.path.lexists(target) and not target.samefile(path)):
        raise RecordError(f"{name}: there is something of that name in {path.parent} already; nothing was renamed")
    with storing(target):
        path.rename(target)
    return target
