"""Open-set search with the real models: London's people are listed and searched, UTKFace's are not on the list."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Said, spawn

LABELS = Path(__file__).with_name("london-utkface-labels.yaml")
PER_CELL, CELLS, LISTED = 10, 10, 68
BY = ("sex", "ethnicity", "sex*ethnicity")


@pytest.fixture(scope="module")
def strangers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first ten photographs of UTKFace of each sex and ethnicity."""
    source, folder = shared_data / "utkface", tmp_path_factory.mktemp("utkface")
    (folder / "images").mkdir()
    people = csv.DictReader((source / "subjects.csv").read_text(encoding="utf-8").splitlines())
    seen, chosen = Counter[tuple[str, str]](), []
    for person in people:
        cell = person["sex"], person["ethnicity"]
        seen[cell] += 1
        if seen[cell] <= PER_CELL:
            chosen.append(person["subject_id"])
    shutil.copy(source / "subjects.csv", folder)
    for name in chosen:
        shutil.copy(source / "images" / f"{name}.jpg", folder / "images")
    rows = [f"{name},{name},images/{name}.jpg,probe" for name in chosen]
    (folder / "images.csv").write_text("\n".join(["image_id,subject_id,path,role", *rows]) + "\n")
    return folder


@pytest.fixture(scope="module")
def search(shared_data: Path, strangers: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Said]:
    """The command on both sets, with templates kept for the next time."""
    home = tmp_path_factory.mktemp("home")

    def run(*words: object) -> Said:
        sets = (shared_data / "london", "--probes", strangers / "images.csv", "--labels", LABELS)
        said = spawn(home, "search", *sets, "--by", ",".join(BY), "--cache", *words)
        assert (said.code, said.err) == (0, "")
        return said

    return run


@pytest.fixture(scope="module")
def found(search: Callable[..., Said]) -> dict[str, Any]:
    return json.loads(search("--json").out)


def test_listed_people_are_found_and_strangers_are_not(found: dict[str, Any]):
    assert found["passes"] == {"total": 168, "mated": LISTED, "non_mated": PER_CELL * CELLS, "unknown": 0}
    assert found["watchlist"]["persons_enrolled"] == LISTED
    assert found["tpir"]["k"] >= LISTED - 1
    assert found["fpir"]["k"] <= 1
    assert found["fta"]["k"] <= 2


def test_groups_are_complete_and_nothing_is_claimed_of_them(found: dict[str, Any]):
    for attribute in BY:
        rows = [row for row in found["groups"] if row["attribute"] == attribute]
        assert sum(row["passes"] for row in rows) == found["passes"]["total"]
    ethnicities = {row["value"] for row in found["groups"] if row["attribute"] == "ethnicity"}
    assert ethnicities == {"white", "black", "east_asian", "south_asian", "west_asian", "mixed", "other"}
    assert [(one["attribute"], one["metric"]) for one in found["verdicts"]] == [
        (attribute, metric) for attribute in BY for metric in ("fpir", "tpir")
    ]
    for verdict in found["verdicts"]:
        assert verdict["verdict"] == "inconclusive"
        assert verdict["needed_passes_per_group"] >= 100
        assert verdict["exploratory"] == ("*" in verdict["attribute"])


def test_the_page_says_first_what_was_not_settled(search: Callable[..., Said], found: dict[str, Any]):
    assert search().out.startswith("Differences between groups: 6 of 6 questions could not be settled by this test.")


def test_a_threshold_for_a_target_is_chosen_on_half_of_the_people(search: Callable[..., Said], found: dict[str, Any]):
    chosen = json.loads(search("--target-fpir", 0.05, "--json").out)
    assert chosen["calibration"]["fpir"]["value"] <= 0.05
    assert chosen["split"]["calibration"] + chosen["split"]["test"] == found["passes"]["total"]
    assert chosen["threshold"] < found["threshold"]
    # No model ran a second time: every template came out of the cache of the first search.
    assert (found["templates_from_cache"], chosen["templates_from_cache"]) == (0, LISTED + found["passes"]["total"])
