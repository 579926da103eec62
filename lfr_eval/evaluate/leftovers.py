"""What was left in a home by processes that were killed: swept when the home is next used, and shown by `doctor`."""

from __future__ import annotations

from pathlib import Path

from lfr_eval.core.home import Home
from lfr_eval.record import leftovers as records
from lfr_eval.watchlist import leftovers as lists


def leftovers(home: Home) -> list[Path]:
    """Everything that was left, in order: halves of lists, of deletions and of files. Parts of lists hold templates."""
    return sorted([*records.leftovers(home), *lists.leftovers(home.watchlists)])


def sweep(home: Home) -> None:
    """Delete it; what the disk holds fast stays until the next time."""
    records.sweep(home)
    lists.sweep(home.watchlists)
