"""`lfr-eval score RUN RUN`: nothing counts twice unasked, and what rests on several runs goes with each of them."""

import json
from pathlib import Path

import pytest
from command import refusal


def test_the_same_run_twice_is_one_line_however_it_is_named(call, town, own_run: Path, home: Path):
    for other in ("latest", own_run, own_run.name[:16]):
        line = refusal(call(home, "score", own_run.name, other, "--truth", town.truth, "--repeat-watch"))
        assert f"run {own_run.name} is given twice" in line


@pytest.fixture
def again(call, town, own_run: Path, home: Path) -> Path:
    """The clip, watched once more."""
    said = call(home, "watch", town.clip, "--watchlist", "watchlists/people", "--json")
    return Path(json.loads(said.out)["run"])


def test_the_same_footage_is_one_line_that_says_what_to_do(call, town, own_run: Path, again: Path, home: Path):
    words = ("score", own_run.name, again.name, "--truth", town.truth)
    line = refusal(call(home, *words))
    assert "watched the same footage (clip.mp4): choose one of them (`score --repeat-watch` takes both" in line
    stated = json.loads(call(home, *words, "--repeat-watch", "--json").out)
    once = json.loads(call(home, "score", own_run.name, "--truth", town.truth, "--json").out)
    for rate in ("tpir", "fpir"):
        assert (stated[rate]["n"], stated[rate]["subjects"]) == (2, 1)
        assert [stated[rate][end] for end in ("low", "high")] == [once[rate][end] for end in ("low", "high")]
    said = call(home, *words, "--repeat-watch").out
    assert said.startswith("2 runs together (2 people, 2 of them in several runs).\n")
    assert "Note: the same footage was watched more than once: 4 passes are 2 different ones; for intervals" in said


def test_a_deleted_run_says_what_went_with_it(call, town, own_run: Path, again: Path, home: Path):
    assert call(home, "score", own_run.name, again.name, "--truth", town.truth, "--repeat-watch").code == 0
    said = call(home, "runs", "delete", again.name).out
    assert said == f"{again.name}: deleted, and 1 score of several runs that rested on it\n"
    assert call(home, "runs", "delete", own_run.name).out == f"{own_run.name}: deleted\n"
