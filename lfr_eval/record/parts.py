"""One table of a run while it grows: rows in memory, closed parts on the disk, one file at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lfr_eval.core.durable import sync_file

ROW_GROUP = 65_536
"""Rows that are compressed together in a finished table, whatever its parts were; so equal rows give equal files."""
COMPRESSION = "zstd"
DRAFT = ".tmp"


class GrowingTable:
    """Rows of one table, in order.

    Args:
        folder: Where its parts and then its file are written.
        name: The table's name.
        schema: Its columns.
    """

    def __init__(self, folder: Path, name: str, schema: pa.Schema) -> None:
        self.rows = 0
        self.waiting = 0
        """Rows that are in memory only."""
        self._folder = folder
        self._name = name
        self._schema = schema
        self._batches: list[pa.RecordBatch] = []
        self._parts = 0

    def append(self, columns: Mapping[str, Any]) -> None:
        """Add rows; see `RunWriter.append`."""
        if odd := columns.keys() ^ set(self._schema.names):
            raise ValueError(f"{self._name}: columns missing or unknown: {', '.join(sorted(odd))}")
        lengths = {len(values) for values in columns.values() if _is_column(values)} or {1}
        if len(lengths) > 1:
            raise ValueError(f"{self._name}: expected columns of one length, got {sorted(lengths)}")
        length = lengths.pop()
        arrays = [self._array(field, columns[field.name], length) for field in self._schema]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self.rows += length
        self.waiting += length

    def _array(self, field: pa.Field, values: Any, length: int) -> pa.Array:
        column = values if _is_column(values) else list(repeat(values, length))
        own = column.copy() if isinstance(column, np.ndarray) else column  # pyarrow would share an array's memory
        try:
            array = pa.array(own, field.type)
        except (pa.ArrowException, OverflowError) as error:
            raise ValueError(f"{self._name}.{field.name}: expected {field.type}, got {values!r:.80}") from error
        if array.null_count and not field.nullable:
            raise ValueError(f"{self._name}.{field.name}: a value is missing")
        return array

    def write_part(self) -> None:
        """Write the waiting rows, of which there is at least one, to a draft of a part."""
        pq.write_table(pa.Table.from_batches(self._batches), self._part.with_suffix(DRAFT), compression=COMPRESSION)

    def close_part(self) -> None:
        """Give the draft the name of a part: from then on it is read."""
        self._part.with_suffix(DRAFT).replace(self._part)
        self._batches, self._parts, self.waiting = [], self._parts + 1, 0

    @property
    def _part(self) -> Path:
        return self._folder / f"{self._name}.part-{self._parts:04d}.parquet"

    def merge(self) -> None:
        """Turn the parts into one file, on the disk itself, holding few of them in memory at a time."""
        file = self._folder / f"{self._name}.parquet"
        draft = file.with_suffix(DRAFT)
        with pq.ParquetWriter(draft, self._schema, compression=COMPRESSION) as writer:
            for group in self._groups():
                writer.write_table(group)
        sync_file(draft)
        draft.replace(file)
        for part in part_files(self._folder, self._name):
            part.unlink()

    def _groups(self) -> Iterator[pa.Table]:
        held = self._schema.empty_table()
        for part in part_files(self._folder, self._name):
            held = pa.concat_tables([held, pq.read_table(part, schema=self._schema)])
            while held.num_rows >= ROW_GROUP:
                yield held.slice(0, ROW_GROUP).combine_chunks()
                held = held.slice(ROW_GROUP)
        if held.num_rows:
            yield held.combine_chunks()


def part_files(folder: Path, name: str) -> list[Path]:
    """The closed parts of a table, in order."""
    return sorted(folder.glob(f"{name}.part-*.parquet"), key=lambda part: int(part.stem.rpartition("-")[2]))


def _is_column(values: Any) -> bool:
    return isinstance(values, (Sequence, np.ndarray)) and not isinstance(values, str)
