from pathlib import Path
from typing import Any

import pytest
from search_trials import listed_people, searched, write_set

from lfr_eval.report.search import search_lines

PEOPLE = "subject_id,sex,label_source\nA,F,{0}\nB,M,{0}\ny,F,{0}\nz,M,{0}\n"
PROBES = [("p", "A", "probe"), ("q", "B", "probe"), ("u", "y", "probe"), ("w", "z", "probe")]
LISTS = {"p": [("A", 0.9)], "u": [("A", 0.7)], "w": [("A", 0.2)]}


def said(folder: Path, source: str = "self", *by: str, **asked: Any) -> list[str]:
    write_set(folder, [*listed_people("AB"), *PROBES], people=PEOPLE.format(source))
    return search_lines(searched(folder, LISTS, *by, **asked))


def test_every_rate_has_its_count_and_its_interval(tmp_path: Path):
    lines = said(tmp_path, threshold=0.5)
    assert lines[:9] == [
        "Threshold 0.5, watchlist of 2 people submitted.",
        "Recognised      1 of 2 searches of listed people = 50 % (95 % 1.26 % to 98.7 %)",
        "False positives 1 of 2 searches of people not listed = 50 % (95 % 1.26 % to 98.7 %)",
        "                shown: at most 97.5 % of such searches (one-sided 95 %), on this list",
        "                on other lists of this make-up: cannot be told; false positives hang on fewer than 10 of "
        "those searched, or of those listed",
        "Wrong identity  0 of 2 searches of listed people = 0 % (95 % 0 % to 84.2 %)",
        "No template     1 of 4 searches = 25 % (95 % 0.631 % to 80.6 %) (not in the file 1)",
        "                1 of these only because the file does not name them",
        "Without these   recognised 1 of 1 searches of listed people = 100 % (95 % 2.5 % to 100 %); "
        "false positives 1 of 2 searches of people not listed = 50 % (95 % 1.26 % to 98.7 %)",
    ]
    assert "    1,000 people: 100 %, modelled, not measured" in lines
    assert any(line.startswith("  what is modelled has no interval: ") for line in lines)
    assert any(line.startswith("Note: intervals of false-positive rates hold for this list") for line in lines)
    assert "Most often falsely named: A (1)" in lines


def test_other_and_longer_lists_have_an_interval_where_enough_people_tell(tmp_path: Path):
    # 200 strangers, 40 of whom are each taken for one of twenty on the list
    listed = [f"L{number:02}" for number in range(20)]
    rows = [(f"u{number}", f"u{number}", "probe") for number in range(200)]
    write_set(tmp_path, [*((f"r{name}", name, "reference") for name in listed), *rows])
    lists = {f"u{number}": [(listed[number % 20], 0.9 if number < 40 else 0.1)] for number in range(200)}
    lines = search_lines(searched(tmp_path, lists, threshold=0.5))
    assert any(
        line.startswith("                on other lists of this make-up, for other people: 95 % ") for line in lines
    )
    longer = next(line for line in lines if line.startswith("    1,000 people: "))
    assert " (95 % " in longer
    assert longer.endswith(", modelled, not measured")


def test_longer_lists_cannot_be_told_from_none(tmp_path: Path):
    write_set(tmp_path, [*listed_people("AB"), *PROBES])
    lines = search_lines(searched(tmp_path, {"u": [("A", 0.2)]}, threshold=0.5))
    assert "  longer lists: cannot be told; no search named exactly one person of the list" in lines


def test_what_could_not_be_concluded_comes_first_with_what_it_would_take(tmp_path: Path):
    lines = said(tmp_path, "self", "sex", threshold=0.5)
    assert lines[0] == "Differences between groups: 2 of 2 questions could not be settled by this test."
    fpir = next(line for line in lines if line.startswith("  sex, FPIR"))
    assert fpir.startswith(
        "  sex, FPIR: inconclusive; F 1 of 1 = 100 % against M 0 of 1 = 0 %: ratio 3, half an event "
    )
    assert "; to see a doubling takes about " in fpir
    assert "too few subjects: F, M" in fpir
    assert "On the list by sex: F 1, M 1" in lines


