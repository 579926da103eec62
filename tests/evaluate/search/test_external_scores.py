import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from search_trials import listed_people, searched, searched_json, write_lists, write_set

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.evaluate.results.search import SearchResult
from lfr_eval.evaluate.search.external_scores import Silence, search_scores
from lfr_eval.evaluate.search.question import SearchQuestion
from lfr_eval.evaluate.search.result import search
from lfr_eval.evaluate.search.searches import Searches, attributes_of
from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set
from lfr_eval.report.search import search_lines

PROBES = [(f"p{n}", name, "probe") for n, name in enumerate(["A", "B", "C", "D", *"vwxyz"])]
# Found; somebody else above the mate; below 0.6; no row at all. Then five strangers.
LISTS = {
    "p0": [("A", 0.72), ("B", 0.40)],
    "p1": [("A", 0.62), ("B", 0.59)],
    "p2": [("C", 0.57), ("A", 0.30)],
    **{f"p{n}": [("A", score)] for n, score in enumerate((0.31, 0.42, 0.55, 0.58, 0.61), start=4)},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_set(tmp_path / "set", [*listed_people("ABCD"), *PROBES])


def test_published_open_set(folder: Path):
    expected = json.loads((Path(__file__).parents[2] / "metrics" / "vectors.json").read_text())["mini_open_set"]
    for threshold, fpir in expected["FPIR"].items():
        assert searched_json(folder, LISTS, threshold=float(threshold))["fpir"]["value"] == fpir
    found = searched_json(folder, LISTS, threshold=0.6)
    assert found["tpir"]["value"] == expected["TPIR_system"]
    assert found["algorithm_only"]["tpir"]["value"] == pytest.approx(expected["TPIR_algorithm_only"])
    assert found["wrong_identity"]["k"] == expected["wrong_identity_alerts"]
    assert found["cmc"] == [expected["rank1"], expected["rank2"]]
    assert found["outcomes"]["mated"] == {
        "correct_alert": 1,
        "wrong_identity": 1,
        "failure_to_enrol": 0,
        "failure_to_acquire": 1,
        "miss": 1,
    }
    assert (found["fta"]["k"], found["fta"]["n"], found["fta_reasons"]) == (1, 9, {"not in the file": 1})
    assert found["watchlist"]["persons_enrolled"] is None


def test_a_search_without_result_was_acquired(folder: Path):
    found = searched_json(folder, LISTS | {"p3": []}, threshold=0.6)
    assert found["fta"]["k"] == 0
    assert found["algorithm_only"]["tpir"]["value"] == 0.25


@pytest.mark.parametrize(
    ("silence", "fta", "said"),
    [
        (None, 6, "6 of 9 searches are not in the file of scores and count as not acquired, though nobody said"),
        (
            Silence.NOT_ACQUIRED,
            6,
            "6 of 9 searches are not in the file of scores and are taken for failures to acquire",
        ),
        (Silence.NO_CANDIDATE, 0, "6 of 9 searches are not in the file of scores and are taken for searches without"),
    ],
)
def test_what_a_silent_probe_of_a_list_that_was_cut_means_is_said(
    folder: Path, silence: Silence | None, fta: int, said: str
):
    # DeepFace and Rekognition leave out whoever has no candidate at the threshold, here 0.6
    cut = {probe: [one for one in found if one[1] >= 0.6] for probe, found in LISTS.items()}
    path = write_lists(folder / "cut.csv", {probe: found for probe, found in cut.items() if found})
    found = search(
        search_scores(read_search_set(SearchFiles(folder)), path, silence=silence), SearchQuestion(0.6)
    ).to_json()
    whole = searched_json(folder, LISTS, threshold=0.6)
    assert (found["fta"]["k"], found["fta"]["n"]) == (fta, 9)
    assert [found[rate]["k"] for rate in ("tpir", "fpir")] == [whole[rate]["k"] for rate in ("tpir", "fpir")]
    assert found["caveats"][0].startswith(said)
    assert found["scores"]["absent"] == {"searches": 6, "meaning": silence}
    lines = " ".join(search_lines(SearchResult.of_json(found)))
    assert ("6 of these only because the file does not name them" in lines) == (silence is None)
    json.dumps(found, allow_nan=False)


def test_below_the_threshold_at_which_a_file_was_cut_nothing_is_known_and_that_is_said(folder: Path):
    path = write_lists(folder / "cut.csv", {"p0": [("A", 0.72)], "p1": [("A", 0.62)]})
    trial = search_scores(read_search_set(SearchFiles(folder)), path, silence=Silence.NO_CANDIDATE)
    said = [search(trial, SearchQuestion(threshold)).caveats for threshold in (0.65, 0.5)]
    assert [any("no candidate below 0.62 is recorded" in line for line in lines) for lines in said] == [False, True]


def test_a_file_that_names_every_search_needs_no_word_about_silence(folder: Path):
    found = searched_json(folder, LISTS | {"p3": []}, threshold=0.6)
    assert not [caveat for caveat in found["caveats"] if "not in the file" in caveat]


def test_distances_and_their_threshold_are_turned(folder: Path):
    # The same lists as 1 - score: at a distance of at most 0.4 everything is as at a score of 0.6.
    turned = {probe: [(person, round(1 - score, 2)) for person, score in found] for probe, found in LISTS.items()}
    tried = read_search_set(SearchFiles(folder))
    path = write_lists(folder / "distances.csv", turned)
    found = search(search_scores(tried, path, distances=True), SearchQuestion(threshold=0.4)).to_json()
    assert found["threshold"] == -0.4
    assert found["scores"]["distances"]
    alike = searched_json(folder, LISTS, threshold=0.6)
    assert [found[rate] for rate in ("tpir", "fpir", "fta")] == [alike[rate] for rate in ("tpir", "fpir", "fta")]
    with pytest.raises(TableError, match="are they distances"):
        search_scores(tried, path)


def test_parquet_says_what_csv_says(folder: Path):
    tried = read_search_set(SearchFiles(folder))
    csv = write_lists(folder / "lists.csv", LISTS | {"p3": []})
    parquet = folder / "lists.parquet"
    pd.read_csv(csv, dtype={"rank": "Int64"}).to_parquet(parquet)
    one, other = (search_scores(tried, path).candidates for path in (csv, parquet))
    assert one.persons == other.persons
    for name in ("acquired", "search", "person", "score"):
        assert (getattr(one, name) == getattr(other, name)).all()


def test_entries_of_a_person_count_once_at_the_best(tmp_path: Path):
    folder = write_set(tmp_path / "set", [*listed_people("ABCD"), ("A-2", "A", "reference"), *PROBES])
    path = folder / "entries.csv"
    path.write_text("probe_id,rank,person_id,score,entry_id\np4,1,A,0.9,A-2\np4,2,A,0.8,A-ref\np4,3,B,0.7,B-ref\n")
    found = search_scores(read_search_set(SearchFiles(folder)), path).candidates
    assert [found.persons[person] for person in found.person] == ["A", "B"]
    assert (found.score.tolist(), found.rank.tolist()) == ([np.float32(0.9), np.float32(0.7)], [1, 2])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("nobody,1,A,0.5,", "column probe_id: 'nobody' is not among the searches"),
        ("p0,1,Q,0.5,", "column person_id: 'Q' is not on the list"),
        ("p0,1,A,0.5,Q-ref", "column entry_id: 'Q-ref' is not on the list"),
        ("p0,1,A,0.5,B-ref", "entry 'B-ref' shows 'B' in the set, and 'A' in the file"),
        ("p0,2,A,0.5,", "line 2, column rank: expected rank 1 of 'p0', found 2"),
        ("p0,1,A,0.5,\np0,1,B,0.4,", "line 3, column rank: expected rank 2"),
        ("p0,1.5,A,0.5,", "column rank: expected a whole number"),
        ("p0,1,A,0.5,\np0,2,A,0.4,", "line 3, column person_id: expected 'A' once"),
        ("p0,1,A,0.4,\np0,2,B,0.5,", "line 3, column score"),
        ("p0,1,A,nan,", "column score: expected a number"),
        ("p0,1,A,,", "column score: expected a value"),
        ("p0,1,A,0.5,\np0,,,,", "line 3, column rank"),
        ("p0,,,,\np0,,,,", "line 3, column rank"),
    ],
    ids=lambda value: value if ":" not in value else "",
)
def test_lists_that_cannot_be_used(folder: Path, rows: str, said: str):
    path = folder / "bad.csv"
    path.write_text(f"probe_id,rank,person_id,score,entry_id\n{rows}\n")
    with pytest.raises(InputError, match=said):
        search_scores(read_search_set(SearchFiles(folder)), path)


