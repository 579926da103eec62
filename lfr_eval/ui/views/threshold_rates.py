"""The rates of a trade-off table, with the range of what truth leaves open."""

from __future__ import annotations

from typing import Any

import pandas as pd

FEW, MOST = "few", "most"
"""The rate at the fewest and at the most events that truth allows; the rate itself where nothing is open."""


def with_range(trade: pd.DataFrame) -> pd.DataFrame:
    """The table of `evaluate.trade_off.trade_off_of` with the columns `FEW` and `MOST`."""
    rate = trade["share"].astype(float)
    ends = {FEW: "k_low", MOST: "k_high"}
    return trade.assign(**{end: (trade[k].astype(float) / trade["n"]).fillna(rate) for end, k in ends.items()})


def stated(row: pd.Series) -> dict[str, Any]:
    """A row of the table as the fields of a `Rate` that words need."""
    counts = {name: None if pd.isna(row[name]) else int(row[name]) for name in ("k", "n", "k_low", "k_high")}
    return counts | {"value": None if pd.isna(row["share"]) else row["share"], "low": row["low"], "high": row["high"]}


def from_to(few: str, most: str) -> str:
    """Two ends in words, or one where they are the same."""
    return few if few == most else f"{few} to {most}"
