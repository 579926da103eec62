"""The planner's answers as sentences."""

import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.plan import Crowd, Plan, make_plan
from lfr_eval.report.plan_words import one_in, plan_lines


# Round, between two whole numbers, and rarer than 1 in 1,000
@pytest.mark.parametrize(("rate", "said"), [(0.001, "1 in 1,000"), (0.03, "1 in 33.33"), (1 / 6000, "1 in 6,000")])
def test_a_wanted_rate(rate: float, said: str) -> None:
    assert one_in(rate) == said


def test_the_figures_of_the_methodology() -> None:
    asked = Plan(0.001, passes_per_subject=3, correlation=0.5)
    said = plan_lines(asked, make_plan(asked))
    # 2,995 and 23,508 passes, twice as many for a design effect of 1 + 2 x 0.5
    assert (
        said[0]
        == "To show FPIR <= 1 in 1,000 (one-sided 95 %) with 0 false positives: 5,990 passes of people not listed."
    )
    assert said[1].endswith("with 80 % power: 47,016 passes per group.")
    assert said[-1].startswith("With 3 passes per person at correlation 0.5, each figure is 2 times as many passes")


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
