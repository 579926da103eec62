"""Plans whose answers METHODOLOGY states."""

import shlex

import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.plan import Plan
from lfr_eval.report.plan import plan


def test_the_figures_at_one_in_a_thousand():
    found = plan(Plan(0.001))
    assert found.table["once each"].tolist() == ["2,995", "59", "32,642", "184", "343,634", "326"]
    assert found.limits[0].endswith("2,995 passes of people not listed.")
    # The chart goes from 1 in 100 to 1 in 10,000 and has what was asked for in the middle
    assert (found.points["Rate, 1 in"].min(), found.points["Rate, 1 in"].max()) == pytest.approx((100, 10_000))
    shown = found.points[found.points["Question"] == "show the limit"]["Passes"].tolist()
    assert (shown[0], shown[4], shown[-1]) == (299, 2995, 29956)
    assert found.chart.to_dict()["layer"]


def test_a_trial_has_a_line_and_a_row_for_each_true_rate():
    found = plan(Plan(0.001))
    assert found.walks.iloc[1].tolist() == ["95 %", "58", "148"]
    at_95 = found.walks_points[found.walks_points["If TPIR is"] == "95 %"]["Share of trials"]
    assert (at_95.iloc[56] < 0.5, at_95.iloc[57] >= 0.5) == (True, True)
    assert found.walks_chart.to_dict()["mark"]["type"] == "line"


def test_rates_at_which_one_group_would_be_certain_are_not_drawn():
    found = plan(Plan(0.2, ratio=4))
    assert found.points["Rate, 1 in"].min() == pytest.approx(5)


def test_the_command_asks_the_same_question():
    words = shlex.split(plan(Plan(1 / 6000, 2, 3.0, 0.9, 4.0, 0.25)).command)
    assert words[:2] == ["lfr-eval", "plan"]
    options = dict(zip(words[2::2], map(float, words[3::2]), strict=True))
    assert options == pytest.approx(
        {
            "--limit": 1 / 6000,
            "--events": 2,
            "--tpir-limit": 0.85,
            "--true-tpir": 0.95,
            "--power": 0.9,
            "--ratio": 3,
            "--margin-fpir": 1.25,
            "--margin-tpir": 0.05,
            "--groups": 2,
            "--attributes": 1,
            "--passes-per-subject": 4,
            "--correlation": 0.25,
        }
    )


def test_a_ratio_of_one_cannot_be_seen():
    with pytest.raises(InputError):
        plan(Plan(0.001, ratio=1.0))
