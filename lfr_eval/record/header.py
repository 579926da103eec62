"""The header of a run: small, and alone enough to list and compare runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from lfr_eval.core.errors import RecordError
from lfr_eval.core.given import TEXT_BYTES, read_file
from lfr_eval.core.names import canonical, tidied
from lfr_eval.core.outside.documents import parse_json
from lfr_eval.core.processes import lives
from lfr_eval.record.facts import problem_of

SCHEMA_VERSION = 1
HEADER = "run.json"
PARTIAL = ".partial"
RUN_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")


class RunStatus(StrEnum):
    """How a run stands; the last two are found on reading, never written."""

    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    """Ended by its operator before the source did."""
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """Says running, and its process is gone."""
    DAMAGED = "damaged"
    """Cannot be read, or not by this version."""


WRITTEN = frozenset(RunStatus) - {RunStatus.INTERRUPTED, RunStatus.DAMAGED}


@dataclass(frozen=True, slots=True)
class RunHeader:
    """What a run says of itself."""

    path: Path
    """The run directory."""
    run_id: str
    status: RunStatus
    content: Mapping[str, Any] = field(default_factory=dict)
    """All of run.json; empty if damaged."""
    problem: str | None = None
    """Why it is damaged."""

    @property
    def name(self) -> str:
        """What its folder is called; the id, where nobody gave it another name."""
        return canonical(self.path.name).removesuffix(PARTIAL)

    @property
    def title(self) -> str:
        """Its name, with the id where that is another."""
        return self.name if self.name == self.run_id else f"{self.name} ({self.run_id})"

    @property
    def partial(self) -> bool:
        """Whether its tables are still in parts."""
        return self.path.name.endswith(PARTIAL)


def read_header(path: Path) -> RunHeader:
    """Read the header of a run directory.

    Raises:
        RecordError: The directory is no run, its header is damaged, or a newer version wrote it.
    """
    file = path / HEADER
    try:
        content = parse_json(read_file(file, TEXT_BYTES))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RecordError(f"{path}: not a run; there is no {HEADER} in it") from error
    except OSError as error:
        raise RecordError(f"{file}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise RecordError(f"{file}: damaged, expected JSON, found {error}") from error
    version = content.get("schema_version") if isinstance(content, dict) else None
    if isinstance(version, int) and version > SCHEMA_VERSION:
        found = f"schema {version}; this one reads up to {SCHEMA_VERSION}"
        raise RecordError(f"{file}: written by a newer version ({found}): upgrade lfr-eval")
    if problem := problem_of(content):
        raise RecordError(f"{file}: damaged, {problem}")
    if not RUN_ID.fullmatch(content["run_id"]) or content["status"] not in WRITTEN:
        raise RecordError(
            f"{file}: damaged, found run_id {content['run_id']!r:.40} and status {content['status']!r:.40}"
        )
    stated = Stated(_with_canonical_names(content))
    stated.file = file
    return RunHeader(path, content["run_id"], _status(path, content), stated)


class Stated(dict[str, Any]):
    """What run.json states; asked for a part that is not in it, it says that the record is damaged.

    Raises:
        RecordError: On reading a key that is not there.
    """

    file: Path

    def __missing__(self, key: str) -> Any:
        raise RecordError(f"{self.file}: damaged, it does not say {key}")


def _with_canonical_names(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same, with source and people in canonical form: older versions recorded them as the disk spelt them."""
    whole = dict(content)
    source, listed = content.get("source"), content.get("watchlist")
    if source:
        whole["source"] = source | {"id": tidied(source["id"])}
    if listed:
        people = {key: listed[key] for key in ("persons", "persons_not_enrolled")}
        whole["watchlist"] = listed | {key: sorted(set(map(canonical, names))) for key, names in people.items()}
    return whole


def _status(path: Path, content: Mapping[str, Any]) -> RunStatus:
    stored = RunStatus(content["status"])
    finished = stored != RunStatus.RUNNING and not path.name.endswith(PARTIAL)
    if finished or stored == RunStatus.FAILED:
        return stored
    process = content.get("process")
    alive = isinstance(process, dict) and lives(process)
    return RunStatus.RUNNING if alive else RunStatus.INTERRUPTED
