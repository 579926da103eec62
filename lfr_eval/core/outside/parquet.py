"""Parquet from outside: a few bytes can stand for any number of rows, which are counted before they are read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lfr_eval.core.given import TABLE_BYTES, require_file
from lfr_eval.core.outside import Unreadable

ROWS_PER_BYTE, FREE_ROWS = 64, 1_000_000
BYTES_PER_BYTE, FREE_BYTES = 1_000, 256 * 2**20
"""What a table may hold for each byte of its file, beyond what any may: equal rows take next to no room."""


@contextmanager
def opened_parquet(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a table that can be read as it says of itself.

    It is Arrow's own file: a worker of Arrow that lets go of one of Python's when Python is ending aborts the process.

    Raises:
        Unreadable: It is no Parquet file, cannot be read in the block, or claims more than its bytes can hold.
        OSError: There is no such file.
    """
    require_file(path, TABLE_BYTES)
    with pa.OSFile(os.fsencode(path)) as stream:
        size = stream.size()
        try:
            file = pq.ParquetFile(stream)
            _require_plausible(file.metadata, size)
            yield file
        except Unreadable:
            raise
        except (OSError, OverflowError, MemoryError, pa.ArrowException) as error:
            raise Unreadable(f"no Parquet file that can be read ({error})") from None


def parse_parquet(path: Path) -> pa.Table:
    """All of a table. Raises: as `opened_parquet`."""
    with opened_parquet(path) as file:
        return file.read()


def _require_plausible(stated: pq.FileMetaData, size: int) -> None:
    unpacked = sum(max(stated.row_group(group).total_byte_size, 0) for group in range(stated.num_row_groups))
    if stated.num_rows > FREE_ROWS + ROWS_PER_BYTE * size:
        raise Unreadable(f"{stated.num_rows:,} rows in {size:,} bytes")
    if unpacked > FREE_BYTES + BYTES_PER_BYTE * size:
        raise Unreadable(f"{unpacked:,} bytes of table in {size:,} bytes")
