"""Paired differences in words."""

import pytest

from lfr_eval.metrics.paired import paired_difference
from lfr_eval.report.charts.compare import difference as chart
from lfr_eval.ui.literal import strong
from lfr_eval.ui.views import compare as view


def paired(both, first, second, neither):
    """Trials of as many people."""
    one = [True] * (both + first) + [False] * (second + neither)
    other = [True] * both + [False] * first + [True] * second + [False] * neither
    return paired_difference(one, other, [str(n) for n in range(len(one))])


def test_a_difference_that_is_shown_says_which_is_higher():
    found = view.difference(paired(40, 20, 1, 39), view.RECOGNISED)
    assert "first 60 = 60 %, second 41 = 41 %. Difference +19 percentage points" in found.sentence
    assert found.sentence.endswith("A difference is shown: the first has the higher rate.")
    assert found.frame[["Only first", "Only second"]].iloc[0].tolist() == [20, 1]


def test_a_difference_that_is_not_shown_says_what_remains_possible():
    found = view.difference(paired(5, 1, 1, 3), view.RECOGNISED)
    assert "A difference is not shown, and one of up to" in found.sentence
    assert "Difference 0 percentage points" in found.sentence


def test_without_passes_nothing_is_compared():
    found = view.difference(paired_difference([], [], []), view.FALSE_POSITIVES)
    assert (
        found.sentence
        == f"{strong('False positives (FPIR).')} Not compared: there were no passes of people not listed."
    )
    assert found.frame.empty


def test_nothing_that_happened_in_neither_is_drawn():
    found = view.difference(paired(0, 0, 0, 50), view.FALSE_POSITIVES)
    assert "first 0 = 0 %, second 0 = 0 %" in found.sentence
    assert found.frame.empty


@pytest.mark.parametrize(("share", "text"), [(0.0, "0"), (0.041666, "+4.17"), (-0.5, "−50"), (0.000012, "+0.0012")])
def test_points(share, text):
    assert view.points(share) == text


def test_the_chart_has_no_difference_in_its_middle():
    frame = view.difference(paired(40, 20, 1, 39), view.RECOGNISED).frame
    low, high = chart(frame).to_dict()["layer"][1]["encoding"]["x"]["scale"]["domain"]
    assert low == -high
    assert high > frame["to (points)"][0]
