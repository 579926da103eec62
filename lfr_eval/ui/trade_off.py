"""The rates at every threshold, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import name_of
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.charts.trade_off import CHOSEN
from lfr_eval.ui.show import inline
from lfr_eval.ui.views.threshold import Panel


def read_trade_off(home: Home, run: RunRecord, score: KeptScore) -> pd.DataFrame:
    """As `evaluate.trade_off.trade_off_of`; a second look at the same score costs nothing.

    Raises:
        RecordError: The truth is gone or is no longer what it was, or the record is damaged.
    """
    return _read(run.path, name_of(score), home, score)


@st.cache_data(max_entries=8, show_spinner="Working out every threshold …")
def _read(path: Path, name: str, _home: Home, _score: KeptScore) -> pd.DataFrame:
    return trade_off_of(_home, RunRecord.open(path), _score)


def drawn(panel: Panel) -> dict[str, Any]:
    """A figure as Vega-Lite; that of another threshold differs in one parameter, so the rest is drawn once."""
    spans = tuple(panel.axes.region), tuple(panel.axes.shown)
    spec = _drawn(panel.table, panel.axes.domain, spans, dict(panel.how), panel)
    params = [one | {"value": panel.axes.chosen} if one["name"] == CHOSEN else one for one in spec["params"]]
    return spec | {"params": params}


@st.cache_data(max_entries=64, show_spinner=False)
def _drawn(
    table: pd.DataFrame, domain: tuple[float, float], spans: tuple[Any, ...], how: dict[str, bool], _panel: Panel
) -> dict[str, Any]:
    return inline(_panel.chart().to_dict())
