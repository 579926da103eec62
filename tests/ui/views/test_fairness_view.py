"""What the page of groups says of verdicts and groups that are written out by hand."""

import pandas as pd
import pytest
from score_objects import NONE, compared, group, rate, score, verdict

from lfr_eval.metrics.comparisons import Effect
from lfr_eval.metrics.disparity import COMBINED, SINGLE
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.needed import Needed
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.report.charts.fairness import DENSITY, SCORE, SIZE, SMALL
from lfr_eval.ui.literal import strong
from lfr_eval.ui.views import fairness as view
from lfr_eval.ui.views import fairness_figures as figures

FPIR, TPIR, TIMELY = Metric.FPIR, Metric.TPIR, Metric.TIMELY
EQUIVALENCE, DISPARITY, INCONCLUSIVE = Finding.EQUIVALENCE, Finding.DISPARITY, Finding.INCONCLUSIVE
NEEDED = Needed(None, 1.0, 23_500, 4_700, 344_000, None)
RATES = rate(2, 100), rate(1, 100)


def people(value, fpir, tpir, attribute="sex", **more):
    n, subjects = fpir.n + tpir.n, fpir.subjects + tpir.subjects
    counts = {"attribute": attribute, "passes": n, "subjects": subjects}
    late = {"timely": rate(2 * tpir.n // 5, tpir.n), "fta": rate(1, n), "fte": rate(0, tpir.n)}
    return group(value, fpir=fpir, tpir=tpir, **counts | late | more)


GROUPS = (people("F", rate(2, 100), rate(9, 10)), people("M", rate(1, 100), rate(4, 5)))
SHOWN = score(
    fpir=rate(3, 200),
    tpir=rate(13, 15),
    timely=rate(6, 15),
    groups=GROUPS,
    verdicts=(verdict(FPIR, INCONCLUSIVE), verdict(TPIR, DISPARITY)),
)


def of(**changes):
    return SHOWN.model_copy(update=changes)


def test_the_answer_counts_what_is_open_before_what_is_shown():
    said = view.answer(of())
    assert said.startswith(strong("1 of 2 questions could not be settled by this test.") + " Not settled does not mean")
    assert "A difference is shown in 1." in said
    assert "Equivalence" not in said


def test_nothing_open_promises_nothing():
    said = view.answer(of(verdicts=[verdict(FPIR, EQUIVALENCE)]))
    assert said.startswith(strong("0 of 1 question could not be settled by this test."))
    assert "Not settled" not in said
    assert "Equivalence is shown in 1." in said


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            verdict(FPIR, DISPARITY, (compared("F", "M", RATES, Effect(2.0, 1.1, None, "katz"), 0.01),)),
            "F 2 of 100 = 2 % against M 1 of 100 = 1 %: ratio 2 (95 % 1.1 to no upper end; corrected p = 0.01).",
        ),
        (
            verdict(
                TIMELY,
                DISPARITY,
                groups=(compared("F", None, RATES, Effect(-0.092, -0.2, 0.01, "newcombe"), 0.01),),
            ),
            "against the rest 1 of 100 = 1 %: difference -9.2 points (95 % -20 to 1; corrected p = 0.01).",
        ),
        (verdict(FPIR, EQUIVALENCE), "shown to be equivalent, within a factor of 1.25"),
        (verdict(TPIR, EQUIVALENCE, margin=0.05), "shown to be equivalent, within 5 points"),
        (
            verdict(FPIR, INCONCLUSIVE, needed=NEEDED),
            "To see a doubling takes about 23,500 passes of 4,700 people in each group; to show equivalence, if the "
            "groups are alike, about 344,000 passes.",
        ),
        (verdict(FPIR, INCONCLUSIVE, exploratory=True), "a lead to follow and not a result"),
        (verdict(FPIR, DISPARITY, model_inferred=True), "this is not evidence about people"),
        (verdict(FPIR, INCONCLUSIVE, notes=("too few subjects: M",)), "too few subjects: M"),
        (verdict(FPIR, INCONCLUSIVE, condition={"light": "dark"}), "sex, light dark"),
    ],
)
def test_a_verdict_in_words(given, expected):
    (line,) = view.verdict_lines([given], "sex")
    assert expected in line


def test_attributes_come_before_intersections_and_each_has_a_line():
    crossed = [people("F*dark", rate(1, 5), rate(1, 5), "sex*tone")]
    both = of(groups=[*crossed, *GROUPS])
    assert view.attributes(both) == ["sex", "sex*tone"]
    assert view.summary(both)[0].startswith(f"{strong('sex')}: False positives (FPIR) not settled by this test;")
    assert view.summary(both)[1] == f"{strong('sex*tone')}: nothing to compare."


