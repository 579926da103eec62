"""What is said of groups and of the list, and of a search with models."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from search_trials import searched_json, town, write_set
from synthetic import draw
from synthetic_runs import PackedEngine

from lfr_eval.core.errors import InputError
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.search.question import SearchQuestion
from lfr_eval.evaluate.search.result import search
from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set
from lfr_eval.evaluate.search.trial import search_images

PERSONS = tuple("ABCDE")


def test_groups_add_up_and_a_disparity_is_found(tmp_path: Path):
    found = searched_json(*town(tmp_path), "sex", "hair", "sex*hair", threshold=0.5)
    json.dumps(found, allow_nan=False)
    for attribute in ("sex", "hair", "sex*hair"):
        rows = [row for row in found["groups"] if row["attribute"] == attribute]
        assert sum(row["passes"] for row in rows) == found["passes"]["total"] == 52
        for rate in ("tpir", "fpir"):
            assert sum(row[rate]["k"] for row in rows) == found[rate]["k"]
            assert sum(row[rate]["n"] for row in rows) == found[rate]["n"]
    assert {row["value"] for row in found["groups"] if row["attribute"] == "hair"} == {"dark", "fair", None}
    said = {(one["attribute"], one["metric"]): one for one in found["verdicts"]}
    assert said["sex", "fpir"]["verdict"] == "disparity"
    assert said["hair", "fpir"]["not_recorded"] == 13
    assert {attribute: one["exploratory"] for (attribute, _), one in said.items()} == {
        "sex": False,
        "hair": False,
        "sex*hair": True,
    }
    undecided = said["hair", "fpir"]
    assert undecided["verdict"] == "inconclusive"
    assert undecided["needed_passes_per_group"] > 0
    gap = next(
        one
        for one in found["indices"]
        if (one["attribute"], one["metric"], one["index"]) == ("sex", "fpir", "max_minus_min")
    )
    assert gap["value"] == 1.0
    assert gap["null_95"] < 0.5


def test_an_intersection_may_be_declared(tmp_path: Path):
    found = searched_json(*town(tmp_path), "sex", "sex*hair", declared=("sex*hair",), threshold=0.5)
    assert not any(one["exploratory"] for one in found["verdicts"])


def test_the_list_stands_beside_the_groups(tmp_path: Path):
    found = searched_json(*town(tmp_path), "sex", threshold=0.5)
    assert [(row["value"], row["persons"]) for row in found["list_makeup"]] == [("F", 6), ("M", 6)]
    (matrix,) = found["cross_group"]
    # Twenty women were taken for L0, a woman: one of the six comparisons that each had with women.
    assert (matrix["k"], matrix["n"]) == ([[20, 0], [0, 0]], [[120, 120], [120, 120]])
    assert matrix["fpir_on_equal_parts"]["F"] == pytest.approx(1 - (5 / 6) ** 6)
    assert matrix["modelled"]
    effects = found["list_effects"]
    assert effects["entries"] == [{"person": "L0", "searches": 20}]
    assert effects["fpir_without_entries"]["k"] == 0
    assert effects["probes_with_false_candidates"] == 20
    assert effects["probes"][0]["false_candidates"] == 1


def test_label_sources_stand_apart_unless_they_may_be_pooled(tmp_path: Path):
    # Strangers were labelled by two sources, so a rate over all of them would pool the two.
    folder, lists = town(tmp_path, "self", "self", "annotator")
    apart = searched_json(folder, lists, "sex", threshold=0.5)
    assert {(row["value"], *row["label_sources"]) for row in apart["groups"]} == {
        (sex, source) for sex in "FM" for source in ("self", "annotator")
    }
    assert {(one["metric"], *one["label_sources"]) for one in apart["verdicts"]} == {
        ("fpir", "annotator"),
        ("fpir", "self"),
        ("tpir", "self"),
    }
    assert any("each source by itself" in caveat for caveat in apart["caveats"])
    pooled = searched_json(folder, lists, "sex", threshold=0.5, allow_mixed=True)
    assert [row["label_sources"] for row in pooled["groups"]] == [["annotator", "self"]] * 2
    assert any("are pooled (annotator, self)" in caveat for caveat in pooled["caveats"])


def test_one_source_for_listed_people_and_one_for_others_is_not_pooling(tmp_path: Path):
    found = searched_json(*town(tmp_path, "self", "annotator"), "sex", threshold=0.5)
    assert [(row["value"], row["tpir"]["n"], row["fpir"]["n"]) for row in found["groups"]] == [
        ("F", 6, 20),
        ("M", 6, 20),
    ]
    assert {(one["metric"], *one["label_sources"]) for one in found["verdicts"]} == {
        ("fpir", "annotator"),
        ("tpir", "self"),
    }
    assert {(one["metric"], *one["label_sources"]) for one in found["indices"]} == {
        ("fpir", "annotator"),
        ("fnir", "self"),
        ("fpir and fnir", "annotator", "self"),
    }
    assert any("labelled by different sources (annotator, self)" in caveat for caveat in found["caveats"])


def test_whatever_rests_on_a_model_s_labels_says_so(tmp_path: Path):
    found = searched_json(*town(tmp_path, "model"), "sex", threshold=0.5)
    for part in ("groups", "verdicts", "indices", "list_makeup", "cross_group"):
        assert found[part]
        assert all(one["model_inferred"] for one in found[part])
    assert all(one["model_inferred"] for one in found["curves"]["groups"][1:])
    assert any("inferred by a model" in caveat for caveat in found["caveats"])


def test_curves_share_their_thresholds(tmp_path: Path):
    found = searched_json(*town(tmp_path), "sex", threshold=0.5)["curves"]
    everybody, *groups = found["groups"]
    assert [one["value"] for one in groups] == ["F", "M"]
    thresholds = np.array(found["thresholds"])
    women = groups[0]
    assert np.array(women["fpir"])[thresholds <= 0.7].tolist() == [1.0] * int((thresholds <= 0.7).sum())
    assert max(np.array(women["fpir"])[thresholds > 0.7]) == 0
    for name in ("mate_scores", "top_scores"):
        assert sum(everybody[name]) == sum(sum(one[name]) for one in groups)
    assert sum(everybody["top_scores"]) == 40
    for one in (everybody, *groups):
        assert (np.diff(one["fpir"]) <= 0).all()
        assert (np.diff(one["fnir"]) >= 0).all()


def test_a_search_with_models_counts_every_failure(tmp_path: Path):
    # P1 is found; P2's reference shows two people; P3's probe shows nobody; 9 is a stranger; 8 is unreadable.
    pictures = {
        "r1": draw({1: (200, 100)}),
        "r2": draw({2: (200, 100), 5: (400, 100)}),
        "r3": draw({3: (200, 100)}),
        "p1": draw({1: (290, 150)}),
        "p2": draw({2: (290, 150)}),
        "p3": draw({}),
        "p9": draw({9: (290, 150)}),
    }
    rows = [(name, f"P{name[1]}", "reference" if name[0] == "r" else "probe") for name in [*pictures, "p8"]]
    (write_set(tmp_path, rows) / "p8.jpg").write_bytes(b"no image")
    for name, picture in pictures.items():
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture)
        (tmp_path / f"{name}.png").rename(tmp_path / f"{name}.jpg")
    trial = search_images(read_search_set(SearchFiles(tmp_path)), PackedEngine(), SystemSettings())
    found = search(trial, SearchQuestion()).to_json()
    json.dumps(found, allow_nan=False)
    assert found["threshold"] == 0.4
    assert found["watchlist"] | {"digest": None} == {
        "persons_submitted": 3,
        "persons_enrolled": 2,
        "images_enrolled": 2,
        "digest": None,
    }
    assert found["enrolment"] == {"submitted": 3, "failed": {"several faces": 1}}
    assert found["outcomes"]["mated"] == {
        "correct_alert": 1,
        "wrong_identity": 0,
        "failure_to_enrol": 1,
        "failure_to_acquire": 1,
        "miss": 0,
    }
    assert found["outcomes"]["non_mated"] == {"false_alert": 0, "failure_to_acquire": 1, "no_alert": 1}
    assert (found["tpir"]["k"], found["tpir"]["n"]) == (1, 3)
    assert (found["tpir_enrolled"]["k"], found["tpir_enrolled"]["n"]) == (1, 2)
    assert (found["algorithm_only"]["tpir"]["k"], found["algorithm_only"]["tpir"]["n"]) == (1, 2)
    assert (found["fpir"]["k"], found["fpir"]["n"]) == (0, 2)
    assert found["fta_reasons"] == {"no face": 1, "unreadable": 1}
    assert found["conditions"]["probe_eye_px"]["p50"] > 0
    assert found["list_size"]["measured"][-1]["persons"] == 2


def test_nobody_enrolled_is_refused(tmp_path: Path):
    folder = write_set(tmp_path, [("r", "A", "reference"), ("p", "A", "probe")])
    with pytest.raises(InputError, match=r"none of 1 references could be enrolled \(unreadable\)"):
        search_images(read_search_set(SearchFiles(folder)), PackedEngine(), SystemSettings())
