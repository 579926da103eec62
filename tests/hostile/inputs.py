"""What somebody may have put in the place of a file: none of it is worth more than one line.

Bytes by name, made by rule, so that a kind that is added is tried on every reader.
"""

import gzip
import io
import json
import pickle
import random
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DEEP, DIGITS = 20_000, 5_000
NUMBERS = ["1e308", "-1e308", "1e999", "nan", "-inf", "0x10", "1_000", "9" * DIGITS, "1" + "0" * 30, "-0.0000001", "٣"]
VALUES: dict[str, Any] = {
    "null": None,
    "text": "0.4",
    "empty text": "",
    "long text": "x" * 100_000,
    "true": True,
    "list": [],
    "list of lists": [[[]]],
    "object": {},
    "other keys": {"a": {"b": None}},
    "negative": -1,
    "huge": 10**30,
    "beyond 64 bits": -(2**63) - 1,
    "1e308": 1e308,
    "fraction": 0.5,
    "lone surrogate": "\ud800",
}
"""What a part of a document may be instead of what it is."""


def bomb(levels: int) -> str:
    """Aliases of aliases: nine of each level in the next."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def documents() -> dict[str, bytes]:
    """Texts that are no settings, no header, no score and no truth."""
    texts = {
        "brackets": "[" * DEEP,
        "braces": '{"a":' * DEEP,
        "closed brackets": "[" * DEEP + "]" * DEEP,
        "dashes": "- " * DEEP,
        "question marks": "? " * DEEP,
        "alias bomb": bomb(9),
        "alias of itself": "&a [*a]",
        "merged bomb": bomb(6) + "\nb:\n  <<: *a5\n",
        "unknown alias": "threshold: *nothing",
        "digits": f"alerting: {{threshold: {'9' * DIGITS}}}",
        "digits as key": f"{'9' * DIGITS}: 1",
        "base 60": f"alerting: {{threshold: {':'.join(['59'] * 50_000)}}}",
        "month 13": "alerting: {threshold: 2001-99-99}",
        "moment out of range": "alerting: {threshold: 9999-12-31T23:59:59.9-24:00}",
        "python object": "!!python/object/apply:os.system ['true']",
        "binary": "alerting: !!binary '===='",
        "set": "!!set {a, b}",
        "pairs": "!!pairs [a: 1, a: 2]",
        "complex key": "? [a, b]\n: 1",
        "unknown tag": "!odd {a: 1}",
        "version of YAML": "%YAML 9.9\n---\na: 1",
        "two documents": "a: 1\n---\nb: 2",
        "tab": "alerting:\n\tthreshold: 0.4",
        "open quotes": "alerting: {threshold: '",
        "open escape": 'a: "\\U00110000"',
        "many values": "[" + "1," * 200_000 + "1]",
        "many lines": "- 1\n" * 100_000,
        "long key": "k" * 500_000 + ": 1",
        "null": "null",
        "number": "12",
        "word": "hello",
        "list": "[1, 2]",
        "JSON of another": '{"schema_version": 1, "name": "x"}',
        "JSON lines": '{"a": 1}\n{"b": 2}\n',
        "trailing comma": '{"a": 1,}',
        "NaN": '{"schema_version": NaN}',
        "infinity": '{"schema_version": -Infinity}',
        "1e999": '{"schema_version": 1e999}',
        "surrogate": '{"a": "\\ud800"}',
        "same key twice": '{"a": 1, "a": 2}',
        "markup": "<html><body>not found</body></html>",
        "separator": "sep=;\na;b\n",
        "semicolons": "pass_id;source;subject_id\na;b;c\n",
        "one column": "x\n" * 1_000,
        "open CSV quotes": 'pass_id,source\n"a,b\n',
        "long cell": "pass_id,source\n" + "x" * 300_000 + ",b\n",
        "many columns": ",".join(map(str, range(50_000))) + "\n",
        "carriage returns": "a\rb\rc\r",
        "nothing but commas": "," * 100_000,
        "escapes": "\x1b[2J\x1b]0;title\x07",
        "right to left": "\u202eabc,\u2066def\n",
        "spaces": " " * 100_000,
    }
    return {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()} | raw()


def raw() -> dict[str, bytes]:
    """What is no text."""
    noise = random.Random(1).randbytes(5_000)
    return {
        "nothing": b"",
        "a NUL": b"a: 1\0",
        "NULs": bytes(100_000),
        "byte order mark alone": b"\xef\xbb\xbf",
        "UTF-16": "a: 1".encode("utf-16"),
        "UTF-32": "a: 1".encode("utf-32"),
        "Latin-1": "stra\xdfe: 1".encode("latin-1"),
        "noise": noise,
        "gzip": gzip.compress(b"x" * 100_000),
        "pickle": pickle.dumps({"a": 1}),
        "zip": b"PK\3\4" + noise,
        "PNG": b"\x89PNG\r\n\x1a\n" + noise,
        "PDF": b"%PDF-1.7\n" + noise,
        "program": b"\x7fELF" + noise,
        "SQLite": sqlite_file("CREATE TABLE t (a)"),
    }


def arrays() -> dict[str, bytes]:
    """Files that begin as numpy's, and do not go on so."""
    heads = {
        "shape overflow": "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
        "shape of 10^30": f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({10**30}, 512), }}",
        "huge shape": "{'descr': '<f4', 'fortran_order': False, 'shape': (10000000, 512), }",
        "negative shape": "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 512), }",
        "zero times huge": "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 999999999999999), }",
        "many dimensions": f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({'1, ' * 100}), }}",
        "objects": "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "record type": "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
        "text type": "{'descr': '<U1000000000', 'fortran_order': False, 'shape': (1,), }",
        "odd type": "{'descr': 'zz', 'fortran_order': False, 'shape': (1,), }",
        "Fortran": "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }",
        "code": "__import__('os').system('true')",
        "brackets": "(" * 9_000,
        "empty": "",
        "cut": "{'descr': '<f4', 'fortran_order': False, 'sha",
    }
    made = {name: array_file(head.encode()) for name, head in heads.items()}
    versions = {f"version {major}": b"\x93NUMPY" + bytes([major, 0]) + bytes(20) for major in (0, 2, 3, 9)}
    good = io.BytesIO()
    np.save(good, np.ones((3, 8), np.float32))
    whole = good.getvalue()
    changed = {"too short": whole[:-1], "too long": whole + b"x", "not finite": whole[:-4] + struct.pack("<f", np.nan)}
    return made | versions | changed | {"length of header": b"\x93NUMPY\1\0\xff\xff{"}


