"""Reading a run, finished or not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from lfr_eval.core.errors import RecordError
from lfr_eval.core.outside import in_one_line
from lfr_eval.core.outside.parquet import opened_parquet
from lfr_eval.record.header import HEADER, RunHeader, RunStatus, read_header
from lfr_eval.record.parts import part_files
from lfr_eval.record.sums import SUMS, digest_of, stated_digests
from lfr_eval.record.tables import SCHEMAS

FINISHED = frozenset({RunStatus.COMPLETE, RunStatus.STOPPED, RunStatus.FAILED})


class RunRecord:
    """One run. Its header is read at once, its tables when they are asked for.

    Of a run that is not finished the closed parts are read: all but the last seconds.
    """

    def __init__(self, header: RunHeader) -> None:
        self._header = header

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a run directory.

        Raises:
            RecordError: It is no run, its header is damaged, or a newer version wrote it.
        """
        return cls(read_header(path))

    @property
    def path(self) -> Path:
        """The run directory."""
        return self._header.path

    @property
    def run_id(self) -> str:
        """``<UTC>-<short hash>``, whatever its directory is called."""
        return self._header.run_id

    @property
    def name(self) -> str:
        """What its directory is called."""
        return self._header.name

    @property
    def title(self) -> str:
        """Its name, with the id where that is another."""
        return self._header.title

    @property
    def status(self) -> RunStatus:
        """How the run stood when it was opened."""
        return self._header.status

    @property
    def header(self) -> Mapping[str, Any]:
        """All of run.json."""
        return self._header.content

    def digest(self) -> str:
        """sha256 of what a finished run says of its files, of another run's header: no other record has the same.

        Raises:
            RecordError: The run went away.
        """
        sums = self.path / SUMS
        try:
            return hashlib.sha256((sums if sums.exists() else self.path / HEADER).read_bytes()).hexdigest()
        except OSError as error:
            raise RecordError(f"{self.path}: the run went away while it was read ({error.strerror})") from error

    def files(self, name: str) -> list[Path]:
        """The parquet files of a table, in order: one of a finished run, any number of another.

        Raises:
            RecordError: A finished run has lost the file.
        """
        whole = self.path / f"{name}.parquet"
        if whole.exists():
            return [whole]
        if not self._header.partial and self.status in FINISHED:
            raise RecordError(f"{whole}: missing from a finished run; the record is damaged")
        return part_files(self.path, name)

    def require_unaltered(self, *names: str) -> None:
        """Make sure that the header and some tables of a finished run are what was recorded.

        What is not finished has no digests, and is taken as it is; what is finished has them, or it is damaged.

        Args:
            names: Tables by their file names; all, where none is named.

        Raises:
            RecordError: One of them is not.
        """
        if not (self.path / SUMS).is_file():
            if self.status in (RunStatus.COMPLETE, RunStatus.STOPPED) and not self._header.partial:
                raise RecordError(f"{self.path}: damaged, its {SUMS} is gone, so nothing tells whether it was altered")
            return
        try:
            stated = stated_digests(self.path)
            asked = (HEADER, *(names or (name for name in stated if name.endswith(".parquet"))))
            altered = [name for name in dict.fromkeys(asked) if digest_of(self.path / name) != stated.get(name)]
        except (OSError, ValueError) as error:
            raise RecordError(f"{self.path}: damaged ({getattr(error, 'strerror', None) or error})") from error
        if altered:
            raise RecordError(
                f"{self.path}: damaged, {', '.join(altered)} was altered since it was recorded, and nothing is worked "
                f"out from it; `lfr-eval runs verify {self.name}` compares every file"
            )

    def table(self, name: str, *, columns: Sequence[str] | None = None, where: pc.Expression | None = None) -> pa.Table:
        """Read a table, or only some of its columns and the rows that `where` holds for; its names in canonical form.

        Raises:
            RecordError: A file of it is missing, damaged or altered.
        """
        files = self.files(name)
        self.require_unaltered(*(file.name for file in files))
        chosen = None if columns is None else list(columns)
        try:
            for file in files:
                with opened_parquet(file):
                    pass  # it claims no more than it can hold
            rows = ds.dataset([str(file) for file in files], schema=SCHEMAS[name], format="parquet")
            return _with_canonical_names(rows.to_table(columns=chosen, filter=where))
        except (OSError, ValueError, pa.ArrowException) as error:
            why = f"the table {name} is damaged or was being moved ({in_one_line(error)})"
            raise RecordError(f"{self.path}: {why}") from error

    def frames(self) -> pd.DataFrame:
        """One row a frame."""
        return self._pandas("frames")

    def timings(self) -> pd.DataFrame:
        """Milliseconds of each stage, one row a frame."""
        return self._pandas("timings")

    def faces(self) -> pd.DataFrame:
        """One row a detection."""
        return self._pandas("faces")

    def tracks(self) -> pd.DataFrame:
        """One row a track."""
        return self._pandas("tracks")

    def alerts(self) -> pd.DataFrame:
        """One row an alert."""
        return self._pandas("alerts")

    def candidates(self, *, rank: int | None = None, min_score: float | None = None) -> pd.DataFrame:
        """The candidates, or some of them; what is left out is not read where the file allows.

        Args:
            rank: Only candidates of this rank; 1 is the best.
            min_score: Only candidates whose fused score, as float32, is at least this, as float32.
        """
        wanted = []
        if rank is not None:
            wanted.append(pc.field("rank") == rank)
        if min_score is not None:
            wanted.append(pc.field("fused_score") >= pa.scalar(np.float32(min_score), pa.float32()))
        where = None
        for condition in wanted:
            where = condition if where is None else where & condition
        return self._pandas("candidates", where)

    def _pandas(self, name: str, where: pc.Expression | None = None) -> pd.DataFrame:
        frame: pd.DataFrame = self.table(name, where=where).to_pandas()
        whole = {field.name: "Int64" for field in SCHEMAS[name] if field.nullable and pa.types.is_integer(field.type)}
        return frame.astype(whole)


def _with_canonical_names(table: pa.Table) -> pa.Table:
    """The same, with text in NFC: older versions recorded names as the disk spelt them."""
    for place, column in enumerate(table.schema):
        if pa.types.is_string(column.type):
            table = table.set_column(place, column, pc.utf8_normalize(table.column(place), form="NFC"))
    return table
