"""The rates of a trade-off table, with the range of what truth leaves open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from lfr_eval.core.phrases import between
from lfr_eval.core.rates import Rate
from lfr_eval.report.charts.trade_off import HIGH, LINE, LOW, THRESHOLD, VALUE

FEW, MOST = "few", "most"
"""The rate at the fewest and at the most events that truth allows; the rate itself where nothing is open."""


def with_range(trade: pd.DataFrame) -> pd.DataFrame:
    """The table of `evaluate.trade_off.trade_off_of` with the columns `FEW` and `MOST`."""
    rate = trade["share"].astype(float)
    ends = {FEW: "k_low", MOST: "k_high"}
    return trade.assign(**{end: (trade[k].astype(float) / trade["n"]).fillna(rate) for end, k in ends.items()})


def stated(row: pd.Series) -> Rate:
    """The rate that a row of the table holds."""
    value, low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("share", "low", "high"))
    fewest, most = (None if pd.isna(row[name]) else int(row[name]) for name in ("k_low", "k_high"))
    counted = int(row["k"]), int(row["n"])
    return Rate(*counted, value, low, high, str(row["method"]), int(row["subjects"]), k_low=fewest, k_high=most)


def from_to(few: str, most: str) -> str:
    """Two ends in words, or one where they are the same."""
    return few if few == most else f"{few} to {most}"


def ends_of(low: float, high: float, words: Callable[[float], str]) -> str:
    """An interval in brackets; nothing where there is none."""
    return "" if pd.isna(low) or pd.isna(high) else f" (95 % {between(float(low), float(high), words)})"


def spans(parts: Sequence[tuple[float, float]]) -> str:
    """Ranges of thresholds in words."""
    return " and ".join(f"from {low:.2f} to {high:.2f}" for low, high in parts)


def frame_of(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """One line of a chart over the threshold."""
    return pd.DataFrame(
        {
            THRESHOLD: rows.index.to_numpy(float),
            LINE: name,
            VALUE: rows["share"].to_numpy(float),
            LOW: rows["low"].to_numpy(float),
            HIGH: rows["high"].to_numpy(float),
        }
    )
