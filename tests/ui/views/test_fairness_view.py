"""What the page of groups says of verdicts and groups that are written out by hand."""

import pandas as pd
import pytest

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.disparity import COMBINED, SINGLE
from lfr_eval.report.charts.fairness import DENSITY, SCORE, SIZE, SMALL
from lfr_eval.ui.views import fairness as view
from lfr_eval.ui.views import fairness_figures as figures


def rate(k, n, low=0.1, high=0.5, subjects=None):
    subjects = n if subjects is None else subjects
    value = k / n if n else None
    return Rate(k, n, value, low if n else None, high if n else None, "wilson", subjects).to_json()


def group(value, fpir, tpir, attribute="sex", condition=None, model=False):
    return {
        "attribute": attribute,
        "value": value,
        "condition": condition or {},
        "label_sources": ["model" if model else "self"],
        "model_inferred": model,
        "passes": fpir["n"] + tpir["n"],
        "subjects": fpir["subjects"] + tpir["subjects"],
        "too_small": False,
        "fpir": fpir,
        "tpir": tpir,
        "wrong_identity": rate(0, tpir["n"]),
    }


def verdict(metric, finding, attribute="sex", **more):
    return {
        "attribute": attribute,
        "metric": metric,
        "verdict": finding,
        "groups": [],
        "leading_group": "F",
        "effect": None,
        "low": None,
        "high": None,
        "p_adjusted": None,
        "margin": 1.25,
        "baseline": None,
        "needed_passes_per_group": None,
        "needed_subjects_per_group": None,
        "exploratory": False,
        "notes": [],
    } | more


GROUPS = [group("F", rate(2, 100), rate(9, 10)), group("M", rate(1, 100), rate(4, 5))]
SCORE_OBJECT = {
    "threshold": 0.4,
    "fpir": rate(3, 200),
    "tpir": rate(13, 15),
    "groups": GROUPS,
    "verdicts": [verdict("fpir", "inconclusive"), verdict("tpir", "disparity")],
    "truth_files": {"passes": "passes.csv", "subjects": ["people.csv"]},
}


def score(**more):
    return SCORE_OBJECT | more


def test_the_answer_counts_what_is_open_before_what_is_shown():
    said = view.answer(score())
    assert said.startswith("**1 of 2 questions could not be settled by this test.** Not settled does not mean")
    assert "A difference is shown in 1." in said
    assert "Equivalence" not in said


def test_nothing_open_promises_nothing():
    said = view.answer(score(verdicts=[verdict("fpir", "equivalence")]))
    assert said.startswith("**0 of 1 question could not be settled")
    assert "Not settled" not in said
    assert "Equivalence is shown in 1." in said


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            verdict("fpir", "disparity", effect=2.0, low=1.1, high=None, p_adjusted=0.01),
            "F: FPIR 2 times that of the rest (95 % 1.1 to no upper end; corrected p = 0.01).",
        ),
        (
            verdict("tpir", "disparity", effect=-0.092, low=-0.2, high=0.01, p_adjusted=0.01),
            "F: TPIR 9.2 points below the rest (95 % -20.0 to +1.0; corrected p = 0.01).",
        ),
        (verdict("fpir", "equivalence"), "shown to be equivalent, within a factor of 1.25"),
        (verdict("tpir", "equivalence", margin=0.05), "shown to be equivalent, within 5 points"),
        (
            verdict("fpir", "inconclusive", needed_passes_per_group=23_500, needed_subjects_per_group=4_700),
            "about 23,500 passes of people not listed (4,700 people) in each group",
        ),
        (verdict("fpir", "inconclusive", exploratory=True), "a lead to follow and not a result"),
        (verdict("fpir", "disparity", model_inferred=True), "this is not evidence about people"),
        (verdict("fpir", "inconclusive", notes=["too few subjects: M"]), "too few subjects: M"),
        (verdict("fpir", "inconclusive", condition={"light": "dark"}), "sex, light dark"),
    ],
)
def test_a_verdict_in_words(given, expected):
    (line,) = view.verdict_lines(score(verdicts=[given]), "sex")
    assert expected in line


def test_attributes_come_before_intersections_and_each_has_a_line():
    crossed = [group("F*dark", rate(1, 5), rate(1, 5), "sex*tone")]
    both = score(groups=[*crossed, *GROUPS])
    assert view.attributes(both) == ["sex", "sex*tone"]
    assert view.summary(both)[0].startswith("**sex**: False positives (FPIR) not settled by this test;")
    assert view.summary(both)[1] == "**sex*tone**: nothing to compare."


