"""Planning from the command line."""

import json
from pathlib import Path

from command import refusal, spawn


def test_the_planning_figures_of_the_methodology(tmp_path: Path):
    found = json.loads(spawn(tmp_path, "plan", "--limit", "0.001", "--json").out)
    assert found["passes_per_group"] == 23_508
    assert found["rule_of_30"] == 30_000


def test_passes_of_the_same_people_count_for_less(tmp_path: Path):
    words = ("plan", "--json", "--correlation", "0.5", "--passes-per-subject")
    once, thrice = (json.loads(spawn(tmp_path, *words, passes).out) for passes in (1, 3))
    assert thrice["passes_to_show"] == 2 * once["passes_to_show"]


def test_a_rate_above_one_is_refused(tmp_path: Path):
    assert "expected a share in (0, 1), got 2.0" in refusal(spawn(tmp_path, "plan", "--limit", "2"))


def test_the_share_of_true_alerts_falls_with_the_listed_people_who_pass(tmp_path: Path):
    crowd = ("--faces", "100000", "--tpir", "0.89", "--fpir", str(1 / 6000), "--listed", "10", "--listed", "100")
    found = json.loads(spawn(tmp_path, "plan", *crowd, "--json").out)["precision"]
    assert [round(one["ppv"], 6) for one in found] == [0.348132, 0.842404]


def test_half_a_question_is_refused(tmp_path: Path):
    assert "expected all four" in refusal(spawn(tmp_path, "plan", "--faces", "1000", "--listed", "10"))
