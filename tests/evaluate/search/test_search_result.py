import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_trials import Row, listed_people, searched, write_set
from synthetic import SyntheticEngine, draw

from lfr_eval.core.errors import InputError
from lfr_eval.core.settings import SystemSettings
from lfr_eval.datasets.images import LabelledImage
from lfr_eval.evaluate.policy import Margins, Policy
from lfr_eval.evaluate.search.candidates import Candidates, deepen, search_list
from lfr_eval.evaluate.search.groups import Grouping
from lfr_eval.evaluate.search.question import SearchQuestion, require_answerable
from lfr_eval.evaluate.search.result import search
from lfr_eval.evaluate.search.searches import Searches
from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set
from lfr_eval.evaluate.search.trial import search_images
from lfr_eval.metrics.records import Outcome
from lfr_eval.metrics.search import score_searches
from lfr_eval.watchlist.search import ExactMatcher

PERSONS = tuple("ABCDE")


def some_searches(seed: int, n: int = 40) -> Searches:
    """Random lists, some empty, of people on the list and others, each searched once or twice."""
    rng = np.random.default_rng(seed)
    names = [*PERSONS, *(f"z{number}" for number in range(10))]
    images = tuple(LabelledImage(f"i{row}", str(rng.choice(names)), Path("i")) for row in range(n))
    acquired = rng.random(n) < 0.9
    depth = np.where(acquired, rng.integers(0, len(PERSONS) + 1, n), 0)
    person = [one for k in depth for one in rng.permutation(len(PERSONS))[:k]]
    score = [one for k in depth for one in np.sort(rng.integers(0, 10, k) / 10)[::-1]]
    found = Candidates(
        PERSONS,
        len(PERSONS),
        acquired,
        np.repeat(np.arange(n), depth),
        np.array(person, np.int64),
        np.array(score, np.float32),
    )
    return Searches(images, ({},) * n, found, frozenset("A"))


@given(st.integers(0, 1000), st.sampled_from([0.0, 0.3, 0.5, 0.9]), st.integers(1, 3))
def test_events_records_and_rates_agree(seed, threshold, rank):
    searches = some_searches(seed)
    scores = score_searches(searches.mated(), searches.non_mated(), threshold, rank)
    events, mated = searches.events(threshold, rank), searches.mate >= 0
    assert (scores.system.tpir.k, scores.system.tpir.n) == (events[mated].sum(), mated.sum())
    assert (scores.system.fpir.k, scores.system.fpir.n) == (events[~mated].sum(), (~mated).sum())
    records = searches.records(threshold, rank)
    assert [
        record.correct_hits + record.other_hits > 0 for record in records if record.status == "non_mated"
    ] == events[~mated].tolist()
    assert sum(record.other_hits for record in records if record.status == "mated") == scores.system.wrong_identity.k
    named = sum(len(record.wrong_persons) for record in records if record.status == "non_mated")
    assert scores.sel is None or scores.sel == pytest.approx(named / scores.system.fpir.n)
    for record in records:
        fits = {Outcome.FAILURE_TO_ENROL: record.failed_to_enrol, Outcome.FAILURE_TO_ACQUIRE: not record.acquired}
        assert fits.get(record.outcome, True)


@given(st.integers(0, 1000), st.data())
def test_the_order_of_searches_changes_nothing(seed, data):
    searches = some_searches(seed)
    order = np.array(data.draw(st.permutations(range(len(searches)))))
    found = searches.candidates
    rows = np.concatenate([np.flatnonzero(found.search == row) for row in order])
    moved = Candidates(
        PERSONS,
        len(PERSONS),
        found.acquired[order],
        np.argsort(order)[found.search[rows]],
        found.person[rows],
        found.score[rows],
    )
    again = Searches(tuple(searches.images[row] for row in order), searches.attributes, moved, searches.not_enrolled)
    assert (again.events(0.5, 1) == searches.events(0.5, 1)[order]).all()
    one, other = (each.false_pairs(0.5) for each in (searches, again))
    assert sorted(zip(order[other[0]], other[1], strict=True)) == sorted(zip(*one, strict=True))


@settings(max_examples=15)
@given(st.integers(0, 1000), st.permutations(range(len(PERSONS))))
def test_the_order_of_the_list_changes_nothing(seed, places):
    searches = some_searches(seed)
    found, place = searches.candidates, np.array(places)
    persons = tuple(PERSONS[number] for number in np.argsort(place))
    moved = replace(searches, candidates=replace(found, persons=persons, person=place[found.person]))
    assert moved.records(0.5, 1) == searches.records(0.5, 1)
    one, other = (score_searches(each.mated(), each.non_mated(), 0.5) for each in (searches, moved))
    assert one == other


