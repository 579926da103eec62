"""A run is deleted with all that rests on it; a deletion that was cut short is finished by deleting once more."""

import os
import shutil
import time
from pathlib import Path

import pytest
from record_runs import HEADER, noon, write_run

from lfr_eval.core.durable import draft_of, is_left_behind
from lfr_eval.core.errors import RecordError
from lfr_eval.core.home import Home
from lfr_eval.core.processes import numbering
from lfr_eval.record import deleting
from lfr_eval.record.deleting import delete, half_deleted
from lfr_eval.record.leftovers import leftovers, sweep
from lfr_eval.record.listing import list_runs, verify
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.remarks import Remarks, change_remarks
from lfr_eval.record.scores import TOGETHER, write_score
from lfr_eval.record.writer import RunWriter

DIGEST = "ab" * 32


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home")


def scored_run(home: Home) -> Path:
    """A run with a score, a score together with another run, and a tag."""
    path = write_run(home.runs)
    run_id = RunRecord.open(path).run_id
    write_score(home.scores, run_id, DIGEST, {"run_id": run_id})
    write_score(home.scores, TOGETHER, DIGEST, {"run_id": [run_id, "other"]})
    change_remarks(home.notes, run_id, lambda before: before.tagged("night"))
    return path


def files(home: Home) -> list[Path]:
    return [path for path in home.folder.rglob("*") if path.is_file()]


def test_all_that_rests_on_a_run_goes_with_it(home):
    assert delete(home, scored_run(home)) == 1
    assert files(home) == []


def test_damaged_runs_are_deleted(home):
    path = write_run(home.runs)
    (path / "run.json").write_text("{")
    delete(home, path)
    assert list(home.runs.iterdir()) == []


def test_scores_stay_with_a_copy_of_the_run(home):
    path = scored_run(home)
    shutil.copytree(path, home.runs / "copy")
    delete(home, path)
    assert len(list(home.scores.rglob("*.json"))) == 2
    delete(home, home.runs / "copy")
    assert files(home) == []


def test_what_is_not_deleted(tmp_path, home):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").touch()
    (tmp_path / "link").symlink_to(write_run(tmp_path / "runs", now=noon))
    for name in ("photos", "link", "nowhere"):
        with pytest.raises(RecordError, match="not a run; nothing was deleted"):
            delete(home, tmp_path / name)
    with RunWriter(tmp_path, HEADER) as run, pytest.raises(RecordError, match="still being written by process"):
        delete(home, run.partial)
    assert (tmp_path / "photos" / "1.jpg").exists()
    assert verify(tmp_path / "link") == verify(run.path) == []


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("by", ["name", "sweep"])
def test_a_deletion_that_was_cut_short_is_finished(home, by, monkeypatch):
    path = scored_run(home)

    remove = shutil.rmtree

    def cut_short(folder: Path) -> None:
        if deleting.DELETING not in folder.name:
            return remove(folder)
        (folder / "faces.parquet").unlink()
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(deleting.shutil, "rmtree", cut_short)
        with pytest.raises(Killed):
            delete(home, path)
    assert list_runs(home.runs) == []
    (doomed,) = leftovers(home)
    assert [one.parent for one in files(home)] == [doomed] * len(files(home)), "scores go first"
    if by == "name":
        place = half_deleted(home.runs, path.name)
        assert place == path
        assert delete(home, place) == 0
    else:
        sweep(home)
    assert files(home) == []
    assert half_deleted(home.runs, path.name) is None


def test_drafts_of_the_dead_are_swept_and_those_of_the_living_are_not(home):
    home.scores.mkdir(parents=True)
    (home.folder / "datasets" / ".templates").mkdir(parents=True)
    (home.folder / "datasets" / "demo").mkdir()
    here = numbering()
    dead = [
        home.scores / f".{DIGEST}.json.{2**31 - 2}-{here}-0011aabb.tmp",
        home.folder / "datasets" / ".templates" / f".x.npz.{2**31 - 2}-{here}-0011aabb.tmp",
        home.folder / "datasets" / "demo" / f".clip.mp4.{2**31 - 2}-{here}-0011aabb.partial",
    ]
    living = [home.scores / f".{DIGEST}.json.1-{here}-0011aabb.tmp", home.folder / ".bashrc", home.folder / "a.1.tmp"]
    living += [
        home.folder / f".draft.thesis.{2**31 - 2}.tmp",
        home.folder / "datasets" / "demo" / ".labels.20250101.tmp",
    ]
    for path in (*dead, *living):
        path.touch()
    assert leftovers(home) == sorted(dead)
    sweep(home)
    assert sorted(files(home)) == sorted(living)


@pytest.mark.parametrize("where", ["-0123abcd", ""], ids=["of another container", "of an earlier version"])
def test_a_draft_whose_writer_cannot_be_asked_is_left_for_a_day(home, where):
    home.scores.mkdir(parents=True)
    draft = home.scores / f".{DIGEST}.json.{2**31 - 2}{where}-0011aabb.tmp"
    draft.touch()
    assert leftovers(home) == []
    os.utime(draft, (time.time() - 90_000,) * 2)
    assert leftovers(home) == [draft]


@pytest.mark.parametrize("ending", ["tmp", "partial"])
def test_a_draft_of_this_process_is_none_that_was_left(home, ending):
    (draft := draft_of(home.folder / "datasets" / "clip.mp4", ending)).parent.mkdir(parents=True, exist_ok=True)
    draft.touch()
    assert not is_left_behind(draft)
    os.utime(draft, (0, 0))
    assert not is_left_behind(draft)


def test_tags_that_are_given_at_once_are_all_kept(home):
    """Two who tag the same run: the second reads what the first has written."""
    from concurrent.futures import ThreadPoolExecutor

    run_id = RunRecord.open(write_run(home.runs)).run_id
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda n: change_remarks(home.notes, run_id, lambda old: old.tagged(f"t{n}")), range(24)))
    last = change_remarks(home.notes, run_id, lambda old: old)
    assert set(last.tags) == {f"t{n}" for n in range(24)}
    assert isinstance(last, Remarks)
