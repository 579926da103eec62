"""The rates at every threshold, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.record.reader import RunRecord


def read_trade_off(home: Home, run: RunRecord, score: dict[str, Any]) -> pd.DataFrame:
    """As `evaluate.trade_off.trade_off_of`; a second look at the same score costs nothing.

    Raises:
        RecordError: The truth is gone or is no longer what it was, or the record is damaged.
    """
    return _read(home, run.path, score)


@st.cache_data(max_entries=8, show_spinner="Working out every threshold …", hash_funcs={Home: repr})
def _read(home: Home, path: Path, score: dict[str, Any]) -> pd.DataFrame:
    return trade_off_of(home, RunRecord.open(path), score)
