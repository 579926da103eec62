"""Searches held against a policy, and groups against a target."""

from pathlib import Path

import pytest
from search_trials import searched_json, town

from lfr_eval.evaluate.score.policy import Margins, Policy

PERSONS = tuple("ABCDE")


def test_a_policy_is_answered_from_the_searches(tmp_path: Path):
    # 20 of 40 strangers are falsely taken for somebody, all of them women; all twelve listed people are found.
    policy = Policy(fpir=0.6, tpir=0.8, equivalence=("sex",), margins=Margins(tpir=0.3))
    found = searched_json(*town(tmp_path), policy=policy, threshold=0.5)
    assert {one["limit"]: one["state"] for one in found["policy"]} == {
        "FPIR at most 0.6": "not shown",  # the upper bound is 0.64
        "TPIR at least 0.8": "not shown",  # the lower bound is 0.05^(1/12) = 0.78
        "FPIR equivalent by sex": "breached",
        "TPIR equivalent by sex": "not shown",
    }
    said = {one["metric"]: one for one in found["verdicts"]}
    assert (said["fpir"]["margin"], said["tpir"]["margin"]) == (1.25, 0.3)
    assert found["settings"]["planning_limits"] == {"fpir": 0.6, "tpir": 0.8}


def test_an_intersection_that_a_policy_names_is_declared_and_one_of_by_is_not(tmp_path: Path):
    policy = Policy(equivalence=("sex*hair",))
    found = searched_json(*town(tmp_path), "sex", "hair*sex", policy=policy, threshold=0.5)
    explored = {one["attribute"] for one in found["verdicts"] if one["exploratory"]}
    assert explored == {"hair*sex"}
    assert [one["limit"] for one in found["policy"]] == ["FPIR equivalent by sex*hair", "TPIR equivalent by sex*hair"]


def test_equivalence_that_nothing_was_compared_for_is_not_shown(tmp_path: Path):
    # Nobody listed is searched: no verdict on TPIR, so no limit on it is met.
    folder, lists = town(tmp_path)
    rows = (folder / "images.csv").read_text().splitlines()
    (folder / "images.csv").write_text("\n".join(row for row in rows if not row.startswith("p-L")) + "\n")
    strangers = {probe: found for probe, found in lists.items() if not probe.startswith("p-L")}
    found = searched_json(folder, strangers, policy=Policy(tpir=0.1, equivalence=("sex",)), threshold=0.5)
    states = {one["limit"]: (one["state"], one["because"]) for one in found["policy"]}
    assert states["TPIR equivalent by sex"] == ("not shown", "nothing was compared")
    assert states["TPIR at least 0.1"] == ("not shown", "no such passes")


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ({"threshold": 0.5, "policy": Policy(fpir=0.25)}, 0.25),
        ({"target_fpir": 0.5, "policy": Policy(fpir=0.25)}, 0.25),
        ({"target_fpir": 0.5}, 0.5),
        ({"threshold": 0.5}, None),
    ],
)
def test_groups_are_held_against_a_target_where_there_is_one(tmp_path: Path, asked: dict, target: float | None):
    found = searched_json(*town(tmp_path), "sex", **asked)
    distances = [one for one in found["indices"] if one["index"] == "mape"]
    assert [(one["metric"], one["target"]) for one in distances] == ([("fpir", target)] if target else [])
    if asked.get("threshold") and target:
        # FPIR 1 of women and 0 of men: 300 % and 100 % from the target of 0.25.
        assert distances[0]["value"] == pytest.approx(200)


def test_an_answer_says_whose_labels_it_rests_on(tmp_path: Path):
    folder, lists = town(tmp_path, "self", "self", "annotator")
    found = searched_json(folder, lists, policy=Policy(equivalence=("sex",)), threshold=0.5)
    because = [one["because"] for one in found["policy"] if one["limit"].startswith("FPIR")]
    assert [one.rpartition("labels: ")[2] for one in because] == ["annotator", "self"]
