"""`lfr-eval search` on candidate lists of another system: what it prints, and what it refuses before any model runs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Said, refusal, tree
from search_trials import listed_people, write_lists, write_set

PROBES = [("p", "A", "probe"), ("u", "y", "probe"), ("w", "z", "probe")]


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A home with the set `people` and the file `lists.csv`."""
    write_set(tmp_path / "people", [*listed_people("AB"), *PROBES], people="subject_id,sex\nA,F\ny,F\nz,M\n")
    write_lists(tmp_path / "lists.csv", {"p": [("A", 0.9)], "u": [("A", 0.7)], "w": [("B", 0.2)]})
    return tmp_path


def test_json_is_alone_on_stdout_and_nothing_is_written(given: Path, call: Callable[..., Said]):
    before = tree(given)
    said = call(given, "search", "people", "--scores", "lists.csv", "--threshold", 0.5, "--by", "sex", "--json")
    assert (said.code, said.err) == (0, "")
    stated = json.loads(said.out)
    assert (stated["tpir"]["k"], stated["fpir"]["k"], stated["fpir"]["n"]) == (1, 1, 2)
    assert {verdict["verdict"] for verdict in stated["verdicts"]} == {"inconclusive"}
    assert tree(given) == before


def test_text_says_first_what_was_not_settled(given: Path, call: Callable[..., Said]):
    said = call(given, "search", "people/images.csv", "--scores", "lists.csv", "--threshold", 0.5, "--by", "sex")
    assert said.code == 0
    assert said.out.startswith("Differences between groups: 2 of 2 questions could not be settled")


@pytest.mark.parametrize(
    ("limits", "words", "code", "state"),
    [
        ("fpir: 0.99", (), 0, "met"),  # 1 of 2: at most 97.5 %
        ("fpir: 0.1", (), 1, "not shown"),
        ("fpir: 0.1", ("--allow-not-shown",), 0, "not shown"),
        ("fpir: 0.01", ("--allow-not-shown",), 1, "breached"),  # 1 of 2: at least 2.5 %
    ],
)
def test_a_policy_decides_the_exit_code(given: Path, call: Callable[..., Said], limits, words, code, state):
    (given / "policy.yaml").write_text(limits + "\n")
    asked = ("people", "--scores", "lists.csv", "--threshold", 0.5, "--policy", "policy.yaml", *words)
    said = call(given, "search", *asked)
    assert (said.code, f"{float(limits[6:]):g}: {state} (1 of 2" in said.out) == (code, True), said
    assert [one["state"] for one in json.loads(call(given, "search", *asked, "--json").out)["policy"]] == [state]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["nowhere", "--threshold", 0.5], "expected an images.csv or a folder per subject"),
        (["people", "--by", "height"], "attribute height: expected one of sex"),
        (["people", "--threshold", 0.5, "--target-fpir", 0.1], "expected a threshold or a target FPIR, found both"),
        (["people", "--target-fpir", 0.1, "--calibrate", "half"], "expected `split` or a share"),
        (["people", "--target-fpir", 0.1, "--calibrate", "split"], "expected a split column"),
        (["people", "--threshold", 3], "--threshold, key threshold"),
        (["people", "--distances"], "--distances goes with --scores"),
        (["people", "--scores", "lists.csv"], "threshold of this system is not known"),
        (["people", "--scores", "lists.csv", "--threshold", 0.5, "--cache"], "leave --system and --cache out"),
        (["people", "--scores", "none.csv", "--threshold", 0.5], "none.csv: expected a file that can be read"),
        (["people", "--labels", "none.yaml"], "none.yaml"),
        (["people", "--policy", "none.yaml"], "none.yaml"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else "",
)
def test_bad_input_is_one_line(given: Path, call: Callable[..., Said], words: list, part: str):
    assert part in refusal(call(given, "search", *words))
