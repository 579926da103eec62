"""One strict way to read a CSV file: text stays text, and what is wrong has a place."""

from enum import StrEnum
from pathlib import Path

import pytest

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.datasets.tables import Row, read_cells, read_table, stop


class Kind(StrEnum):
    A = "a"
    B = "b"


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        # Ids and words that other readers turn into numbers, truth values or nothing
        ("id,a\n001,NA\n1e5,null\ntrue,nan\n", [("001", "NA"), ("1e5", "null"), ("true", "nan")]),
        # Only the empty cell is missing, quoted or not
        ('id,a\nx,\ny,""\n', [("x", None), ("y", None)]),
        # A byte order mark, Windows line ends, a blank line, no line end at the end
        ("\ufeffid,a\r\nx,1\r\n\r\ny,2", [("x", "1"), ("y", "2")]),
        # Commas, quotes and line ends inside a cell
        ('id,a\nx,"1, ""2""\n3"\n', [("x", '1, "2"\n3')]),
        # Rows of empty cells, as a spreadsheet leaves them behind
        ("id,a\nx,1\n,\n  ,\n,\n", [("x", "1")]),
        # Canonically equal text is one text, whatever wrote it
        ("id,a\nJose\u0301,1\n", [("Jos\u00e9", "1")]),
        # What joins letters of a script, and what chooses the form of one, is spelling
        (
            "id,a\n\u0639\u0644\u06cc\u200c\u0631\u0636\u0627,\u8fbb\U000e0100\n",
            [("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u8fbb\U000e0100")],
        ),
    ],
)
def test_cells_are_text(tmp_path: Path, content: str, cells: list[tuple[str, str | None]]) -> None:
    rows = read_cells(write(tmp_path, content), ["id"], ["a"])
    assert [(row["id"], row["a"]) for row in rows] == cells


@pytest.mark.parametrize(
    ("content", "message"),
    [
        # Nothing at all
        ("", "expected a header row, found an empty file"),
        # Latin-1
        ("id,a\nx,1\ny,café\n".encode("latin-1"), "line 3: expected UTF-8 text, found byte 0xe9"),
        # Zeros, as a crash may leave them
        (b"id,a\nx,\x00\n", "line 2: expected UTF-8 text, found a NUL byte"),
        # A column that must be there
        ("a\n1\n", "column id: expected the columns id, found a"),
        # A column that nobody knows
        ("id,b\nx,1\n", "expected only the columns id, a, found b"),
        # A column that stands twice
        ("id,a,a\nx,1,2\n", "column 3: expected each column once, found 'a'"),
        # A column name with a space
        ("id, a\nx,1\n", "column 2: expected a column name without spaces around it, found ' a'"),
        # Semicolons, tabs, and the line that Excel puts first
        ("id;a\nx;1\n", "line 1: expected the columns id, found cells separated by semicolons; save it with commas"),
        ("id\ta\nx\t1\n", "cells separated by tabs"),
        ("sep=;\nid;a\n", "found 'sep=;', the line that Excel puts first; leave it out"),
        # Two columns that look alike
        ("id,Sex,sex\n", "column 3: expected each column once, found 'sex' beside 'Sex' (they differ in case only)"),
        ("id,a\u200b\n", "found 'a\\u200b' (U+200B ZERO WIDTH SPACE)"),
        # A quote that never ends
        ('id,a\nx,"1\n', "line 2: expected comma-separated cells"),
        # A short and a long row
        ("id,a\nx\n", "line 2: expected 2 cells, found 1"),
        ("id,a\nx,1,2\n", "line 2: expected 2 cells, found 3"),
        # Space around an id would make it another id
        ("id,a\nx ,1\n", "line 2, column id: expected text without spaces around it, found 'x '"),
        # Characters that nobody sees, or takes for a plain space
        (
            "id,a\nx\u200b,1\n",
            "column id: expected text without invisible characters, and with plain spaces, found "
            "'x\\u200b' (U+200B ZERO WIDTH SPACE)",
        ),
        ("id,a\nx\u00a0y,1\n", "(U+00A0 NO-BREAK SPACE)"),
        ("id,a\nx,\u202aleft\n", "column a: expected text without invisible characters"),
        ("id,a\nx,1\u20282\n", "(U+2028 LINE SEPARATOR)"),
        ("id,a\nx\u00a0,1\n", "expected text without spaces around it, found 'x\\xa0' (U+00A0 NO-BREAK SPACE)"),
        ("\ufeff\ufeffid,a\nx,1\n", "(U+FEFF ZERO WIDTH NO-BREAK SPACE)"),
        # One id in both canonical forms is used twice
        ("id,a\nJos\u00e9,1\nJose\u0301,1\n", "expected an id that is used once"),
        # An id used twice, and none
        ("id,a\nx,1\ny,1\nx,1\n", "line 4, column id: expected an id that is used once, found 'x', also in line 2"),
        ("id,a\n,1\n", "line 2, column id: expected a value, found an empty cell"),
        # The line is that on which the row begins
        ('id,a\nx,"1\n2"\ny,3,4\n', "line 4: expected 2 cells"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(write(tmp_path, content), required=["id"], optional=["a"], key="id").read(lambda row: row, stop)
    assert message in str(caught.value)
    assert str(tmp_path / "table.csv") in str(caught.value)


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(TableError, match="expected a file that can be read"):
        read_table(tmp_path / name, required=[])


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0.0), ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("1e1", 10.0), ("+2", 2.0), ("", None)],
)
def test_numbers(tmp_path: Path, text: str, value: float | None) -> None:
    table = read_table(write(tmp_path, f"id,a\nx,{text}\n"), required=["id", "a"])
    assert table.read(lambda row: row.number("a", low=0, high=10), stop) == [value]


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "-1", "10.1", "1_0", "١", "0x1", '"1,5"', "one", "1 s"])
def test_what_is_no_number_in_range(tmp_path: Path, text: str) -> None:
    table = read_table(write(tmp_path, f"id,a\nx,{text}\n"), required=["id", "a"])
    with pytest.raises(TableError, match="line 2, column a: expected a number of seconds from 0 to 10, found"):
        table.read(lambda row: row.number("a", low=0, high=10, unit="seconds"), stop)


def test_words_and_days(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "kind,day,a\na,2026-01-31,1\n,,1\n"), required=["kind", "day", "a"])
    days = [str(day) for day in table.read(lambda row: row.day("day"), stop)]
    assert (table.read(lambda row: row.choice("kind", Kind), stop), days) == ([Kind.A, None], ["2026-01-31", "None"])


def test_a_check_learns_every_problem_and_the_good_rows(tmp_path: Path) -> None:
    def parse(row: Row) -> str:
        row.need_number("number", low=0)
        row.choice("kind", Kind)
        row.day("day")
        return row.need("id")

    content = "id,number,kind,day\ngood,1,a,2026-01-31\nx,-1,c,31/01/2026\nshort\nx,,b,\n"
    problems: list[InputError] = []
    columns = ["id", "number", "kind", "day"]
    table = read_table(write(tmp_path, content), required=columns, key="id", report=problems.append)
    assert table.read(parse, problems.append) == ["good"]
    assert [str(problem).removeprefix(f"{tmp_path}/table.csv, ") for problem in problems] == [
        "line 4: expected 4 cells, found 1",
        "line 3, column number: expected a number, 0 or more, found '-1'",
        "line 3, column kind: expected a or b, found 'c'",
        "line 3, column day: expected a date such as 2026-01-31, found '31/01/2026'",
        "line 5, column id: expected an id that is used once, found 'x', also in line 3",
        "line 5, column number: expected a value, found an empty cell",
    ]