def test_groups_of_whom_nobody_tells_are_said_to_take_testing(tmp_path: Path):
    # No sex is recorded of a listed person, so nothing tells how often one of them is searched.
    rows = [(f"s{number}", f"s{number}", "probe") for number in range(30)]
    people = "subject_id,sex\n" + "".join(f"s{number},{'FMX'[number // 10]}\n" for number in range(30))
    write_set(tmp_path, [*listed_people("AB"), *PROBES[:2], *rows], people=people)
    lists = {f"s{number}": [("A", 0.9 if number < 6 or number in (10, 20) else 0.1)] for number in range(30)}
    fpir, tpir = (
        line
        for line in search_lines(searched(tmp_path, lists, "sex", threshold=0.5))
        if line.startswith(("  sex, FPIR: ", "  sex, TPIR: "))
    )
    assert "F 6 of 10 = 60 % against the rest 2 of 20 = 10 %: ratio 6 (95 % " in fpir
    assert "searches in each group" in tpir


def test_labels_of_a_model_are_flagged_in_every_line_about_groups(tmp_path: Path):
    lines = said(tmp_path, "model", "sex", threshold=0.5)
    about = [line for line in lines if line.startswith("  sex")]
    assert len(about) == 12, "two verdicts, two groups, eight indices"
    assert all("labels inferred by a model" in line for line in about)


def test_rows_that_would_look_alike_say_who_labelled_the_people(tmp_path: Path):
    people = PEOPLE.format("self").replace("z,M,self", "z,M,annotator")
    write_set(tmp_path, [*listed_people("AB"), *PROBES, ("v", "x", "probe")], people=people + "x,M,self\n")
    lines = search_lines(searched(tmp_path, LISTS, "sex", threshold=0.5))
    rows = [line.partition(" FPIR")[0].strip() for line in lines if line.startswith("  sex") and " = " in line]
    assert {"sex (labels: self) = M", "sex (labels: annotator) = M", "sex = F"} <= {row.strip() for row in rows}


def test_a_chosen_threshold_is_told_with_what_it_came_to(tmp_path: Path):
    (tmp_path / "images.csv").write_text(
        "image_id,subject_id,path,role,split\nr,A,r.jpg,reference,\nq,Z,q.jpg,probe,calibration\nu,Y,u.jpg,probe,test\n"
    )
    lines = search_lines(searched(tmp_path, {"q": [("A", 0.6)], "u": [("A", 0.7)]}, target_fpir=0.1))
    assert (
        "The threshold was chosen for a false-positive rate of at most 10 %: 0 of 1 searches of people not listed "
        "= 0 % (95 % 0 % to 97.5 %) in calibration (split column)."
    ) in lines
    assert "On other people it came to 1 of 1 searches of people not listed = 100 % (95 % 2.5 % to 100 %)." in lines


@pytest.mark.parametrize("kept", ["p", "u"], ids=["nobody unlisted", "nobody listed"])
def test_what_was_not_measured_has_no_number(tmp_path: Path, kept: str):
    write_set(tmp_path, [*listed_people("AB"), *(row for row in PROBES if row[0] == kept)])
    lines = search_lines(searched(tmp_path, {kept: LISTS[kept]}, threshold=0.5))
    assert any("not measured: there were no searches" in line for line in lines)
    assert any(line.startswith("Note: no search of a") for line in lines)


def test_indices_stand_beside_what_chance_makes_of_them(tmp_path: Path):
    # One of one woman and none of one man is falsely named: ratios have no value, the gap is 1; one of two shuffles
    # gives each sign of it, and both are a gap of 1
    lines = said(tmp_path, "self", "sex", threshold=0.5)
    place = lines.index("Indices of inequality, each beside what shuffled labels give")
    assert any(
        line.startswith("  sex, FPIR, max minus min: 1; by chance 1, 95 of 100 within 1, p = 1") for line in lines
    )
    assert any("undefined: a group has no events" in line for line in lines[place:])
