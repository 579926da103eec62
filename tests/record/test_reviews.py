"""Reviews: everything is under a name, nothing is altered, nobody overrules what they have not read."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lfr_eval.core.errors import InputError, RecordError, StorageError
from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.record.reviews import FILE, add_entries, read_entries

WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
OPENING = Entry("R1", Phase.BEFORE, Kind.OPENING, "", {"place": "High Street"}, "Ann", WHEN)
TERM = replace(OPENING, kind=Kind.TERM, topic="threshold", content={"value": 0.4})
OPINION = replace(OPENING, kind=Kind.OPINION, content={"decision": "approve", "reasons": "Füße"})
CLOSING = replace(OPENING, kind=Kind.CLOSING, content={"outcome": "approve"})
AFTER = replace(TERM, phase=Phase.AFTER)


def stored(folder, *kinds):
    return [(one.topic, one.author) for one in read_entries(folder, "R1") if one.kind in kinds]


def test_entries_are_read_back_in_order_with_their_numbers(tmp_path):
    add_entries(tmp_path / "reviews", [OPENING, TERM, OPINION], 0)
    add_entries(tmp_path / "reviews", [replace(OPENING, review_id="R2")], 0)
    found = read_entries(tmp_path / "reviews", "R1")
    assert found == tuple(replace(one, number=place) for place, one in enumerate([OPENING, TERM, OPINION], 1))
    assert [one.review_id for one in read_entries(tmp_path / "reviews")] == ["R1", "R1", "R1", "R2"]


def test_before_the_first_review_there_are_none_and_no_file(tmp_path):
    assert read_entries(tmp_path) == ()
    assert not list(tmp_path.iterdir())


def test_two_who_edit_different_terms_at_once_are_both_stored(tmp_path):
    add_entries(tmp_path, [OPENING], 0)
    add_entries(tmp_path, [TERM], 1)
    add_entries(tmp_path, [replace(TERM, topic="place", author="Ben")], 1)
    assert stored(tmp_path, Kind.TERM) == [("threshold", "Ann"), ("place", "Ben")]


def test_the_second_on_one_term_is_told_who_was_first_and_nothing_of_theirs_is_half_stored(tmp_path):
    add_entries(tmp_path, [OPENING], 0)
    add_entries(tmp_path, [TERM], 1)
    late = [replace(TERM, topic="place", author="Ben"), replace(TERM, author="Ben", content={"value": 0.5})]
    with pytest.raises(InputError, match="Ann has written on “threshold” since you read it"):
        add_entries(tmp_path, late, 1)
    assert stored(tmp_path, Kind.TERM) == [("threshold", "Ann")]
    add_entries(tmp_path, late, 2)  # having read it, Ben may
    assert stored(tmp_path, Kind.TERM) == [("threshold", "Ann"), ("place", "Ben"), ("threshold", "Ben")]


def test_opinions_never_wait_for_each_other(tmp_path):
    add_entries(tmp_path, [OPENING], 0)
    members = [replace(OPINION, author=f"M{number}") for number in range(16)]
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda one: add_entries(tmp_path, [one], 1), members))
    assert {who for _, who in stored(tmp_path, Kind.OPINION)} == {one.author for one in members}


def test_a_board_does_not_close_over_what_it_has_not_read(tmp_path):
    add_entries(tmp_path, [OPENING, OPINION], 0)
    add_entries(tmp_path, [replace(OPINION, author="Ben", content={"decision": "refuse"})], 2)
    with pytest.raises(InputError, match="Ben has written on this review since you read it"):
        add_entries(tmp_path, [CLOSING], 2)
    add_entries(tmp_path, [CLOSING], 3)
    assert stored(tmp_path, Kind.CLOSING) == [("", "Ann")]


@pytest.mark.parametrize("late", [TERM, OPINION, CLOSING, replace(TERM, kind=Kind.ANSWER, topic="necessity")])
def test_a_decided_part_is_frozen(tmp_path, late):
    add_entries(tmp_path, [OPENING, OPINION, CLOSING], 0)
    with pytest.raises(InputError, match="this part of the review is decided; nothing was stored"):
        add_entries(tmp_path, [late], 99)
    assert len(read_entries(tmp_path)) == 3


def test_the_second_look_begins_when_the_first_is_decided(tmp_path):
    add_entries(tmp_path, [OPENING], 0)
    with pytest.raises(InputError, match="not decided yet"):
        add_entries(tmp_path, [AFTER], 1)
    add_entries(tmp_path, [CLOSING], 1)
    add_entries(tmp_path, [AFTER], 2)
    assert read_entries(tmp_path)[-1].phase is Phase.AFTER


def test_nothing_is_written_without_a_name(tmp_path):
    with pytest.raises(InputError, match="has a name"):
        add_entries(tmp_path, [replace(OPENING, author="  ")], 0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("statement", ["UPDATE entries SET author = 'Eve'", "DELETE FROM entries"])
def test_the_file_itself_refuses_to_forget(tmp_path, statement):
    add_entries(tmp_path, [OPENING], 0)
    store = sqlite3.connect(tmp_path / FILE)
    with pytest.raises(sqlite3.IntegrityError, match="entries are never"):
        store.execute(statement)
    assert store.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()


def test_a_newer_file_is_left_alone(tmp_path):
    add_entries(tmp_path, [OPENING], 0)
    store = sqlite3.connect(tmp_path / FILE)
    store.execute("PRAGMA user_version = 2")
    store.close()
    with pytest.raises(RecordError, match="expected schema 1, found 2; update lfr-eval to read the reviews"):
        read_entries(tmp_path)


def test_a_damaged_file_and_a_place_that_cannot_be_written_are_named(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database " * 100)
    with pytest.raises(RecordError, match=r"reviews\.sqlite: the reviews are damaged"):
        read_entries(tmp_path)
    (tmp_path / "file").write_text("a file")
    with pytest.raises(StorageError, match="cannot be made"):
        add_entries(tmp_path / "file", [OPENING], 0)