@settings(max_examples=15)
@given(st.integers(0, 1000), st.integers(0, 2**40 - 1), st.sampled_from([0.0, 0.3, 0.5, 0.9]))
def test_two_parts_add_up_to_the_whole(seed, half, threshold):
    searches = some_searches(seed)
    chosen = np.array([half >> row & 1 for row in range(len(searches))], bool)
    whole, *parts = (
        score_searches(one.mated(), one.non_mated(), threshold)
        for one in (searches, searches.only(chosen), searches.only(~chosen))
    )
    for name in ("tpir", "fnir", "fpir", "wrong_identity"):
        kinds = [(getattr(one.system, name), getattr(one.algorithm_only, name)) for one in (whole, *parts)]
        for total, *counts in zip(*kinds, strict=True):
            assert (total.k, total.n) == (sum(one.k for one in counts), sum(one.n for one in counts))
    assert whole.fta.k == sum(part.fta.k for part in parts)


@settings(max_examples=15)
@given(st.integers(0, 1000), st.integers(1, 3))
def test_fpir_falls_and_fnir_rises_with_the_threshold(seed, rank):
    searches = some_searches(seed)
    both = [
        score_searches(searches.mated(), searches.non_mated(), tenth / 10, rank).system
        for tenth in (-1, 0, 3, 6, 9, 10)
    ]
    for low, high in pairwise(both):
        assert high.fpir.k <= low.fpir.k
        assert high.fnir.k >= low.fnir.k


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(1, 4), st.floats(-0.3, 0.6))
def test_deepened_lists_hold_everybody_above_the_threshold(seed, depth, threshold):
    rng = np.random.default_rng(seed)
    templates, probes = (rng.normal(size=(n, 8)) for n in (30, 20))
    templates, probes = (
        (one / np.linalg.norm(one, axis=1, keepdims=True)).astype(np.float32) for one in (templates, probes)
    )
    names = tuple(f"P{number}" for number in range(31))
    # One person more was submitted than enrolled, and one probe was not acquired.
    matcher, acquired = ExactMatcher(names[1:], names[1:], templates), np.arange(20) != 7
    found = search_list(matcher, names, probes, acquired, depth)
    found = deepen(found, matcher, probes, threshold)
    assert not found.truncated(threshold).any()
    above = found.score >= np.float32(threshold)
    listed = set(zip(found.search[above].tolist(), found.person[above].tolist(), strict=True))
    scores = np.clip((probes.astype(float) @ templates.T.astype(float)).astype(np.float32), -1, 1)
    expected = {(int(row), int(column) + 1) for row, column in np.argwhere(scores >= np.float32(threshold))}
    assert listed == {pair for pair in expected if pair[0] != 7}


# --- who is compared with whom -------------------------------------------------------------------------------------