def test_columns_are_named_by_parquet_too(folder: Path):
    path = folder / "bad.parquet"
    pd.DataFrame({"probe_id": ["p0"], "person": ["A"]}).to_parquet(path)
    with pytest.raises(TableError, match="expected the columns probe_id, rank, person_id, score"):
        search_scores(read_search_set(SearchFiles(folder)), path)


def test_a_vendor_has_no_default_threshold(folder: Path):
    with pytest.raises(InputError, match="threshold of this system is not known"):
        searched_json(folder, LISTS)


def test_lists_that_were_cut_off_are_said_to_be(folder: Path):
    # Every list holds two of four people; one of them ends above the threshold, so a third may be missing.
    lists = {f"p{n}": [("A", 0.9), ("B", 0.7 if n == 4 else 0.2)] for n in range(4, 9)}
    found = searched_json(folder, lists, threshold=0.6)
    assert found["truncated_searches"] == 1
    assert any("lower bounds" in caveat for caveat in found["caveats"])


@pytest.mark.parametrize("sign", [1, -1], ids=["similarities", "distances"])
def test_a_score_at_just_the_threshold_counts_in_either_precision(folder: Path, sign: int):
    # a Parquet file often holds single precision, in which 0.70 is a little less than in double precision
    tried, path = read_search_set(SearchFiles(folder)), folder / "lists.parquet"
    for threshold in (sign * step / 20 for step in range(21)):
        rows = pd.DataFrame({"probe_id": ["p4"], "rank": [1], "person_id": ["A"], "score": [threshold]})
        found = [
            _searches(search_scores(tried, path)).events(threshold, 1).sum()
            for dtype in (np.float32, np.float64)
            if rows.astype({"score": dtype}).to_parquet(path) is None
        ]
        assert found == [1, 1]


def _searches(trial):
    images = trial.tried.probes
    return Searches(images, attributes_of(images, trial.tried.subjects), trial.candidates, trial.not_enrolled)


def test_a_list_that_is_recorded_down_to_the_threshold_is_not_called_cut_off(folder: Path):
    lists = {"p0": [("A", 0.9), ("B", 0.6)], "p4": [("A", 0.6)]}
    assert not [one for one in searched(folder, lists, threshold=0.6).caveats if "no candidate below" in one]
    assert [one for one in searched(folder, lists, threshold=0.59).caveats if "no candidate below 0.6 is" in one]
