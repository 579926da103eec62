"""A run goes by its name and by its id in every command, wherever it is called from."""

import json

import pytest
from command import refusal, tree

from lfr_eval.core.home import Home
from lfr_eval.evaluate.review.evidence import digests
from lfr_eval.evaluate.review.hold import hold
from lfr_eval.evaluate.review.terms import Terms
from lfr_eval.evaluate.score.evidence import kept_scores
from lfr_eval.evaluate.score.policy import Policy
from lfr_eval.record.listing import verify

WATCH = ("--watchlist", "watchlists/people", "--duration", "0.2", "--json")


@pytest.fixture
def named(call, own_run, home):
    """The run under a name."""
    assert call(home, "runs", "rename", own_run.name, "monday").code == 0
    return own_run.with_name("monday")


@pytest.mark.parametrize("out", ["monday", "reports/runs/monday"])
def test_a_relative_out_lands_in_the_home_from_wherever_it_is_called(call, town, home, tmp_path, monkeypatch, out):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    said = json.loads(call(home, "watch", town.clip, *WATCH, "--out", out).out)
    assert said["run"] == str(home / "reports" / "runs" / "monday")
    assert tree(elsewhere) == {}
    for name in ("monday", said["run_id"], "reports/runs/monday"):
        assert call(home, "score", name, "--truth", town.truth).code == 0, name
        assert call(home, "runs", "verify", name).out == "monday: unaltered\n"
    shown = call(home, "runs", "show", said["run_id"]).out
    assert f"Run monday ({said['run_id']}) is complete" in shown


def test_an_absolute_out_goes_where_it_says_and_that_is_said(call, town, home, tmp_path):
    place = tmp_path / "usb" / "monday"
    words = call(home, "watch", town.clip, *WATCH[:-1], "--out", place).out
    assert "outside of this home" in words
    assert json.loads(call(home, "runs", "list", "--json").out) == []
    assert call(home, "score", place, "--truth", town.truth).code == 0
    assert call(home, "runs", "verify", place).code == 0
    assert "no run in" in refusal(call(home, "runs", "show", "monday"))
    assert call(home, "runs", "rename", place, "tuesday").code == 0
    assert place.with_name("tuesday").is_dir()


def test_a_place_that_is_no_name_is_refused_before_anything_is_watched(call, town, home):
    before = tree(home)
    assert "expected a name" in refusal(call(home, "watch", town.clip, *WATCH, "--out", "a/b"))
    assert tree(home) == before


def test_scores_and_digests_of_a_review_outlive_a_renaming(call, town, home, own_run):
    assert call(home, "score", "latest", "--truth", town.truth).code == 0
    run_id, place = own_run.name, Home(home)
    held = hold(place, [run_id], None, Policy(fpir=0.5))
    before, stated = digests(place, Terms(), held), digests_kept(place, run_id)
    assert call(home, "runs", "rename", "latest", "monday").out.startswith(f"{run_id} is called monday ({run_id}) now")
    assert digests(place, Terms(), held) == before
    assert "gone" not in before.values()
    assert digests_kept(place, run_id) == stated
    assert hold(place, ["monday"], None, Policy(fpir=0.5)) == held
    assert verify(own_run.with_name("monday")) == []


def digests_kept(home: Home, run_id: str) -> int:
    return len(kept_scores(home, run_id))


def test_tags_and_notes_are_shown_and_go_with_the_run(call, home, named, own_run):
    assert call(home, "runs", "tag", "monday", "night", "gate 4").out.splitlines()[1] == "Tags: night, gate 4"
    assert "Note: lamp broken" in call(home, "runs", "note", own_run.name, " lamp broken ").out
    (row,) = json.loads(call(home, "runs", "list", "--json").out)
    assert (row["run"], row["run_id"], row["tags"], row["note"]) == (
        "monday",
        own_run.name,
        ["night", "gate 4"],
        "lamp broken",
    )
    assert "[night] [gate 4]" in call(home, "runs", "list").out
    assert len(call(home, "runs", "list", "--tag", "NIGHT").out.splitlines()) == 1
    assert json.loads(call(home, "runs", "list", "--tag", "day", "--json").out) == []
    words = call(home, "runs", "show", "monday").out
    assert "Tags: night, gate 4\nNote: lamp broken\n" in words
    stated = json.loads(call(home, "runs", "show", "monday", "--json").out)
    assert (stated["name"], stated["tags"], stated["note"]) == ("monday", ["night", "gate 4"], "lamp broken")
    assert call(home, "runs", "tag", "monday", "night", "--remove").out.splitlines()[1] == "Tags: gate 4"
    assert "expected one of gate 4, found 'night'" in refusal(call(home, "runs", "tag", "monday", "night", "--remove"))
    assert verify(named) == []
    assert call(home, "runs", "delete", own_run.name).code == 0
    assert tree(home / "reports") == {"runs": -1, "notes": -1}
