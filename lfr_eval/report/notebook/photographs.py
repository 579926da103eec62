"""What `search` and `verify` return."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.groups import RatedGroup, VerdictRow
from lfr_eval.evaluate.results.search import SearchResult
from lfr_eval.evaluate.results.verify import VerifyResult
from lfr_eval.report.notebook.base import Rated, Readable
from lfr_eval.report.search import search_lines
from lfr_eval.report.verify import verify_lines

if TYPE_CHECKING:
    import pandas as pd


class SearchReport(Rated, SearchResult):
    """What `search` returns: the keys of `search --json` as fields, and how a notebook shows them."""

    def lines(self) -> list[str]:
        """As `lfr-eval search` prints it."""
        return search_lines(self)

    def _rated(self) -> Sequence[RatedGroup]:
        return self.groups

    def _judged(self) -> Sequence[VerdictRow]:
        return self.verdicts


class VerifyReport(Readable, VerifyResult):
    """What `verify` returns: the keys of `verify --json` as fields, and how a notebook shows them."""

    def lines(self) -> list[str]:
        """As `lfr-eval verify` prints it."""
        return verify_lines(self)

    def table(self) -> pd.DataFrame:
        """Accuracy, true match rates by target FMR, and failures to acquire, as far as they were measured."""
        from lfr_eval.report.notebook.figures import named_table

        rates: dict[str, Rate | None] = {"accuracy": self.accuracy, "fta": self.fta}
        return named_table(rates | {f"TMR at FMR {at}": one for at, one in (self.tmr_at_fmr or {}).items()})
