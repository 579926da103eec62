"""A figure over the threshold is drawn anew where anything but the threshold changes."""

from dataclasses import replace

import pandas as pd

from lfr_eval.report.charts.trade_off import HIGH, LINE, LOW, THRESHOLD, VALUE, Axes
from lfr_eval.report.threshold.threshold import Panel
from lfr_eval.ui.parts.trade_off import drawn

TABLE = pd.DataFrame({THRESHOLD: [0.1, 0.2], LINE: "TPIR", VALUE: [0.9, 0.8], LOW: [0.8, 0.7], HIGH: [1.0, 0.9]})
AXES = Axes((0.1, 0.2), 0.1, [(0.1, 0.2)])


def spec(**axes):
    return drawn(Panel("tpir", "TPIR", "", TABLE, replace(AXES, **axes), {}))


def test_only_the_parameter_follows_the_threshold():
    first, second = spec(), spec(chosen=0.2)
    assert (first["params"][0]["value"], second["params"][0]["value"]) == (0.1, 0.2)
    assert first["layer"] == second["layer"]


def test_limits_that_become_shown_are_framed():
    framed = spec(shown=[(0.1, 0.2)])["layer"]
    assert len(framed) == len(spec()["layer"]) + 1
    assert framed[1]["mark"]["strokeWidth"] == 2
