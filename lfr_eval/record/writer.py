"""Writing a run: once, in order, readable at any moment, and never under its final name until it is whole."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

from lfr_eval.core.errors import LfrError, RecordError, StorageError
from lfr_eval.core.processes import this_process
from lfr_eval.record.atomic import json_text, storing, sync_folder, write_bytes, write_json
from lfr_eval.record.header import HEADER, PARTIAL, SCHEMA_VERSION, RunStatus
from lfr_eval.record.naming import require_vacant
from lfr_eval.record.parts import DRAFT, GrowingTable
from lfr_eval.record.sums import SUMS, sums_text
from lfr_eval.record.tables import SCHEMAS

FLUSH_S = 5.0
FLUSH_ROWS = 100_000
"""Rows of one table that are held in memory at most."""
LOG = "log.jsonl"
Level = Literal["info", "warning", "error"]


def utc_now() -> datetime:
    """The time of day, in UTC."""
    return datetime.now(UTC)


class RunWriter:
    """A run that is being written; leaving its context finishes it.

    It ends *complete*, *stopped* if the operator interrupted it (Ctrl-C), *failed* if anything else was raised. If the
    disk refuses, it stays what it is, a partial directory that can be read up to its last closed parts. One thread.

    Args:
        root: The folder of runs; the directory is called ``<UTC>-<short hash>`` in it, as the run id, which no other
            run has: two that are begun with the same in the same second are two.
        header: What was run and with what, as JSON values; `note` adds what becomes known later.
        out: Another place and name for the directory; it must not exist, or be empty.
        flush_s: How much of its work a run that is killed may lose.
        now: Tells the time of day.

    Raises:
        RecordError: There is a run at that place already; nothing of it is touched.
        StorageError: The disk refused.
        ValueError: The header holds a NaN or a key that the writer sets itself.
    """

    def __init__(
        self,
        root: Path,
        header: Mapping[str, Any],
        *,
        out: Path | None = None,
        flush_s: float = FLUSH_S,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        started = now()
        begun = json_text([header, started.isoformat(), secrets.token_hex(16)])
        digest = hashlib.sha256(begun.encode("utf-8", "backslashreplace")).hexdigest()
        self.run_id = f"{started:%Y%m%dT%H%M%SZ}-{digest[:8]}"
        self.path = Path(os.path.abspath(out)) if out else root / self.run_id
        """Where the run will be when it is finished."""
        self.partial = self.path.parent / f"{self.path.name}{PARTIAL}"
        """Where it is until then."""
        self._now = now
        self._flush_s = flush_s
        self._flushed_s = time.monotonic()
        self._finished = False
        self._own = {
            "schema_version": SCHEMA_VERSION,
            "run_id": self.run_id,
            "status": RunStatus.RUNNING,
            "started_utc": started.isoformat(),
            "ended_utc": None,
            "process": this_process(),
            "error": None,
            "rows": None,
        }
        self._content: dict[str, Any] = {}
        self.note(**header)
        self._claim()
        self._tables = {name: GrowingTable(self.partial, name, schema) for name, schema in SCHEMAS.items()}
        try:
            self._write_header()
            self.log("info", "started")
        except StorageError:
            shutil.rmtree(self.partial, ignore_errors=True)
            raise

    def note(self, **entries: Any) -> None:
        """Add entries to the header, or change them; on the disk when the run is finished."""
        if reserved := entries.keys() & self._own.keys():
            raise ValueError(f"header: {', '.join(sorted(reserved))}: set by the writer itself")
        json_text(entries)
        self._content |= entries

    def append(self, table: str, columns: Mapping[str, Any]) -> None:
        """Add rows to a table.

        For each frame its row of ``frames`` comes first: parts are closed just before one, so that they all end with
        the same frame.

        Args:
            table: One of `SCHEMAS`.
            columns: Every column of the table: an array or sequence with one value per row, all of one length, or a
                single value that holds for all rows. None stands for a missing value.

        Raises:
            StorageError: The disk refused.
            ValueError: A column is missing, unknown or of another length.
        """
        if table == "frames" and self._due():
            self.flush()
        self._tables[table].append(columns)

    def flush(self) -> None:
        """Close what is in memory into parts, of all tables or of none, so that it outlives this process."""
        with storing(self.partial):
            waiting = [table for table in self._tables.values() if table.waiting]
            for table in waiting:
                table.write_part()
            for table in waiting:
                table.close_part()
        self._flushed_s = time.monotonic()

    def log(self, level: Level, event: str, **fields: Any) -> None:
        """Add one line to the log: when, how serious, what, and JSON values that belong to it."""
        line = json_text({"utc": self._now().isoformat(), "level": level, "event": event, "fields": fields})
        file = self.partial / LOG
        with storing(file), file.open("a", encoding="utf-8", errors="backslashreplace") as out:
            out.write(line + "\n")

    def finish(self, status: Literal["complete", "stopped", "failed"] = "complete", error: str | None = None) -> Path:
        """Merge the parts, hash every file and give the directory its final name.

        Returns:
            The run directory.

        Raises:
            StorageError: The disk refused; the run stays partial, marked as failed if that much can be written.
        """
        self._finished = True
        try:
            self.flush()
            self.log("info", "finished", status=status)
            with storing(self.partial):
                for table in self._tables.values():
                    table.merge()
            self._end(status, error)
            with storing(self.path):
                write_bytes(self.partial / SUMS, sums_text(self.partial).encode())
                sync_folder(self.partial)
                if self.path.is_dir():
                    self.path.rmdir()  # it was empty; Windows renames to a free name only
                self.partial.rename(self.path)
                sync_folder(self.path.parent)
        except StorageError as refusal:
            self._give_up(refusal)
            raise
        return self.path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if self._finished:
            return
        if error is None:
            self.finish()
        elif isinstance(error, KeyboardInterrupt):
            self.finish("stopped")
        elif isinstance(error, StorageError):
            self._give_up(error)
        else:
            text = " ".join(str(error).split())
            self.finish("failed", text if isinstance(error, LfrError) else f"{type(error).__name__}: {text}")

    def _claim(self) -> None:
        require_vacant(self.path)
        with storing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self.partial.mkdir(mode=0o700)
            except FileExistsError as error:
                raise RecordError(
                    f"{self.partial}: another run is being written here, or was interrupted: "
                    "choose another place, or delete it first"
                ) from error
        try:
            require_vacant(self.path)  # another run may have got its name since
        except RecordError:
            self.partial.rmdir()
            raise

    def _due(self) -> bool:
        waited_s = time.monotonic() - self._flushed_s
        return waited_s >= self._flush_s or max(table.waiting for table in self._tables.values()) >= FLUSH_ROWS

    def _end(self, status: str, error: str | None) -> None:
        self._own |= {"status": status, "ended_utc": self._now().isoformat(), "error": error}
        self._own["rows"] = {name: table.rows for name, table in self._tables.items()}
        self._write_header()

    def _give_up(self, error: StorageError) -> None:
        self._finished = True
        for draft in self.partial.glob(f"*{DRAFT}"):
            draft.unlink(missing_ok=True)
        with suppress(StorageError):
            self._end(RunStatus.FAILED, str(error))

    def _write_header(self) -> None:
        write_json(self.partial / HEADER, self._own | self._content)
