"""What is said of a list: who can be found, what is not recorded, and nothing of who they are unless asked."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from lfr_eval.datasets.subjects import LabelSource, Subject, Subjects
from lfr_eval.ui.views import watchlists as view
from lfr_eval.watchlist.enrol import Entry, count
from lfr_eval.watchlist.lookalikes import look_alikes
from lfr_eval.watchlist.watchlist import ListHeader, ListModels, Watchlist

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def entry(name, person=None, *, reason=None, eye_px=40.0, added=None, expires=None, category="wanted"):
    return Entry(name, person or name, category, added, expires, "custody", reason, eye_px, 0.8, False, 0)


def listed(*entries, templates=None):
    enrolled = sum(one.reason is None for one in entries)
    templates = np.eye(max(enrolled, 1), dtype=np.float32)[:enrolled] if templates is None else templates
    header = ListHeader(
        name="square",
        created_utc=AT,
        models=ListModels(pack="vectron", digests={}),
        portrait={"min_eye_px": 12.0},
        list_digest="ab",
        counts=count(entries, {}),
    )
    return Watchlist(header, entries, templates, Path())


def test_the_answer_first_then_who_cannot_be_found():
    found = listed(entry("ann"), entry("bob", reason="no face", eye_px=None, category=None))
    assert view.answer(found) == (
        "1 of 2 people on this list can be found, by 1 photograph (model pack vectron, enrolled 1 May 2026)."
    )
    fte, category, taken, sealed = view.reservations(found)
    assert fte == (
        "Failure to enrol (FTE): 1 of 2 photographs = 50 % (95 % 1.26 % to 98.7 %). 1 person cannot be found at all: "
        "each pass of theirs is a miss."
    )
    assert category == "Not recorded for 1 of 2 entries: why somebody is listed (category)."
    assert taken == "When the photographs were taken is not recorded in any list."
    assert "not sealed" in sealed


@pytest.mark.parametrize("named", [False, True])
def test_entries_are_named_only_to_who_keeps_the_list(named):
    twin = np.float32([[1, 0], [1, 0], [0.8, 0.6]])
    found = listed(entry("ann"), entry("bob"), entry("cyd"), entry("lost", reason="no face"), templates=twin)
    failures = view.failures(found, AT, named)
    alike = view.pairs(found, look_alikes(["ann", "bob", "cyd"], twin, 0.7), named)
    assert alike["Kind"].tolist() == ["near-duplicate, two people"] + ["look-alikes"] * 3
    assert alike["Similarity"].tolist() == ["1.000", "1.000", "0.800", "0.800"]
    shown = failures.to_csv() + alike.to_csv()
    assert [name in shown for name in ("ann", "bob", "cyd", "lost")] == [named] * 4


def test_resemblance_counts_pairs_over_all_pairs():
    templates = np.float32([[1, 0], [0.8, 0.6], [-1, 0]])
    persons = ["ann", "bob", "cyd"]
    some, _ = view.resemblance(look_alikes(persons, templates, 0.7), 0.7, 3)
    assert some.startswith("1 pair of different people, of the 3 on the list, resemble each other by 0.7 or more.")
    none, twice = view.resemblance(look_alikes(persons, templates, 0.9), 0.9, 3)
    assert "0 pairs of different people" in none
    assert "are not on the list" in none
    assert twice.endswith("0 pairs under two different people, and 0 pairs under one.")


def test_ages_and_expiry_in_bands():
    found = listed(
        entry("today", added="2026-05-01", expires="2026-05-02"),  # added on a day that has not ended
        entry("old", added="2019-01-01", expires="2026-04-30"),
        entry("ever"),
    )
    assert view.ages(found, AT).to_numpy().tolist() == [["up to 1 day", 1], ["over 5 years", 1], ["not recorded", 1]]
    assert view.times_left(found, AT).to_numpy().tolist() == [["expired", 1], ["up to 31 days", 1], ["never", 1]]
    assert view.expiry(found, AT) == (
        "1 of 3 entries have expired: nobody is searched for by them, yet they are still stored. "
        "1 of 3 entries never expire."
    )


def test_sizes_in_bins_of_whole_pixels():
    found = listed(entry("ann", eye_px=24.0), entry("bob", eye_px=25.0), entry("cyd", eye_px=48.0))
    sizes = view.sizes(found)
    assert sizes["Photographs"].sum() == 3
    assert sizes.iloc[0].tolist() == ["24 up to 28", 2]
    assert view.quality(found, AT).startswith("Half of 3 enrolled photographs have 25 px or more between the eyes")
    assert view.quality(listed(entry("bob", reason="no face")), AT) == "No photograph is enrolled."


def test_children_relatives_and_what_is_not_recorded():
    known = [
        Subject("ann", {"sex": "F"}, age=15.0, kin_of=frozenset({"bob"})),
        Subject("bob", {"sex": "M"}, age=40.0),
        Subject("cyd", {}, label_source=LabelSource.MODEL),
        Subject("else", {"sex": "F"}),
    ]
    people = view.people(
        listed(entry("ann"), entry("bob"), entry("cyd"), entry("dan")),
        Subjects({one.subject_id: one for one in known}),
        AT,
    )
    assert people.sentence == (
        "The file tells of 3 of 4 listed people. 1 of 2 whose age is recorded are under 18. Of 2 the age is not "
        "recorded. 2 people are listed together with a relative. Some labels were inferred by a model: they are no "
        "evidence about people."
    )
    assert people.table.to_numpy().tolist() == [
        ["age", "30-44", 1],
        ["age", "under 18", 1],
        ["age", "not recorded", 2],
        ["sex", "F", 1],
        ["sex", "M", 1],
        ["sex", "not recorded", 2],
    ]


def test_without_any_age_it_says_that_children_cannot_be_told():
    people = view.people(listed(entry("ann")), Subjects({"ann": Subject("ann", {"sex": "F"})}), AT)
    assert people.sentence.endswith("whether children are on the list cannot be told.")
