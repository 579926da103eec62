"""Cells of exported tables are no formulas."""

import pytest

from lfr_eval.core.cells import neutral


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "\t=1", "\r=1", "-1+cmd|' /C calc'!A0", "-x", "=", "\n=1"])
def test_what_begins_a_formula_stands_behind_an_apostrophe(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "a=1", "-0.5", "-12", "-1,000", "-3.2%", "0 of 3", 5, None, "Anna"])
def test_everything_else_stays(value):
    assert neutral(value) == value