def array_file(head: bytes, data: bytes = bytes(16)) -> bytes:
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(head) + 1) + head + b"\n" + data


def tables() -> dict[str, bytes]:
    """Parquet files that are damaged, of something else, or far larger than they look."""
    good = parquet_file(pa.table({"frame": pa.array(range(100)), "person": ["P1"] * 100}))
    cuts = {f"cut at {share} %": good[: len(good) * share // 100] for share in (1, 20, 50, 80, 99)}
    flips = {}
    for seed in range(24):
        place = random.Random(seed).randrange(len(good))
        flips[f"byte {place} turned"] = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
    ends = {f"footer of {n}": good[:-8] + struct.pack("<i", n) + b"PAR1" for n in (-1, 0, 2**31 - 1, len(good))}
    odd = {
        "no columns": pa.table({}),
        "no rows": pa.table({"frame": pa.array([], pa.int64())}),
        "other columns": pa.table({"a": [1]}),
        "lists": pa.table({"frame": [[1], [2]]}),
        "structs": pa.table({"frame": [{"a": {"b": 1}}]}),
        "text for numbers": pa.table({"frame": ["a"], "pts_s": ["b"]}),
        "bytes": pa.table({"person": [b"\xff\xfe"]}),
        "nothing but nulls": pa.table({"frame": pa.nulls(5)}),
        "not finite": pa.table({"pts_s": [float("nan"), float("inf"), -1e308]}),
        "deep": deep_table(),
    }
    bombs = {"rows out of nothing": equal_rows(80_000_000), "a text of 300 MB": parquet_file(long_text())}
    return cuts | flips | ends | bombs | {name: parquet_file(table) for name, table in odd.items()}


def parquet_file(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def deep_table() -> pa.Table:
    kind = pa.int64()
    for _ in range(60):
        kind = pa.struct([("a", kind)])
    return pa.table({"frame": pa.nulls(1, kind)})


def equal_rows(rows: int) -> bytes:
    """As many rows as are asked for, in one part after the other of the same few bytes."""
    sink, part = pa.BufferOutputStream(), pa.table({"frame": pa.nulls(10_000_000, pa.int8())})
    with pq.ParquetWriter(sink, part.schema, compression="zstd") as writer:
        for _ in range(rows // len(part)):
            writer.write_table(part, row_group_size=len(part))
    return sink.getvalue().to_pybytes()


def long_text() -> pa.Table:
    return pa.table({"person": ["x" * 300_000_000]})


def sqlite_file(*statements: str, version: int = 0) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.sqlite"
        store = sqlite3.connect(path)
        store.executescript(";".join([*statements, f"PRAGMA user_version = {version}"]))
        store.close()
        return path.read_bytes()


def ledgers(table: str, columns: str, row: list[object]) -> dict[str, bytes]:
    """SQLite files that are none of ours, or of ours with a wrong value in one place."""
    endless = f"CREATE VIEW {table} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    found = {
        "other table": sqlite_file("CREATE TABLE t (a)", version=1),
        "endless view": sqlite_file(endless, version=1),
        "other columns": sqlite_file(f"CREATE TABLE {table} (a)", version=1),
        "newer": sqlite_file(f"CREATE TABLE {table} (a)", version=99),
        "negative version": sqlite_file(version=-5),
    }
    names = columns.split(", ")
    for place, name in enumerate(names):
        for what, value in (("null", "NULL"), ("blob", "x'fffe'"), ("text", "'odd'"), ("number", "1e308")):
            cells = [value if at == place else repr(cell) for at, cell in enumerate(row)]
            made = f"CREATE TABLE {table} (number INTEGER PRIMARY KEY, {columns})"
            insert = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(cells)})"
            found[f"{name} is {what}"] = sqlite_file(made, insert, version=1)
    return found


def cells(header: str, rows: list[str]) -> dict[str, bytes]:
    """A table with one cell that is not what it must be."""
    first = rows[0].split(",")
    odd = [*NUMBERS, "=HYPERLINK(1)", "x" * 5_000, " x", "\u202e", "2026-13-45", '"a\nb"', "\x1b[31m", "-" * 200]
    found = {}
    for place, column in enumerate(header.split(",")):
        for value in odd:
            changed = [value if at == place else cell for at, cell in enumerate(first)]
            found[f"{column}: {value[:12]!r}"] = "\n".join([header, ",".join(changed), *rows[1:], ""]).encode()
    return found


def mutations(document: Any) -> Iterator[tuple[str, Any]]:
    """The document with one part of it replaced by something else, or left out."""
    for where in _places(document, ()):
        name = ".".join(map(str, where))
        yield f"{name} left out", _changed(document, where, None, leave_out=True)
        for what, value in VALUES.items():
            yield f"{name} is {what}", _changed(document, where, value)


def stated(document: Any) -> bytes:
    return json.dumps(document).encode("utf-8", "surrogatepass")


def _places(part: Any, where: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        yield (*where, key)
        if isinstance(value, dict | list):
            yield from _places(value, (*where, key))


def _changed(part: Any, where: tuple[Any, ...], value: Any, *, leave_out: bool = False) -> Any:
    made = part.copy()
    if len(where) > 1:
        made[where[0]] = _changed(part[where[0]], where[1:], value, leave_out=leave_out)
    elif leave_out:
        del made[where[0]]
    else:
        made[where[0]] = value
    return made
