"""Tables that another system wrote, as CSV or as Parquet: both are read as rows of text by the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lfr_eval.core.errors import TableError
from lfr_eval.core.given import TABLE_BYTES, open_file
from lfr_eval.core.kinds import ENOUGH_BYTES, Kind, kind_of
from lfr_eval.core.names import canonical
from lfr_eval.core.outside.parquet import parse_parquet
from lfr_eval.datasets.tables import Report, Row, Table, read_table, refuse_unseen, stop

PARQUET, MAGIC = ".parquet", b"PAR1"


def read_system_table(path: Path, required: Sequence[str], optional: Sequence[str], report: Report = stop) -> Table:
    """Read a table of another system.

    Args:
        path: Parquet by its suffix or its first bytes, else CSV.
        required: Columns that must be there.
        optional: Columns that may be there; any other is an error.
        report: What to do with each problem.

    Returns:
        Its rows as text; those of a Parquet file are numbered from 1, those of a CSV file by their line.

    Raises:
        TableError: The file or its columns cannot be used, or `report` raised a problem.
    """
    if not _is_parquet(path):
        return read_table(path, required=required, optional=optional, report=report)
    try:
        found = parse_parquet(path)
    except (OSError, ValueError) as error:
        raise TableError(path, expected="a Parquet file", found=str(error)) from None
    found = found.rename_columns([canonical(name) for name in found.column_names])
    known, names = (*required, *optional), found.column_names
    if set(required) - set(names) or set(names) - set(known):
        expected = f"the columns {', '.join(required)} and perhaps {', '.join(optional)}"
        raise TableError(path, expected=expected, found=", ".join(names) or "none")
    columns = [[_text(value) for value in found.column(name).to_pylist()] for name in names]
    rows = tuple(
        Row(path, number, dict(zip(names, cells, strict=True)))
        for number, cells in enumerate(zip(*columns, strict=True), start=1)
        if any(cells)
    )
    for row in rows:
        refuse_unseen(row)
    return Table(path, tuple(names), rows)


def _is_parquet(path: Path) -> bool:
    try:
        with open_file(path, TABLE_BYTES) as stream:
            start = stream.read(ENOUGH_BYTES)
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise TableError(path, expected="a file that can be read", found=found) from error
    if path.suffix.lower() == PARQUET and not start.startswith(MAGIC):
        found = kind_of(start) or Kind("text", "give it the suffix .csv, if it is a table in CSV")
        raise TableError(path, expected="a Parquet file", found="; ".join(found))
    return start.startswith(MAGIC)


def _text(value: object) -> str | None:
    return None if value is None else canonical(str(value)) or None
