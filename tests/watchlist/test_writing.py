"""One writer at a time for each name; what a killed writer left goes at the next use."""

import shutil
from pathlib import Path
from threading import Barrier, Thread

import pytest
from test_store import enrolled, write

from lfr_eval.core.errors import WatchlistError
from lfr_eval.watchlist import writing
from lfr_eval.watchlist.leftovers import leftovers, sweep
from lfr_eval.watchlist.store import list_watchlists, read_header, read_watchlist
from lfr_eval.watchlist.writing import claim_list


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    write(tmp_path / "lists" / "first", enrolled(tmp_path, "ann"))
    return tmp_path / "lists" / "first"


@pytest.mark.parametrize("replace", [False, True])
def test_of_many_who_write_one_name_at_once_one_does_and_the_others_are_told(tmp_path: Path, replace: bool) -> None:
    path, here, said = tmp_path / "lists" / "same", Barrier(6), []
    if replace:
        write(path, enrolled(tmp_path, "before"))

    def work() -> None:
        here.wait()
        try:
            with claim_list(path, replace):
                here.wait(30)
                said.append("done")
        except WatchlistError as error:
            said.append(str(error))
            here.wait(30)

    people = [Thread(target=work) for _ in range(6)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert said.count("done") == 1
    assert {one for one in said if one != "done"} == {
        f"{path}: a list of this name is being written just now; wait for it, or give another name"
    }


def test_a_claim_leaves_nothing_and_other_names_are_free(stored: Path) -> None:
    with claim_list(stored.parent / "second"), claim_list(stored.parent / "third"):
        assert list_watchlists(stored.parent) == [stored]
    assert list(stored.parent.iterdir()) == [stored]


def test_a_list_can_be_replaced_again_and_again(tmp_path: Path, stored: Path) -> None:
    for name in ("bob", "cleo", "dan"):
        write(stored, enrolled(tmp_path, name), replace=True)
        found = read_watchlist(stored)
        assert found.submitted == {name}
        assert [path.read_text() for path in found.images.iterdir()] == [name]
        assert sorted(path.name for path in stored.iterdir()) == sorted(["list.json", found.header.tables])


class Killed(BaseException):
    """The process ends here."""


STEPS = [
    (writing.pq, "write_table"),
    (writing.np, "save"),
    (writing.os, "fsync"),
    (Path, "rename"),
    (Path, "write_text"),
    (Path, "replace"),
]


@pytest.mark.parametrize(("where", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("after", [False, True])
def test_a_list_stands_at_every_step_of_its_replacement(tmp_path, stored, monkeypatch, where, step, after) -> None:
    new, usual = enrolled(tmp_path, "bob"), getattr(where, step)

    def killed(*given: object, **named: object) -> None:
        if after:
            usual(*given, **named)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(writing.shutil, "rmtree", lambda *_, **__: None)  # nothing is tidied by the dead
        patched.setattr(writing, "sweep_list", lambda _: None)
        patched.setattr(where, step, killed)
        with pytest.raises(Killed):
            write(stored, new, replace=True)
    done = (step, after) == ("replace", True)
    assert read_watchlist(stored).submitted == ({"bob"} if done else {"ann"})
    assert list_watchlists(stored.parent) == [stored]
    left = leftovers(stored.parent)
    assert left
    sweep(stored.parent)
    assert leftovers(stored.parent) == []
    assert list(stored.parent.iterdir()) == [stored]
    assert read_watchlist(stored).submitted == ({"bob"} if done else {"ann"})


def test_a_list_that_an_earlier_version_lost_gets_its_name_back(tmp_path: Path, stored: Path) -> None:
    """It was killed between its two renames."""
    write(tmp_path / "new", enrolled(tmp_path, "bob"))
    (tmp_path / "new").rename(stored.parent / "first.partial-1-ab_cd012")
    stored.rename(stored.parent / "first.replaced-1-ab_cd012")
    sweep(stored.parent)
    assert read_watchlist(stored).submitted == {"ann"}
    assert list(stored.parent.iterdir()) == [stored]


def test_what_somebody_is_writing_is_not_swept(tmp_path: Path, stored: Path) -> None:
    with claim_list(stored, replace=True):
        (stored.parent / "first.partial-1-ab_cd012").mkdir()
        sweep(stored.parent)
        assert leftovers(stored.parent) == []
        assert (stored.parent / "first.partial-1-ab_cd012").exists()


def test_a_reader_finds_the_list_that_replaced_the_one_it_began_with(tmp_path, stored, monkeypatch) -> None:
    """The list is replaced after its header was read and before its tables were."""
    from lfr_eval.watchlist import store

    before = read_header(stored)
    shutil.copytree(stored, tmp_path / "copy")
    write(stored, enrolled(tmp_path, "bob"), replace=True)
    answers = [before]
    monkeypatch.setattr(store, "read_header", lambda path: answers.pop() if answers else read_header(path))
    assert read_watchlist(stored).submitted == {"bob"}