def test_forests_name_the_ends_and_flag_few_people():
    fpir, tpir = view.forests(score(), "sex", "F")
    assert fpir.sentence.startswith("FPIR runs from 1 % (M) to 2 % (F). Dashed: everybody together, 1.5 %.")
    assert fpir.table["Count"].tolist() == ["2 of 100", "1 of 100"]
    assert tpir.table[SIZE].tolist() == ["10 people or more", SMALL]


def test_a_group_without_passes_has_no_value():
    empty = [group("F", rate(0, 0), rate(9, 10)), GROUPS[1]]
    fpir, _ = view.forests(score(groups=empty), "sex", view.ALL)
    assert fpir.table["Share"].tolist() == ["", "1 %"]
    assert fpir.table["Count"].tolist() == ["no passes of people not listed", "1 of 100"]
    assert "nothing to compare" in fpir.sentence


def test_everything_about_one_group():
    lines = " ".join(view.group_lines(score(), "sex", "M"))
    assert "**M**: 105 passes of 105 people." in lines
    assert "Recognised (TPIR): 4 of 5 passes of listed people = 80 %" in lines
    assert "F" not in lines.replace("FPIR", "").replace("False", "")


def test_labels_of_a_model_are_said_to_be_no_evidence():
    notes = view.label_notes(score(groups=[group("F", rate(1, 9), rate(1, 9), model=True)]), "sex")
    assert notes[0] == "Groups are as labelled by: model."
    assert "not evidence about people" in notes[1]


def test_how_to_compare_more_is_a_command():
    assert "--truth passes.csv --subjects people.csv --by 'sex,sex*ethnicity'" in view.how_to_cross("RUN", score())


def test_intersections_flag_small_cells():
    cells = [
        group("F*dark", rate(1, 50), rate(1, 5), "sex*tone"),
        group("M*light", rate(0, 0), rate(9, 12), "sex*tone"),
    ]
    fpir, tpir = figures.intersections(score(groups=[*GROUPS, *cells]), "sex", "F")
    assert fpir.sentence.startswith("1 of 2 cells have fewer than 10 people")
    assert fpir.table["Passes of people not listed"].tolist() == ["2 % = 1 of 50", "no passes"]
    assert tpir.table["tone"].tolist() == ["dark", "light"]
    assert figures.intersections(score(groups=cells), "age", view.ALL) == []


def test_scores_are_spread_over_bins_that_hold_every_pass():
    # four women: best scores 0.01, 0.06, 0.06 and none on record
    reached = pd.DataFrame({"threshold": [0.0, 0.05, 0.06, 0.07], "k": [3, 2, 2, 0], "n": 4})
    trade = reached.assign(metric="fpir", attribute="sex", value="F")
    (one,) = figures.spreads(trade, "sex", 0.4)
    assert one.table[SCORE].tolist() == [0.0, 0.05, 0.1]
    assert one.table[DENSITY].tolist() == ["25 %", "50 %", "0 %"]
    assert "1 had no score on record" in one.sentence


def test_indices_have_a_name_and_say_why_there_is_no_value():
    assert SINGLE.keys() | COMBINED.keys() == figures.INDICES.keys()
    about = {"attribute": "sex", "metric": "fpir", "index": "gini"}
    known = {"value": 0.2, "undefined": None, "null_median": 0.1, "null_95": None, "p": 0.2}
    nothing = dict.fromkeys(known) | {"undefined": "undefined (a group has 0 events)"}
    unequal = pd.DataFrame([about | known, about | nothing])
    shown = figures.indices(unequal, "sex")
    assert shown["By chance: 95 of 100 within"].tolist() == ["unbounded", ""]
    assert "95 %" not in shown, "an index has no interval"
    assert shown["Note"].tolist() == ["", "undefined (a group has 0 events)"]
    assert "0 of 1 lie beyond 95 of 100 shuffles; 1 have no value." in figures.indices_line(unequal, "sex")


def test_nobody_to_be_taken_for_is_no_matrix():
    columns = ["attribute", "probe", "listed", "k", "n", "share", "low", "high", "method", "subjects"]
    assert figures.matrix(pd.DataFrame(columns=columns), "sex", view.ALL) is None
