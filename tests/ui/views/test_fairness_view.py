"""What the page of groups says of verdicts and groups that are written out by hand."""

import pandas as pd
import pytest

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.disparity import COMBINED, SINGLE
from lfr_eval.report.charts.fairness import DENSITY, SCORE, SIZE, SMALL
from lfr_eval.ui.literal import strong
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
        "timely": rate(2 * tpir["n"] // 5, tpir["n"]),
        "fta": rate(1, fpir["n"] + tpir["n"]),
        "fte": rate(0, tpir["n"]),
    }


def verdict(metric, finding, attribute="sex", **more):
    return {
        "attribute": attribute,
        "metric": metric,
        "verdict": finding,
        "groups": [],
        "pairs": [],
        "leading_group": "F",
        "leading_against": "M",
        "leading_rates": [rate(2, 100), rate(1, 100)],
        "effect": None,
        "low": None,
        "high": None,
        "method": "katz",
        "p_adjusted": None,
        "margin": 1.25,
        "baseline": None,
        "needed_passes_per_group": None,
        "needed_subjects_per_group": None,
        "equivalence_passes_per_group": None,
        "equivalence_subjects_per_group": None,
        "exploratory": False,
        "notes": [],
    } | more


NEEDED = {
    "needed_passes_per_group": 23_500,
    "needed_subjects_per_group": 4_700,
    "equivalence_passes_per_group": 344_000,
}
GROUPS = [group("F", rate(2, 100), rate(9, 10)), group("M", rate(1, 100), rate(4, 5))]
SCORE_OBJECT = {
    "threshold": 0.4,
    "fpir": rate(3, 200),
    "tpir": rate(13, 15),
    "timely": rate(6, 15),
    "groups": GROUPS,
    "verdicts": [verdict("fpir", "inconclusive"), verdict("tpir", "disparity")],
    "truth_files": {"passes": "passes.csv", "subjects": ["people.csv"]},
}


def score(**more):
    return SCORE_OBJECT | more


def test_the_answer_counts_what_is_open_before_what_is_shown():
    said = view.answer(score())
    assert said.startswith(strong("1 of 2 questions could not be settled by this test.") + " Not settled does not mean")
    assert "A difference is shown in 1." in said
    assert "Equivalence" not in said


