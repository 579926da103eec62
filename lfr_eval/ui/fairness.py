"""What a kept score does not hold about its groups, read once; and what the page shows of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import name_of
from lfr_eval.evaluate.fairness import Fairness, fairness_of
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.record.reader import RunRecord
from lfr_eval.ui.literal import strong
from lfr_eval.ui.show import figure, prose
from lfr_eval.ui.views.fairness import Figure


def read_fairness(home: Home, run: RunRecord, score: KeptScore) -> Fairness:
    """As `evaluate.fairness.fairness_of`; a second look at the same score costs nothing.

    Raises:
        RecordError: The truth is gone or is no longer what it was, or the record is damaged.
    """
    return _read(run.path, name_of(score), home, score)


@st.cache_data(max_entries=8, show_spinner="Comparing groups …")
def _read(path: Path, name: str, _home: Home, _score: KeptScore) -> Fairness:
    return fairness_of(_home, RunRecord.open(path), _score)


def side_by_side(figures: list[Figure]) -> None:
    """Figures in pairs."""
    for place, one in enumerate(figures):
        if place % 2 == 0:
            sides = st.columns(2)
        with sides[place % 2]:
            prose(strong(one.title))
            figure(one.chart, one.table, one.sentence, one.key)
