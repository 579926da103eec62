"""Tables that another system wrote, as CSV or as Parquet: both are read as rows of text by the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lfr_eval.core.errors import TableError
from lfr_eval.datasets.tables import Report, Row, Table, read_table, stop

PARQUET = ".parquet"


def read_system_table(path: Path, required: Sequence[str], optional: Sequence[str], report: Report = stop) -> Table:
    """Read a table of another system.

    Args:
        path: Parquet by its suffix, else CSV.
        required: Columns that must be there.
        optional: Columns that may be there; any other is an error.
        report: What to do with each problem.

    Returns:
        Its rows as text; those of a Parquet file are numbered from 1, those of a CSV file by their line.

    Raises:
        TableError: The file or its columns cannot be used, or `report` raised a problem.
    """
    if path.suffix.lower() != PARQUET:
        return read_table(path, required=required, optional=optional, report=report)
    try:
        found = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise TableError(path, expected="a Parquet file", found=" ".join(str(error).split())[:120]) from None
    known, names = (*required, *optional), found.column_names
    if set(required) - set(names) or set(names) - set(known):
        expected = f"the columns {', '.join(required)} and perhaps {', '.join(optional)}"
        raise TableError(path, expected=expected, found=", ".join(names) or "none")
    rows = zip(*(found.column(name).to_pylist() for name in names), strict=True)
    texts = [
        dict(zip(names, (None if value is None else str(value) or None for value in row), strict=True)) for row in rows
    ]
    return Table(path, tuple(names), tuple(Row(path, number, row) for number, row in enumerate(texts, start=1)))
