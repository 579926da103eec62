"""A run is known by its folder's name and by its id; the name may change, the record never does."""

import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from record_runs import HEADER, write_run

from lfr_eval.core.errors import InputError, RecordError
from lfr_eval.core.home import Home
from lfr_eval.record.header import read_header
from lfr_eval.record.listing import list_runs, resolve, verify
from lfr_eval.record.naming import fit_name, is_elsewhere, place_of, rename
from lfr_eval.record.remarks import NOTHING_WRITTEN, Remarks, change_remarks, forget_remarks, read_remarks
from lfr_eval.record.writer import RunWriter

NFD, NFC = (unicodedata.normalize(form, "café") for form in ("NFD", "NFC"))


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Home(tmp_path / "home")


def record(home: Home, name: str | None = None) -> Path:
    return write_run(home.runs, 1, out=home.runs / name if name else None)


@pytest.mark.parametrize(
    ("out", "place"),
    [
        ("monday", "home/reports/runs/monday"),
        ("./monday", "home/reports/runs/monday"),
        ("reports/runs/monday", "home/reports/runs/monday"),
        (NFD, f"home/reports/runs/{NFC}"),
        ("/elsewhere/monday", "/elsewhere/monday"),
    ],
)
def test_where_a_named_run_is_recorded(home, tmp_path, out, place):
    assert place_of(home, Path(out)) == tmp_path / place
    assert is_elsewhere(home, tmp_path / place) == out.startswith("/")


def test_a_name_that_looks_like_one_that_is_taken_is_refused(home):
    record(home, "monday")
    with pytest.raises(RecordError, match="there is a run 'monday' already"):
        place_of(home, Path("Monday"))
    with pytest.raises(RecordError, match="there is something here already"):
        place_of(home, Path("monday"))


@pytest.mark.parametrize("name", ["x.partial", "x.partial-2", "x.replaced-9", "aux", "a:b"])
def test_a_place_elsewhere_has_a_name_for_folders_too(home, tmp_path, name):
    with pytest.raises(InputError, match="--out: expected the name of a folder on any system"):
        place_of(home, tmp_path / name)


@pytest.mark.parametrize("out", [".", "..", "a/b", "../monday", "reports/monday", "home/reports/runs/monday"])
def test_a_relative_path_that_is_no_name_is_refused(home, out):
    with pytest.raises(InputError, match=r"expected a name|name of a run"):
        place_of(home, Path(out))


@pytest.mark.parametrize(
    "name",
    [
        *("", " monday", "latest", "20250601T120000Z-0123abcd", ".hidden", "monday.", "monday.partial"),
        *("a/b", "a\\b", "a:b", "a?", "mon\u200bday", "mon\u00a0day", "x" * 201),
    ],
)
def test_names_that_do_not_fit(home, name):
    with pytest.raises(InputError, match="name of a run: expected"):
        fit_name(name)
    run = record(home)
    with pytest.raises(InputError):
        rename(run, name)
    assert run.is_dir()


def test_every_way_to_call_a_run_finds_it(home):
    other, run = record(home), record(home, "monday")
    run_id = read_header(run).run_id
    for name in ("monday", "mon", run_id, run_id[:-2], str(run), "reports/runs/monday", "home/reports/runs/monday"):
        assert resolve(home.runs, name).samefile(run), name
    assert resolve(home.runs, other.name) == other


def test_a_name_is_found_in_either_canonical_form_and_almost_is_said(home):
    run = record(home, NFD)
    assert resolve(home.runs, NFC) == resolve(home.runs, NFD) == run
    with pytest.raises(RecordError, match=r"no run in .*; there is 'café' \(they differ in case only\)"):
        resolve(home.runs, "CAFÉ")


def test_more_than_one_run_is_refused_with_the_candidates(home, tmp_path):
    first, second = record(home, "monday-1"), record(home, "monday-2")
    first_id = read_header(first).run_id
    with pytest.raises(RecordError, match=rf"more than one run: .*monday-1 \({first_id}\)"):
        resolve(home.runs, "monday")
    copy = shutil.copytree(first, first.with_name("copy"))
    with pytest.raises(RecordError, match=r"more than one run: (copy|monday-1) \("):
        resolve(home.runs, first_id)
    assert resolve(home.runs, "copy") == copy
    # a folder of that name here, and a run of that name there
    write_run(tmp_path, 1, out=tmp_path / "monday-2")
    with pytest.raises(RecordError, match=r"more than one run: .*; give a path"):
        resolve(home.runs, "monday-2")
    assert resolve(home.runs, str(second)) == second


