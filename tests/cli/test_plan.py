"""Planning from the command line."""

import json
from pathlib import Path

from command import refusal, spawn


def test_the_planning_figures_of_the_methodology(tmp_path: Path):
    found = json.loads(spawn(tmp_path, "plan", "--limit", "0.001", "--json").out)
    assert found["passes_per_group"] == 23_508
    assert found["rule_of_30"] == 30_000


def test_however_often_people_pass_a_limit_takes_as_many_of_them(tmp_path: Path):
    words = ("plan", "--json", "--correlation", "0.5", "--passes-per-subject", "3")
    found = json.loads(spawn(tmp_path, *words).out)
    assert (found["people_to_show"], found["passes_to_show"]) == (2995, 3 * 2995)
    guesses = {one["repeats"]["correlation"] for one in found["amounts"] if one["repeats"]["each"] == 3}
    assert guesses == {0.05, 0.2, 0.5}
    assert {one["aim"] for one in found["amounts"]} == {
        "fpir_limit", "tpir_limit", "fpir_ratio", "tpir_difference", "fpir_equivalence", "tpir_equivalence",
    }  # fmt: skip


def test_both_sides_are_planned_with_the_groups_and_attributes_that_are_declared(tmp_path: Path):
    words = ("--limit", "0.01", "--true-tpir", "0.9", "--groups", "3", "--attributes", "2", "--passes-per-subject", "5")
    said = spawn(tmp_path, "plan", *words).out
    assert "corrected (Holm) for 36 questions: 2 attributes of 3 groups" in said
    assert "it takes at least 299 different people to show that FPIR, and at least 19 to show that TPIR." in said
    assert "within 358 walks in half of cases and 838 in nine of ten, if it is 90 %" in said
    assert "once each" in said
    assert "5 each, alike 0.5" in said


def test_a_guess_that_is_no_better_than_the_limit_is_refused(tmp_path: Path):
    assert "found 0.85 and 0.8" in refusal(spawn(tmp_path, "plan", "--true-tpir", "0.8"))


def test_a_rate_above_one_is_refused(tmp_path: Path):
    assert "limit: expected a rate from 1e-09 to 1, found 2" in refusal(spawn(tmp_path, "plan", "--limit", "2"))


def test_the_share_of_true_alerts_falls_with_the_listed_people_who_pass(tmp_path: Path):
    crowd = ("--faces", "100000", "--tpir", "0.89", "--fpir", str(1 / 6000), "--listed", "10", "--listed", "100")
    found = json.loads(spawn(tmp_path, "plan", *crowd, "--json").out)["precision"]
    assert [round(one["ppv"], 6) for one in found] == [0.348132, 0.842404]


def test_half_a_question_is_refused(tmp_path: Path):
    assert "expected all four" in refusal(spawn(tmp_path, "plan", "--faces", "1000", "--listed", "10"))