def town(folder: Path, listed_by: str = "self", *strangers_by: str) -> tuple[Path, dict[str, Any]]:
    """Twelve listed people and forty strangers of two sexes; every woman of these is falsely taken for L0."""
    sources = strangers_by or (listed_by,)
    listed = [f"L{number}" for number in range(12)]
    strangers = [f"s{number}" for number in range(40)]
    rows: list[Row] = [*listed_people(listed), *((f"p-{name}", name, "probe") for name in [*listed, *strangers])]
    people = ["subject_id,sex,hair,label_source"]
    for number, name in enumerate([*listed, *strangers]):
        hair = ("dark", "fair", "")[number % 3]
        source = listed_by if name in listed else sources[number // 2 % len(sources)]
        people.append(f"{name},{'FM'[number % 2]},{hair},{source}")
    lists: dict[str, Any] = {f"p-{name}": [(name, 0.8), ("L0" if name != "L0" else "L1", 0.1)] for name in listed}
    for number, name in enumerate(strangers):
        lists[f"p-{name}"] = [("L0", 0.7 if number % 2 == 0 else 0.3), ("L1", 0.2)]
    return write_set(folder, rows, people="\n".join(people) + "\n"), lists


def test_groups_add_up_and_a_disparity_is_found(tmp_path: Path):
    found = searched(*town(tmp_path), "sex", "hair", "sex*hair", threshold=0.5)
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


def test_every_key_of_a_search_is_documented(tmp_path: Path):
    text = (Path(__file__).parents[3] / "docs" / "data-formats.md").read_text().partition("### `search --json`")[2]
    found = searched(*town(tmp_path), threshold=0.5)
    shared = {"schema_version"}
    assert [key for key in found if f"`{key}`" not in text.partition("### `verify")[0] and key not in shared] == []


def test_an_intersection_may_be_declared(tmp_path: Path):
    found = searched(*town(tmp_path), "sex", "sex*hair", declared=("sex*hair",), threshold=0.5)
    assert not any(one["exploratory"] for one in found["verdicts"])


def test_the_list_stands_beside_the_groups(tmp_path: Path):
    found = searched(*town(tmp_path), "sex", threshold=0.5)
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
    apart = searched(folder, lists, "sex", threshold=0.5)
    assert {(row["value"], *row["label_sources"]) for row in apart["groups"]} == {
        (sex, source) for sex in "FM" for source in ("self", "annotator")
    }
    assert {(one["metric"], *one["label_sources"]) for one in apart["verdicts"]} == {
        ("fpir", "annotator"),
        ("fpir", "self"),
        ("tpir", "self"),
    }
    assert any("each source by itself" in caveat for caveat in apart["caveats"])
    pooled = searched(folder, lists, "sex", threshold=0.5, allow_mixed=True)
    assert [row["label_sources"] for row in pooled["groups"]] == [["annotator", "self"]] * 2
    assert any("are pooled (annotator, self)" in caveat for caveat in pooled["caveats"])


def test_one_source_for_listed_people_and_one_for_others_is_not_pooling(tmp_path: Path):
    found = searched(*town(tmp_path, "self", "annotator"), "sex", threshold=0.5)
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
    found = searched(*town(tmp_path, "model"), "sex", threshold=0.5)
    for part in ("groups", "verdicts", "indices", "list_makeup", "cross_group"):
        assert found[part]
        assert all(one["model_inferred"] for one in found[part])
    assert all(one["model_inferred"] for one in found["curves"]["groups"][1:])
    assert any("inferred by a model" in caveat for caveat in found["caveats"])


def test_curves_share_their_thresholds(tmp_path: Path):
    found = searched(*town(tmp_path), "sex", threshold=0.5)["curves"]
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


# --- limits --------------------------------------------------------------------------------------------------------


def test_a_policy_is_answered_from_the_searches(tmp_path: Path):
    # 20 of 40 strangers are falsely taken for somebody, all of them women; all twelve listed people are found.
    policy = Policy(fpir=0.6, tpir=0.8, equivalence=("sex",), margins=Margins(tpir=0.3))
    found = searched(*town(tmp_path), policy=policy, threshold=0.5)
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
    found = searched(*town(tmp_path), "sex", "hair*sex", policy=policy, threshold=0.5)
    explored = {one["attribute"] for one in found["verdicts"] if one["exploratory"]}
    assert explored == {"hair*sex"}
    assert [one["limit"] for one in found["policy"]] == ["FPIR equivalent by sex*hair", "TPIR equivalent by sex*hair"]


def test_equivalence_that_nothing_was_compared_for_is_not_shown(tmp_path: Path):
    # Nobody listed is searched: no verdict on TPIR, so no limit on it is met.
    folder, lists = town(tmp_path)
    rows = (folder / "images.csv").read_text().splitlines()
    (folder / "images.csv").write_text("\n".join(row for row in rows if not row.startswith("p-L")) + "\n")
    strangers = {probe: found for probe, found in lists.items() if not probe.startswith("p-L")}
    found = searched(folder, strangers, policy=Policy(tpir=0.1, equivalence=("sex",)), threshold=0.5)
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
    found = searched(*town(tmp_path), "sex", **asked)
    distances = [one for one in found["indices"] if one["index"] == "mape"]
    assert [(one["metric"], one["target"]) for one in distances] == ([("fpir", target)] if target else [])
    if asked.get("threshold") and target:
        # FPIR 1 of women and 0 of men: 300 % and 100 % from the target of 0.25.
        assert distances[0]["value"] == pytest.approx(200)


def test_an_answer_says_whose_labels_it_rests_on(tmp_path: Path):
    folder, lists = town(tmp_path, "self", "self", "annotator")
    found = searched(folder, lists, policy=Policy(equivalence=("sex",)), threshold=0.5)
    because = [one["because"] for one in found["policy"] if one["limit"].startswith("FPIR")]
    assert [one.rpartition("labels: ")[2] for one in because] == ["annotator", "self"]


# --- the threshold -------------------------------------------------------------------------------------------------


def test_the_threshold_is_chosen_on_other_people(tmp_path: Path):
    # Whatever the tested strangers score, the threshold stays: only those who calibrate move it.
    folder = write_set(
        tmp_path,
        [*listed_people("A"), ("p-A", "A", "probe"), *((f"p-s{n}", f"s{n}", "probe") for n in range(200))],
    )
    rng = np.random.default_rng(0)
    tops = dict(zip((f"p-s{n}" for n in range(200)), rng.random(200).round(4), strict=True))
    lists = {"p-A": [("A", 0.9)], **{probe: [("A", top)] for probe, top in tops.items()}}
    found = searched(folder, lists, target_fpir=0.1, seed=4)
    chosen = found["calibration"]
    assert chosen["fpir"]["value"] <= 0.1 < (chosen["fpir"]["k"] + 1) / chosen["non_mated"]
    assert chosen["non_mated"] + found["passes"]["non_mated"] == 200
    assert found["split"]["calibration"] + found["split"]["test"] == 201
    assert found["fpir"]["low"] < found["fpir"]["value"] < found["fpir"]["high"]
    tried = read_search_set(SearchFiles(folder))
    split = require_answerable(tried, SearchQuestion(target_fpir=0.1, seed=4))
    tested = {image.image_id for image, here in zip(tried.probes, split.test, strict=True) if here}
    other = {probe: [("A", 0.99)] if probe in tested else found for probe, found in lists.items()}
    again = searched(folder, other, target_fpir=0.1, seed=4)
    assert again["threshold"] == found["threshold"]
    assert again["fpir"]["value"] == 1.0


def test_a_target_finer_than_the_data_is_said_to_be(tmp_path: Path):
    found = searched(*town(tmp_path), target_fpir=0.001)
    assert any("finer than" in caveat for caveat in found["caveats"])


def test_a_split_column_keeps_calibration_out_of_the_test_at_any_threshold(tmp_path: Path):
    (tmp_path / "images.csv").write_text(
        "image_id,subject_id,path,role,split\n"
        "r,A,r.jpg,reference,\np,A,p.jpg,probe,test\nq,Z,q.jpg,probe,calibration\nu,Y,u.jpg,probe,test\n"
    )
    lists = {"p": [("A", 0.9)], "q": [("A", 0.6)], "u": [("A", 0.2)]}
    given, chosen = searched(tmp_path, lists, threshold=0.5), searched(tmp_path, lists, target_fpir=0.5)
    assert given["passes"] == chosen["passes"] == {"total": 2, "mated": 1, "non_mated": 1, "unknown": 0}
    assert given["calibration"] is None
    assert chosen["threshold"] > 0.6


def test_relatives_on_the_list_are_pointed_out(tmp_path: Path):
    people = "subject_id,kin_of\nB,A\nA,\n"
    folder = write_set(tmp_path, [*listed_people("A"), ("p", "A", "probe"), ("q", "B", "probe")], people=people)
    found = searched(folder, {"p": [("A", 0.9)], "q": [("A", 0.6)]}, threshold=0.5)
    assert any("1 searches are of unlisted people with a relative" in caveat for caveat in found["caveats"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"threshold": 0.5, "target_fpir": 0.1}, "found both"),
        ({"target_fpir": 1.5}, "between 0 and 1, found 1.5"),
        ({"threshold": float("nan")}, "expected a number"),
        ({"threshold": 0.5, "calibrate": 0.5}, "without a target FPIR"),
        ({"target_fpir": 0.1, "calibrate": "split"}, "expected a split column"),
        ({"threshold": 0.5, "rank": 0}, "rank: expected 1 or more"),
        ({"threshold": 0.5, "grouping": Grouping(("height",))}, "attribute height: expected one of hair, sex"),
        ({"threshold": 0.5, "grouping": Grouping(("sex",), ("sex*hair",))}, "declared: sex.hair is not among"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_questions_that_cannot_be_answered_are_refused_before_any_model_runs(tmp_path: Path, asked: dict, said: str):
    folder, _ = town(tmp_path)
    with pytest.raises(InputError, match=said):
        require_answerable(read_search_set(SearchFiles(folder)), SearchQuestion(**asked))


# --- with models ---------------------------------------------------------------------------------------------------


class PackedEngine(SyntheticEngine):
    """The synthetic engine with a pack."""

    backend, precision = "synthetic", "float32"
    pack = SimpleNamespace(digests=lambda: {"detector": "d"})

    def to_json(self) -> dict[str, str]:
        return {"pack": "synthetic"}


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
    found = search(trial, SearchQuestion())
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