def test_nothing_open_promises_nothing():
    said = view.answer(score(verdicts=[verdict("fpir", "equivalence")]))
    assert said.startswith(strong("0 of 1 question could not be settled by this test."))
    assert "Not settled" not in said
    assert "Equivalence is shown in 1." in said


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            verdict("fpir", "disparity", effect=2.0, low=1.1, high=None, p_adjusted=0.01),
            "F 2 of 100 = 2 % against M 1 of 100 = 1 %: ratio 2 (95 % 1.1 to no upper end; corrected p = 0.01).",
        ),
        (
            verdict("timely", "disparity", effect=-0.092, low=-0.2, high=0.01, p_adjusted=0.01, leading_against=None),
            "against the rest 1 of 100 = 1 %: difference -9.2 points (95 % -20 to 1; corrected p = 0.01).",
        ),
        (verdict("fpir", "equivalence"), "shown to be equivalent, within a factor of 1.25"),
        (verdict("tpir", "equivalence", margin=0.05), "shown to be equivalent, within 5 points"),
        (
            verdict("fpir", "inconclusive", **NEEDED),
            "To see a doubling takes about 23,500 passes of 4,700 people in each group; to show equivalence, if the "
            "groups are alike, about 344,000 passes.",
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
    assert view.summary(both)[0].startswith(f"{strong('sex')}: False positives (FPIR) not settled by this test;")
    assert view.summary(both)[1] == f"{strong('sex*tone')}: nothing to compare."


def test_forests_name_the_ends_and_flag_few_people():
    fpir, tpir, timely = view.forests(score(), "sex", "F")
    assert fpir.sentence.startswith("FPIR runs from 1 % (M) to 2 % (F). Dashed: everybody together, 1.5 %.")
    assert fpir.table["Count"].tolist() == ["2 of 100", "1 of 100"]
    assert tpir.table[SIZE].tolist() == ["10 people or more", SMALL]
    assert timely.sentence.startswith("Recognition in time is 40 % in every group. Dashed: everybody together, 40 %.")


def test_a_group_without_passes_has_no_value():
    empty = [group("F", rate(0, 0), rate(9, 10)), GROUPS[1]]
    fpir, *_ = view.forests(score(groups=empty), "sex", view.ALL)
    assert fpir.table["Share"].tolist() == ["", "1 %"]
    assert fpir.table["Count"].tolist() == ["no passes of people not listed", "1 of 100"]
    assert "nothing to compare" in fpir.sentence


def test_everything_about_one_group():
    lines = " ".join(view.group_lines(score(), "sex", "M"))
    assert f"{strong('M')}: 105 passes of 105 people." in lines
    assert "Recognised (TPIR): 4 of 5 passes of listed people = 80 %" in lines
    assert "Recognised in time: 2 of 5 passes of listed people = 40 %" in lines
    assert "No template (FTA): 1 of 105 passes" in lines
    assert "Not enrolled (FTE): 0 of 5 people on the list whose group is known" in lines


def compared(value, against, k, rest, **effect):
    ends = {"estimate": 2.0, "low": 0.5, "high": None, "method": "katz"} | effect
    return {
        "value": value,
        "against": against,
        "rate": rate(*k),
        "rest": rate(*rest),
        "effect": ends,
        "p_adjusted": 0.2,
    }


def test_a_group_stands_against_each_other_and_with_three_against_the_rest():
    pairs = [
        compared("F", "M", (2, 100), (1, 100)),
        compared("F", "X", (2, 100), (1, 9)),
        compared("M", "X", (1, 9), (1, 9)),
    ]
    rests = [compared(value, None, (2, 100), (2, 109)) for value in "FMX"]
    three = verdict("fpir", "inconclusive", pairs=pairs, groups=rests)
    lines = view.group_lines(score(verdicts=[three]), "sex", "F")[-3:]
    assert [line.partition(" against ")[2].partition(":")[0] for line in lines] == [
        "M 1 of 100 = 1 %",
        "X 1 of 9 = 11.1 %",
        "the rest 2 of 109 = 1.83 %",
    ]
    two = verdict("fpir", "inconclusive", pairs=pairs[:1], groups=rests[:2])
    (line,) = [one for one in view.group_lines(score(verdicts=[two]), "sex", "F") if " against " in one]
    assert line.startswith("False positives (FPIR): F 2 of 100 = 2 % against M 1 of 100 = 1 %: ratio 2 (95 % 0.5 to no")


def test_a_group_that_could_not_be_compared_says_why():
    nothing = compared("F", "M", (0, 0), (1, 100), estimate=None, method="undefined (no trials)")
    found = verdict("fpir", "inconclusive", pairs=[nothing], groups=[nothing, nothing])
    assert view.group_lines(score(verdicts=[found]), "sex", "F")[-1].endswith("F against M: undefined (no trials).")


def test_needed_testing_is_said_both_ways():
    seen = [{"rate": rate(2, 100)}, {"rate": rate(1, 80)}]
    table = view.needed(score(verdicts=[verdict("fpir", "inconclusive", groups=seen, **NEEDED)]), "sex")
    (row,) = table.to_dict("records")
    assert (row["To see a difference"], row["To show equivalence"]) == (
        "23,500 passes of 4,700 people",
        "344,000 passes",
    )
    assert row["Smallest group"] == 80


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
    fpir, tpir, timely = figures.intersections(score(groups=[*GROUPS, *cells]), "sex", "F")
    assert fpir.sentence.startswith("1 of 2 cells have fewer than 10 people")
    assert fpir.table["Passes of people not listed"].tolist() == ["2 % = 1 of 50", "no passes"]
    assert tpir.table["tone"].tolist() == ["dark", "light"]
    assert timely.title == "Recognised in time: sex*tone"
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
