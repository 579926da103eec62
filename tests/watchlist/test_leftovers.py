"""What is swept is what writers left, never what somebody keeps under a name that looks like it."""

import shutil

import pytest
from synthetic_runs import make_list

from lfr_eval.core.errors import InputError
from lfr_eval.watchlist.leftovers import leftovers, sweep
from lfr_eval.watchlist.store import read_watchlist

DEAD = 2**31 - 2


@pytest.fixture
def lists(tmp_path):
    make_list(tmp_path / "square", 1, 2)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "square.partial-evidence",
        "square.partial-notes",
        "square.replaced-2025",
        "square/tables-mine",
        f"square.partial-{DEAD}-ab_cd012",  # named as a writer would, but filled by somebody else
        "square/tables-0123456789abcdef",
    ],
)
def test_what_somebody_keeps_stays(lists, name):
    (lists / name).mkdir()
    kept = lists / name / "photograph.jpg"
    kept.write_bytes(b"mine")
    sweep(lists)
    assert kept.read_bytes() == b"mine"
    assert leftovers(lists) == []


def test_what_a_killed_writer_left_goes(lists):
    left = lists / f"square.partial-{DEAD}-ab_cd012"
    shutil.copytree(lists / "square", left)
    assert leftovers(lists) == [left]
    sweep(lists)
    assert not left.exists()
    assert len(read_watchlist(lists / "square").entries) == 2


def test_while_the_named_list_is_damaged_nothing_of_it_goes(lists):
    path = lists / "square"
    spare = path / "tables-0123456789abcdef"
    spare.mkdir()
    for part in ("entries.parquet", "templates.npy"):
        shutil.copy(path / part, spare)
    assert leftovers(lists) == [spare]
    (path / "templates.npy").write_bytes(b"damaged")
    sweep(lists)
    assert sorted(one.name for one in spare.iterdir()) == ["entries.parquet", "templates.npy"]


@pytest.mark.parametrize("name", ["ok.partial-2", "square.replaced-2025"])
def test_no_list_takes_a_name_of_writers(lists, name):
    with pytest.raises(InputError, match="which marks what is unfinished"):
        make_list(lists / name, 1)
