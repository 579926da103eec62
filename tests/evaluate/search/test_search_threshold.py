"""How the threshold of a search is chosen, and which questions are refused."""

from pathlib import Path

import numpy as np
import pytest
from search_trials import listed_people, searched_json, town, write_set

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.search.groups import Grouping
from lfr_eval.evaluate.search.question import SearchQuestion, require_answerable
from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set

PERSONS = tuple("ABCDE")


def test_the_threshold_is_chosen_on_other_people(tmp_path: Path):
    # Whatever the tested strangers score, the threshold stays: only those who calibrate move it.
    folder = write_set(
        tmp_path,
        [*listed_people("A"), ("p-A", "A", "probe"), *((f"p-s{n}", f"s{n}", "probe") for n in range(200))],
    )
    rng = np.random.default_rng(0)
    tops = dict(zip((f"p-s{n}" for n in range(200)), rng.random(200).round(4), strict=True))
    lists = {"p-A": [("A", 0.9)], **{probe: [("A", top)] for probe, top in tops.items()}}
    found = searched_json(folder, lists, target_fpir=0.1, seed=4)
    chosen = found["calibration"]
    assert chosen["fpir"]["value"] <= 0.1 < (chosen["fpir"]["k"] + 1) / chosen["non_mated"]
    assert chosen["non_mated"] + found["passes"]["non_mated"] == 200
    assert found["split"]["calibration"] + found["split"]["test"] == 201
    assert found["fpir"]["low"] < found["fpir"]["value"] < found["fpir"]["high"]
    tried = read_search_set(SearchFiles(folder))
    split = require_answerable(tried, SearchQuestion(target_fpir=0.1, seed=4))
    tested = {image.image_id for image, here in zip(tried.probes, split.test, strict=True) if here}
    other = {probe: [("A", 0.99)] if probe in tested else found for probe, found in lists.items()}
    again = searched_json(folder, other, target_fpir=0.1, seed=4)
    assert again["threshold"] == found["threshold"]
    assert again["fpir"]["value"] == 1.0


def test_a_target_finer_than_the_data_is_said_to_be(tmp_path: Path):
    found = searched_json(*town(tmp_path), target_fpir=0.001)
    assert any("finer than" in caveat for caveat in found["caveats"])


def test_a_split_column_keeps_calibration_out_of_the_test_at_any_threshold(tmp_path: Path):
    (tmp_path / "images.csv").write_text(
        "image_id,subject_id,path,role,split\n"
        "r,A,r.jpg,reference,\np,A,p.jpg,probe,test\nq,Z,q.jpg,probe,calibration\nu,Y,u.jpg,probe,test\n"
    )
    lists = {"p": [("A", 0.9)], "q": [("A", 0.6)], "u": [("A", 0.2)]}
    given, chosen = searched_json(tmp_path, lists, threshold=0.5), searched_json(tmp_path, lists, target_fpir=0.5)
    assert given["passes"] == chosen["passes"] == {"total": 2, "mated": 1, "non_mated": 1, "unknown": 0}
    assert given["calibration"] is None
    assert chosen["threshold"] > 0.6


def test_relatives_on_the_list_are_pointed_out(tmp_path: Path):
    people = "subject_id,kin_of\nB,A\nA,\n"
    folder = write_set(tmp_path, [*listed_people("A"), ("p", "A", "probe"), ("q", "B", "probe")], people=people)
    found = searched_json(folder, {"p": [("A", 0.9)], "q": [("A", 0.6)]}, threshold=0.5)
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
