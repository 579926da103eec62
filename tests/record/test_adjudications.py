"""Decisions on alerts: everybody's is stored, none is altered, none is lost."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.errors import InputError, RecordError, StorageError
from lfr_eval.record.adjudications import FILE, decide, read_adjudications

WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
ONE = Adjudication("run", "P1@2.000", "Ann", Decision.TRUE, "same scar", 4.5, WHEN)


def test_a_decision_is_read_back_as_it_was_made(tmp_path):
    decide(tmp_path / "reviews", ONE)
    seeded = replace(ONE, alert_key="P1@2.000 shown as P2", decision=Decision.UNSURE, seeded=True)
    decide(tmp_path / "reviews", seeded)
    assert read_adjudications(tmp_path / "reviews", "run") == (ONE, seeded)
    assert read_adjudications(tmp_path / "reviews", "another run") == ()


def test_before_the_first_decision_there_are_none_and_no_file(tmp_path):
    assert read_adjudications(tmp_path, "run") == ()
    assert not list(tmp_path.iterdir())


def test_two_reviewers_of_one_alert_are_both_stored(tmp_path):
    decide(tmp_path, ONE)
    decide(tmp_path, replace(ONE, reviewer="Ben", decision=Decision.FALSE))
    assert [(one.reviewer, one.decision) for one in read_adjudications(tmp_path, "run")] == [
        ("Ann", "true"),
        ("Ben", "false"),
    ]


@pytest.mark.parametrize("name", ["Ann", " ann ", "ANN"])
def test_nobody_decides_one_alert_twice(tmp_path, name):
    decide(tmp_path, ONE)
    with pytest.raises(InputError, match="already decided this alert; the first decision stands"):
        decide(tmp_path, replace(ONE, reviewer=name, decision=Decision.FALSE))
    assert read_adjudications(tmp_path, "run") == (ONE,)


def test_a_reviewer_is_one_person_however_the_name_is_typed(tmp_path):
    decide(tmp_path, ONE)
    decide(tmp_path, replace(ONE, alert_key="P2@3.000", reviewer="ann"))
    assert {one.reviewer for one in read_adjudications(tmp_path, "run")} == {"Ann"}


def test_a_decision_without_a_name_is_refused(tmp_path):
    with pytest.raises(InputError, match="name of the reviewer"):
        decide(tmp_path, replace(ONE, reviewer="  "))
    assert not list(tmp_path.iterdir())


def test_reviewers_who_begin_at_the_same_moment_lose_nothing(tmp_path):
    everybody = [replace(ONE, reviewer=f"R{number}") for number in range(24)]
    with ThreadPoolExecutor(12) as people:
        list(people.map(lambda one: decide(tmp_path, one), everybody))
    assert {one.reviewer for one in read_adjudications(tmp_path, "run")} == {one.reviewer for one in everybody}
    assert not list(tmp_path.glob(".alerts-*"))


def test_two_processes_on_one_alert_are_both_stored(tmp_path):
    context = get_context("spawn")
    workers = [context.Process(target=decide, args=(tmp_path, replace(ONE, reviewer=name))) for name in ("Ann", "Ben")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(one.reviewer for one in read_adjudications(tmp_path, "run")) == ["Ann", "Ben"]


@pytest.mark.parametrize("statement", ["UPDATE decisions SET decision = 'false'", "DELETE FROM decisions"])
def test_the_file_itself_refuses_to_forget(tmp_path, statement):
    decide(tmp_path, ONE)
    store = sqlite3.connect(tmp_path / FILE)
    with pytest.raises(sqlite3.IntegrityError, match="decisions are never"):
        store.execute(statement)
    assert store.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()


def test_a_newer_file_is_left_alone(tmp_path):
    decide(tmp_path, ONE)
    store = sqlite3.connect(tmp_path / FILE)
    store.execute("PRAGMA user_version = 2")
    store.close()
    with pytest.raises(RecordError, match="expected schema 1, found 2; update"):
        decide(tmp_path, replace(ONE, reviewer="Ben"))
    with pytest.raises(RecordError, match="found 2"):
        read_adjudications(tmp_path, "run")


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database " * 100)
    with pytest.raises(RecordError, match=r"alerts\.sqlite: the decisions are damaged"):
        decide(tmp_path, ONE)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "reviews").write_text("a file")
    with pytest.raises(StorageError, match="cannot be made"):
        decide(tmp_path / "reviews", ONE)
