"""The folder of runs: listing them, finding one, checking one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from lfr_eval.core.errors import RecordError
from lfr_eval.core.names import Known, canonical
from lfr_eval.core.places import find
from lfr_eval.record.header import HEADER, PARTIAL, RunHeader, RunStatus, read_header
from lfr_eval.record.sums import LINE, SUMS, digests

LATEST = "latest"
SHOWN = 5
"""Names that an error about an ambiguous name gives at most."""


def list_runs(root: Path) -> list[RunHeader]:
    """List every run of a folder by its header alone, the newest first.

    A run that cannot be read is listed as damaged with the reason; a folder that does not exist has no runs.
    """
    if not root.is_dir():
        return []
    found = [look_at(path) for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted(found, key=_begun, reverse=True)


def _begun(run: RunHeader) -> tuple[str, str, str]:
    """What runs are ordered by: an id tells the second, the header of a readable run what came within it."""
    return run.run_id.partition("-")[0], str(run.content.get("started_utc", "")), run.path.name


def look_at(path: Path) -> RunHeader:
    """The header of a run directory; damaged with the reason, where it cannot be read."""
    try:
        return read_header(path)
    except RecordError as error:
        name = canonical(path.name).removesuffix(PARTIAL)
        return RunHeader(path, name, RunStatus.DAMAGED, problem=str(error))


def resolve(root: Path, name: str) -> Path:
    """Find a run directory.

    Args:
        root: The folder of runs, ``reports/runs`` in a home folder.
        name: Path of a run directory, also as seen from the home folder; the name of one in `root`, or its run id; the
            beginning of one name or id only; or ``latest``. A whole name goes before a whole id, and that before the
            beginning of either.

    Raises:
        RecordError: There is none of that name, or more than one.
    """
    runs = list_runs(root)
    if path := _as_path(root, runs, name):
        return path
    if name == LATEST:
        readable = [run.path for run in runs if run.status != RunStatus.DAMAGED]
        if not readable:
            raise RecordError(f"{root}: there are no runs yet")
        return readable[0]
    found = _called(runs, name)
    if len(found) != 1:
        titles = ", ".join(run.title for run in found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
        hint = f"more than one run: {titles}" if found else f"no run in {root}{_hint(runs, name)}"
        raise RecordError(f"{name}: {hint}")
    return found[0].path


def _as_path(root: Path, runs: Sequence[RunHeader], name: str) -> Path | None:
    """The run directory that a name is the path of, as seen from here or from the home folder."""
    seen_from = [Path(), *root.parents[1:2]] if name else []
    path = next((there for folder in seen_from if ((there := find(folder, name)) / HEADER).is_file()), None)
    if path is None or os.sep in name:
        return path
    if others := [run for run in _called(runs, name) if not run.path.samefile(path) and name in (run.name, run.run_id)]:
        raise RecordError(f"{name}: more than one run: {path.absolute()}, {others[0].path.absolute()}; give a path")
    return path


def _called(runs: Sequence[RunHeader], name: str) -> list[RunHeader]:
    """The runs of that name; else those of that id; else all whose name or id begins so."""
    if name.endswith(PARTIAL):
        return [run for run in runs if canonical(run.path.name) == canonical(name)]
    name = canonical(name)
    by_name, by_id = [run for run in runs if run.name == name], [run for run in runs if run.run_id == name]
    begun = [run for run in runs if name and (run.name.startswith(name) or run.run_id.startswith(name))]
    return by_name or by_id or begun


def _hint(runs: Sequence[RunHeader], name: str) -> str:
    return Known(run.name for run in runs).remark(name) or "; `lfr-eval runs list` shows them"


def verify(path: Path) -> list[str]:
    """Compare the files of a run with the digests that were taken when it was finished.

    Whoever alters a file and the digests too is not found out by this alone.

    Returns:
        One line for each file that is missing, altered or was added; none if all is as it was.

    Raises:
        RecordError: The directory is no run, or has no digests because the run was never finished.
    """
    if not (path / SUMS).is_file():
        status = read_header(path).status
        raise RecordError(f"{path}: there is no {SUMS} (status {status}); only finished runs can be verified")
    try:
        lines = (path / SUMS).read_text(encoding="utf-8").splitlines()
        found = digests(path)
    except (OSError, ValueError) as error:
        raise RecordError(f"{path}: cannot be read ({error})") from error
    stated = dict[str, str]()
    problems = []
    for number, line in enumerate(lines, 1):
        if parts := LINE.fullmatch(line):
            stated[parts[2]] = parts[1]
        else:
            problems.append(f"{SUMS}, line {number}: damaged")
    problems += [f"{name}: missing" for name in sorted(stated.keys() - found.keys())]
    problems += [f"{name}: altered" for name in sorted(stated.keys() & found.keys()) if stated[name] != found[name]]
    problems += [f"{name}: not part of the run" for name in sorted(found.keys() - stated.keys())]
    return problems
