"""The planner's answers as sentences."""

import pytest

from lfr_eval.evaluate.plan import Plan, make_plan
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
