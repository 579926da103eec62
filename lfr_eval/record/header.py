"""The header of a run: small, and alone enough to list and compare runs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from lfr_eval.core.errors import RecordError
from lfr_eval.core.given import TEXT_BYTES, read_file
from lfr_eval.core.names import canonical, tidied
from lfr_eval.record.process import lives

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
        content = json.loads(read_file(file, TEXT_BYTES))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RecordError(f"{path}: not a run; there is no {HEADER} in it") from error
    except OSError as error:
        raise RecordError(f"{file}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise RecordError(f"{file}: damaged, expected JSON ({error})") from error
    kinds = {"schema_version": int, "run_id": str, "status": str}
    for key, kind in kinds.items():
        if not isinstance(content, dict) or not isinstance(content.get(key), kind):
            raise RecordError(f"{file}: damaged, expected an entry {key} of type {kind.__name__}")
    if content["schema_version"] > SCHEMA_VERSION:
        found = f"schema {content['schema_version']}; this one reads up to {SCHEMA_VERSION}"
        raise RecordError(f"{file}: written by a newer version ({found}): upgrade lfr-eval")
    if not RUN_ID.fullmatch(content["run_id"]) or content["status"] not in WRITTEN:
        raise RecordError(
            f"{file}: damaged, found run_id {content['run_id']!r:.40} and status {content['status']!r:.40}"
        )
    return RunHeader(path, content["run_id"], _status(path, content), _with_canonical_names(content))


def _with_canonical_names(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same, with source and people in canonical form: older versions recorded them as the disk spelt them."""
    whole = dict(content)
    source, listed = content.get("source"), content.get("watchlist")
    if isinstance(source, dict) and isinstance(source.get("id"), str):
        whole["source"] = source | {"id": tidied(source["id"])}
    if isinstance(listed, dict):
        people = {key: listed[key] for key in ("persons", "persons_not_enrolled") if key in listed}
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