def test_forests_name_the_ends_and_flag_few_people():
    fpir, tpir, timely = view.forests(of(), "sex", "F")
    assert fpir.sentence.startswith("FPIR runs from 1 % (M) to 2 % (F). Dashed: everybody together, 1.5 %.")
    assert fpir.table["Count"].tolist() == ["2 of 100", "1 of 100"]
    assert tpir.table[SIZE].tolist() == ["10 people or more", SMALL]
    assert timely.sentence.startswith("Recognition in time is 40 % in every group. Dashed: everybody together, 40 %.")


def test_a_group_without_passes_has_no_value():
    empty = [people("F", NONE, rate(9, 10)), GROUPS[1]]
    fpir, *_ = view.forests(of(groups=empty), "sex", view.ALL)
    assert fpir.table["Share"].tolist() == ["", "1 %"]
    assert fpir.table["Count"].tolist() == ["no passes of people not listed", "1 of 100"]
    assert "nothing to compare" in fpir.sentence


def test_everything_about_one_group():
    lines = " ".join(view.group_lines(of(), "sex", "M"))
    assert f"{strong('M')}: 105 passes of 105 people." in lines
    assert "Recognised (TPIR): 4 of 5 passes of listed people = 80 %" in lines
    assert "Recognised in time: 2 of 5 passes of listed people = 40 %" in lines
    assert "No template (FTA): 1 of 105 passes" in lines
    assert "Not enrolled (FTE): 0 of 5 people on the list whose group is known" in lines


OPEN = Effect(2.0, 0.5, None, "katz")


def test_a_group_stands_against_each_other_and_with_three_against_the_rest():
    pairs = (
        compared("F", "M", (rate(2, 100), rate(1, 100)), OPEN),
        compared("F", "X", (rate(2, 100), rate(1, 9)), OPEN),
        compared("M", "X", (rate(1, 9), rate(1, 9)), OPEN),
    )
    rests = tuple(compared(value, None, (rate(2, 100), rate(2, 109)), OPEN) for value in "FMX")
    three = verdict(FPIR, INCONCLUSIVE, pairs, groups=rests)
    lines = view.group_lines(of(verdicts=[three]), "sex", "F")[-3:]
    assert [line.partition(" against ")[2].partition(":")[0] for line in lines] == [
        "M 1 of 100 = 1 %",
        "X 1 of 9 = 11.1 %",
        "the rest 2 of 109 = 1.83 %",
    ]
    two = verdict(FPIR, INCONCLUSIVE, pairs[:1], groups=rests[:2])
    (line,) = [one for one in view.group_lines(of(verdicts=[two]), "sex", "F") if " against " in one]
    assert line.startswith("False positives (FPIR): F 2 of 100 = 2 % against M 1 of 100 = 1 %: ratio 2 (95 % 0.5 to no")


def test_a_group_that_could_not_be_compared_says_why():
    undefined = Effect(None, None, None, "undefined (no trials)")
    nothing = compared("F", "M", (NONE, rate(1, 100)), undefined, None)
    found = verdict(FPIR, INCONCLUSIVE, (nothing,), groups=(nothing, nothing))
    assert view.group_lines(of(verdicts=[found]), "sex", "F")[-1].endswith("F against M: undefined (no trials).")


def test_needed_testing_is_said_both_ways():
    seen = tuple(compared(value, None, (rate(1, n), NONE), OPEN) for value, n in (("F", 100), ("M", 80)))
    table = view.needed(of(verdicts=[verdict(FPIR, INCONCLUSIVE, groups=seen, needed=NEEDED)]), "sex")
    (row,) = table.to_dict("records")
    assert (row["To see a difference"], row["To show equivalence"]) == (
        "23,500 passes of 4,700 people",
        "344,000 passes",
    )
    assert row["Smallest group"] == 80


def test_labels_of_a_model_are_said_to_be_no_evidence():
    notes = view.label_notes(of(groups=[group("F", label_sources=("model",), model_inferred=True)]), "sex")
    assert notes[0] == "Groups are as labelled by: model."
    assert "not evidence about people" in notes[1]


def test_how_to_compare_more_is_a_command():
    assert "--truth passes.csv --subjects people.csv --by 'sex,sex*ethnicity'" in view.how_to_cross("RUN", of())


def test_intersections_flag_small_cells():
    cells = [
        people("F*dark", rate(1, 50), rate(1, 5), "sex*tone"),
        people("M*light", NONE, rate(9, 12), "sex*tone"),
    ]
    fpir, tpir, timely = figures.intersections(of(groups=[*GROUPS, *cells]), "sex", "F")
    assert fpir.sentence.startswith("1 of 2 cells have fewer than 10 people")
    assert fpir.table["Passes of people not listed"].tolist() == ["2 % = 1 of 50", "no passes"]
    assert tpir.table["tone"].tolist() == ["dark", "light"]
    assert timely.title == "Recognised in time: sex*tone"
    assert figures.intersections(of(groups=cells), "age", view.ALL) == []


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
