"""Parquet from outside: a few bytes can stand for any number of rows, which are counted before they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lfr_eval.core.given import TABLE_BYTES, open_file
from lfr_eval.core.outside import Unreadable

ROWS_PER_BYTE, FREE_ROWS = 64, 1_000_000
BYTES_PER_BYTE, FREE_BYTES = 1_000, 256 * 2**20
"""What a table may hold for each byte of its file, beyond what any may: equal rows take next to no room."""


@contextmanager
def opened_parquet(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a table that can be read as it says of itself.

    Raises:
        Unreadable: It is no Parquet file, cannot be read in the block, or claims more than its bytes can hold.
        OSError: There is no such file.
    """
    with open_file(path, TABLE_BYTES) as stream:
        size = path.stat().st_size
        try:
            file = pq.ParquetFile(stream)
            _require_plausible(file.metadata, size)
            yield file
        except Unreadable:
            raise
        except (OSError, OverflowError, MemoryError, pa.ArrowException) as error:
            raise Unreadable(f"no Parquet file that can be read ({error})") from None


def parse_parquet(path: Path) -> pa.Table:
    """All of a table. Raises: as `opened_parquet`.

    By this thread alone: a worker of Arrow that lets go of the file when Python is ending aborts the process.
    """
    with opened_parquet(path) as file:
        return file.read(use_threads=False)


def _require_plausible(stated: pq.FileMetaData, size: int) -> None:
    unpacked = sum(max(stated.row_group(group).total_byte_size, 0) for group in range(stated.num_row_groups))
    if stated.num_rows > FREE_ROWS + ROWS_PER_BYTE * size:
        raise Unreadable(f"{stated.num_rows:,} rows in {size:,} bytes")
    if unpacked > FREE_BYTES + BYTES_PER_BYTE * size:
        raise Unreadable(f"{unpacked:,} bytes of table in {size:,} bytes")
