"""Pairs for 1:1 comparison, as LFW publishes them and as a CSV file."""

from pathlib import Path

import pytest

from lfr_eval.core.errors import TableError
from lfr_eval.datasets.pairs import read_pairs

GOOD = "2\t1\nAnn\t1\t2\nAnn\t1\tBob\t10\nBob\t3\t4\nCid\t1\tBob\t2\n"


def write(folder: Path, content: str, name: str = "pairs.txt") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_pairs_of_each_fold(tmp_path: Path) -> None:
    pairs = read_pairs(write(tmp_path, GOOD), Path("lfw"))
    assert [(pair.first.name, pair.second.name, pair.mated, pair.fold) for pair in pairs] == [
        ("Ann_0001.jpg", "Ann_0002.jpg", True, 1),
        ("Ann_0001.jpg", "Bob_0010.jpg", False, 1),
        ("Bob_0003.jpg", "Bob_0004.jpg", True, 2),
        ("Cid_0001.jpg", "Bob_0002.jpg", False, 2),
    ]
    assert pairs[0].first.parent == Path("lfw/Ann")


def test_view_1_is_one_fold(tmp_path: Path) -> None:
    # pairsDevTrain.txt and pairsDevTest.txt say how many pairs of each kind there are, and nothing of folds
    path = write(tmp_path, "2\r\nAnn\t1\t2\r\nBob\t3\t4\r\nAnn\t1\tBob\t2\r\nCid\t1\tBob\t2\r\n", "pairsDevTest.txt")
    assert [(pair.mated, pair.fold) for pair in read_pairs(path, tmp_path)] == [(True, 1)] * 2 + [(False, 1)] * 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        # No head, as in a list without folds
        ("Ann\t1\t2\n", "line 1: expected the numbers of folds and of pairs"),
        ("", "found an empty file"),
        # More numbers than a head has
        ("2\t1\t1\n", "line 1: expected the numbers of folds and of pairs"),
        # View 1, cut off
        ("2\nAnn\t1\t2\n", "expected 4 pairs (1 folds of 2 mated and 2 non-mated), found 1"),
        # Cut off
        (GOOD[:-12], "expected 4 pairs (2 folds of 1 mated and 1 non-mated), found 3"),
        # A non-mated pair where a mated one must stand
        (GOOD.replace("Bob\t3\t4", "Bob\t3\tCid\t4"), "line 4: expected name, number, number, separated by tabs"),
        # A non-mated pair of one person
        (GOOD.replace("Cid\t1", "Bob\t1"), "line 5: expected name, number, another name, number"),
        # A number that is none
        (GOOD.replace("\t10", "\tx"), "line 3: expected"),
        # A name that leaves the folder
        (GOOD.replace("Cid", "../Cid"), "line 5: expected"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read_pairs(write(tmp_path, content), tmp_path)
    assert message in str(caught.value)


def test_a_csv_file_of_pairs(tmp_path: Path) -> None:
    path = write(tmp_path, "path_a,path_b,mated,fold\na.jpg,in/b.jpg,yes,1\na.jpg,c.jpg,no,2\n", "pairs.csv")
    first, second = read_pairs(path, tmp_path)
    assert (first.first, first.second) == (tmp_path / "a.jpg", tmp_path / "in/b.jpg")
    assert [(pair.mated, pair.fold) for pair in (first, second)] == [(True, 1), (False, 2)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("../a.jpg,b.jpg,yes,1", "column path_a: expected a path inside"),
        ("a.jpg,/b.jpg,yes,1", "column path_b: expected a path inside"),
        ("a.jpg,b.jpg,1,1", "column mated: expected yes or no"),
        ("a.jpg,b.jpg,,1", "column mated: expected a value"),
        ("a.jpg,b.jpg,no,0", "column fold: expected a whole number from 1"),
    ],
)
def test_a_row_that_is_refused(tmp_path: Path, row: str, message: str) -> None:
    path = write(tmp_path, f"path_a,path_b,mated,fold\n{row}\n", "pairs.csv")
    with pytest.raises(TableError) as caught:
        read_pairs(path, tmp_path)
    assert f"line 2, {message}" in str(caught.value)


def test_real_pairs(shared_data: Path) -> None:
    pairs = read_pairs(shared_data / "lfw/pairs.txt", shared_data / "lfw/lfw-deepfunneled")
    assert (len(pairs), sum(pair.mated for pair in pairs), {pair.fold for pair in pairs}) == (
        3000,
        1500,
        set(range(1, 6)),
    )
    assert all(pair.first.is_file() and pair.second.is_file() for pair in pairs)
