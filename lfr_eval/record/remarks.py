"""What people wrote on a run, tags and a note: kept beside the records, which are never edited, by run id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lfr_eval.core.claims import claimed
from lfr_eval.core.errors import InputError, RecordError
from lfr_eval.core.given import SETTINGS_BYTES, read_file
from lfr_eval.core.names import canonical, typed
from lfr_eval.core.outside import in_one_line
from lfr_eval.core.outside.documents import parse_json
from lfr_eval.record.atomic import storing, write_json
from lfr_eval.record.header import RUN_ID

SCHEMA_VERSION = 1
LONGEST_TAG = 40
PATIENCE_S = 10.0
"""How long a writer waits for another one."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was written on one run."""

    tags: tuple[str, ...] = ()
    """In the order in which they were given; their case does not count."""
    note: str = ""
    problem: str | None = None
    """Why they cannot be read."""

    def tagged(self, *tags: str) -> Remarks:
        """With these tags too.

        Raises:
            InputError: A tag is too long, or not a text that everybody sees.
        """
        known = {tag.casefold(): tag for tag in self.tags}
        for tag in (typed(tag, "tag") for tag in tags):
            if len(tag) > LONGEST_TAG or "," in tag:
                raise InputError(f"tag: expected at most {LONGEST_TAG} characters and no comma, found {tag!r}")
            known.setdefault(tag.casefold(), tag)
        return Remarks(tuple(known.values()), self.note)

    def untagged(self, *tags: str) -> Remarks:
        """Without these tags.

        Raises:
            InputError: The run has not one of them.
        """
        known = {tag.casefold(): tag for tag in self.tags}
        for tag in map(canonical, tags):
            if known.pop(tag.casefold(), None) is None:
                raise InputError(f"tag: expected one of {', '.join(self.tags) or 'none'}, found {tag!r}")
        return Remarks(tuple(known.values()), self.note)


NOTHING_WRITTEN = Remarks()


def read_remarks(folder: Path, run_id: str) -> Remarks:
    """The remarks on a run; none where nothing was written, and the problem where they cannot be read."""
    path = folder / f"{run_id}.json"
    if not RUN_ID.fullmatch(run_id) or not path.exists():
        return NOTHING_WRITTEN
    try:
        found = parse_json(read_file(path, SETTINGS_BYTES))
        if found["schema_version"] > SCHEMA_VERSION:
            return Remarks(problem=f"{path}: written by a newer version; upgrade lfr-eval")
        tags, note = found["tags"], found["note"]
        if not (isinstance(tags, list) and all(isinstance(one, str) for one in [*tags, note])):
            raise ValueError("expected a list of tags and a note, all of them texts")
        return Remarks(tuple(tags), note)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Remarks(problem=f"{path}: damaged ({in_one_line(error)}); mend it or delete it")


def change_remarks(folder: Path, run_id: str, change: Callable[[Remarks], Remarks]) -> Remarks:
    """Put what `change` makes of the remarks on a run in their place; whoever changes them meanwhile waits.

    Raises:
        InputError: What `change` raises.
        RecordError: The run has no id because it is damaged, or its remarks are, which would be lost; or somebody else
            holds them.
        StorageError: The disk refused.
    """
    if not RUN_ID.fullmatch(run_id):
        raise RecordError(f"{run_id}: a damaged run has no id to keep remarks under")
    path = folder / f"{run_id}.json"
    with storing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with claimed(path, RecordError(f"{path}: somebody else is writing here; try again"), PATIENCE_S):
        found = read_remarks(folder, run_id)
        if found.problem:
            raise RecordError(found.problem)
        changed = change(found)
        _write(path, changed)
    return changed


def _write(path: Path, remarks: Remarks) -> None:
    """Write them; none leave no file."""
    if not (remarks.tags or remarks.note):
        with storing(path):
            path.unlink(missing_ok=True)
        return
    stated = {"schema_version": SCHEMA_VERSION, "tags": list(remarks.tags), "note": canonical(remarks.note)}
    write_json(path, stated)


def forget_remarks(folder: Path, run_id: str) -> None:
    """Delete the remarks on a run, if there are any.

    Raises:
        StorageError: The disk refused.
    """
    if RUN_ID.fullmatch(run_id):
        path = folder / f"{run_id}.json"
        with storing(path):
            path.unlink(missing_ok=True)
