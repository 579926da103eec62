"""The planner's answers as sentences."""

import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.plan import Aim, Crowd, Plan, make_plan
from lfr_eval.report.plan_words import (
    amount_rows,
    group_lines,
    limit_lines,
    one_in,
    plan_lines,
    table_lines,
    trial_line,
)


# Round, between two whole numbers, and rarer than 1 in 1,000
@pytest.mark.parametrize(("rate", "said"), [(0.001, "1 in 1,000"), (0.03, "1 in 33.33"), (1 / 6000, "1 in 6,000")])
def test_a_wanted_rate(rate: float, said: str) -> None:
    assert one_in(rate) == said


def test_each_question_is_one_sentence() -> None:
    asked = Plan(0.01)
    found = make_plan(asked)
    limits, groups = limit_lines(asked, found), group_lines(asked, found)
    assert limits[0] == (
        "To show FPIR <= 1 in 100 (one-sided 95 %) with 0 false positives: 299 passes of people not listed."
    )
    assert limits[1] == (
        "To show TPIR >= 85 % (one-sided 95 %) with 80 % power if it is 95 %: 59 passes of listed people, of which 4 "
        "may be missed."
    )
    assert groups[2] == (
        "To show, with 80 % power, that 2 groups are alike in FPIR (within 1.25 times) if it is 1 in 100 in all: "
        "34,054 passes in each group."
    )
    assert groups[-1] == (
        "Differences are seen at the level that is left when p is corrected (Holm) for 3 questions: 1 attribute of 2 "
        "groups, in FPIR, TPIR and timely recognition."
    )
    assert trial_line(asked, found) == (
        "A trial that may be read after every walk shows TPIR >= 85 % within 58 walks in half of cases and 148 in "
        "nine of ten, if it is 95 % (90 %: 358 and 838; 98 %: 25 and 58; 99 %: 25 and 44)."
    )
    assert all(line.endswith(".") and "\n" not in line for line in plan_lines(asked, found))


def test_people_count_where_each_passes_several_times() -> None:
    asked = Plan(0.001, passes_per_subject=3, correlation=0.5)
    said = plan_lines(asked, make_plan(asked))
    # Without an event the people are the trials, however often they pass
    assert said[0].endswith("with 0 false positives: 8,985 passes of 2,995 people not listed.")
    assert "it takes at least 2,995 different people to show that FPIR" in said[2]
    # 3 passes at 0.5 count as 3 / (1 + 2 x 0.5)
    assert said[-1] == (
        "All of this is for 3 passes per person at correlation 0.5, which count as 1.5 of different people."
    )


def test_guesses_stand_side_by_side() -> None:
    asked = Plan(0.01, passes_per_subject=5, correlation=0.2)
    rows = amount_rows(asked, make_plan(asked))
    assert list(rows[0]) == ["To", "once each", "5 each, alike 0.05", "5 each, alike 0.2", "5 each, alike 0.5"]
    assert list(rows[0].values()) == ["show FPIR <= 1 in 100, 0 false positives", "299", *["299 (1,495)"] * 3]
    assert len(rows) == len(Aim)
    lines = table_lines(rows)
    assert len({line.index("299") for line in lines[1:2]} | {lines[0].index("once each")}) == 1


def test_a_trial_that_takes_too_long_says_so() -> None:
    asked = Plan(0.01, tpir_limit=0.9, true_tpir=0.905)
    assert "within more than 5,000 walks in half of cases" in trial_line(asked, make_plan(asked))


@pytest.mark.parametrize(
    ("crowd", "said"),
    [
        # 0.9 x 10 = 9 true; 0.01 x 990 = 9.9 false; 9 / 18.9
        (Crowd(1_000, (10,), 0.9, 0.01), "9 true and 9.9 false alerts expected; 47.6 % of alerts would be true"),
        # The base rate of METHODOLOGY 6: 8.9 true, 99,990 / 6,000 = 16.7 false
        (Crowd(100_000, (10,), 0.89, 1 / 6000), "FPIR 1 in 6,000: 8.9 true and 16.7 false alerts expected; 34.8 % of"),
        (Crowd(1_000, (0,), 0.9, 0.01), "0 true and 10 false alerts expected; 0 % of alerts would be true"),
        (Crowd(1_000, (0,), 0.9, 0.0), "0 true and 0 false alerts expected; nobody would be alerted"),
        (Crowd(1, (1,), 1.0, 0.5), "When 1 person passes, 1 of them on the list, at TPIR 100 %"),
    ],
)
def test_the_share_of_alerts_that_are_true(crowd: Crowd, said: str) -> None:
    asked = Plan(0.001, crowd=crowd)
    line = plan_lines(asked, make_plan(asked))[-1]
    assert said in line
    assert line.endswith("(modelled, not measured).")


@pytest.mark.parametrize(
    "crowd", [Crowd(10, (11,), 0.9, 0.1), Crowd(10, (1,), 1.1, 0.1), Crowd(10, (1,), 0.9, float("nan"))]
)
def test_a_crowd_that_cannot_be_is_refused(crowd: Crowd) -> None:
    with pytest.raises(InputError, match="expected"):
        make_plan(Plan(0.001, crowd=crowd))