def test_a_whole_name_goes_before_the_id_of_a_copy(home):
    run = record(home)
    shutil.copytree(run, run.with_name("copy"))
    assert resolve(home.runs, run.name) == run


def test_a_renamed_run_is_what_it_was(home):
    run = record(home)
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    named = rename(run, "monday")
    assert named == home.runs / "monday"
    assert {path.name: path.read_bytes() for path in named.iterdir()} == before
    assert verify(named) == []
    assert read_header(named).title == f"monday ({run.name})"
    assert resolve(home.runs, run.name) == named
    again = rename(named, "tuesday")
    assert rename(again, run.name) == run
    assert read_header(run).title == run.name


def test_a_name_that_is_taken_is_refused(home):
    run, other = record(home), record(home, "monday")
    for name, said in (("monday", "already"), ("Monday", "they differ in case only")):
        with pytest.raises(RecordError, match=said):
            rename(run, name)
    (home.runs / "notes").mkdir()
    with pytest.raises(RecordError, match="already; nothing was renamed"):
        rename(run, "notes")
    assert {path.name for path in home.runs.iterdir()} == {run.name, other.name, "notes"}
    assert rename(other, "Monday") == home.runs / "Monday"


def test_a_run_that_is_being_written_is_not_renamed_and_an_interrupted_one_stays_unfinished(home, monkeypatch):
    with RunWriter(home.runs, HEADER) as run:
        with pytest.raises(RecordError, match="still being written"):
            rename(run.partial, "monday")
        left = shutil.copytree(run.partial, home.runs / "left.partial")
    text = (left / "run.json").read_text().replace(f'"pid": {os.getpid()}', '"pid": 999999999')
    (left / "run.json").write_text(text)
    assert read_header(left).status == "interrupted"
    assert rename(left, "torn") == home.runs / "torn.partial"
    assert resolve(home.runs, "torn") == home.runs / "torn.partial"


def test_tags_and_notes_hang_on_the_id_and_outlive_a_renaming(home):
    run = record(home)
    written = NOTHING_WRITTEN.tagged("night", NFD, "Night")
    assert written.tags == ("night", NFC)
    change_remarks(home.notes, run.name, lambda _: Remarks(written.tags, "lamp broken"))
    named = rename(run, "monday")
    assert read_remarks(home.notes, read_header(named).run_id) == Remarks(("night", NFC), "lamp broken")
    assert verify(named) == []
    assert read_remarks(home.notes, list_runs(home.runs)[0].run_id).untagged("NIGHT", NFD).tags == ()
    change_remarks(home.notes, run.name, lambda _: NOTHING_WRITTEN)
    assert list(home.notes.iterdir()) == []
    forget_remarks(home.notes, run.name)


@pytest.mark.parametrize("tag", ["", " x", "a,b", "x" * 41, "a\u200b"])
def test_tags_that_are_refused(tag):
    with pytest.raises(InputError, match="tag: expected"):
        NOTHING_WRITTEN.tagged(tag)
    with pytest.raises(InputError, match="tag: expected one of none"):
        NOTHING_WRITTEN.untagged("x")


@pytest.mark.parametrize("text", ["{", "[]", '{"schema_version": 1}', '{"schema_version": 9, "tags": [], "note": ""}'])
def test_remarks_that_cannot_be_read_are_named_and_not_overwritten(home, text):
    run = record(home)
    home.notes.mkdir(parents=True)
    (home.notes / f"{run.name}.json").write_text(text)
    assert f"{run.name}.json" in read_remarks(home.notes, run.name).problem
    with pytest.raises(RecordError, match=r"damaged|newer"):
        change_remarks(home.notes, run.name, lambda _: Remarks(("x",)))
    assert (home.notes / f"{run.name}.json").read_text() == text
