"""What can be chosen on the page of thresholds."""

from __future__ import annotations

import pandas as pd

NO_GROUPS = "none"


def list_sizes(enrolled: int) -> list[int]:
    """What a list may be imagined as: the one that was tested, and round numbers."""
    return sorted({max(enrolled, 1)} | {round_ * 10**power for power in range(1, 7) for round_ in (1, 2, 5)})


def size_name(persons: float, enrolled: int) -> str:
    """A list size, and whether its figures are measured."""
    return f"{persons:,.0f} ({'as tested' if persons == enrolled else 'modelled'})"


def attributes(trade: pd.DataFrame) -> list[str]:
    """What groups can be compared by; intersections stand on the fairness page."""
    return [NO_GROUPS, *(one for one in trade["attribute"].unique() if one and "*" not in one)]
