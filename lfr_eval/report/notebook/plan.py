"""What `plan` returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import PrivateAttr

from lfr_eval.evaluate.plan import Plan, PlanResult
from lfr_eval.report.notebook.base import Readable, readable
from lfr_eval.report.plan_words import amount_rows, plan_lines

if TYPE_CHECKING:
    import pandas as pd


class PlanReport(Readable, PlanResult):
    """What `plan` returns: the keys of `plan --json` as fields, and how a notebook shows them."""

    _asked: Plan = PrivateAttr()

    @classmethod
    def answering(cls, asked: Plan, found: PlanResult) -> Self:
        """The answers with what was asked."""
        made = readable(cls, found)
        made._asked = asked
        return made

    def lines(self) -> list[str]:
        """As `lfr-eval plan` prints it."""
        return plan_lines(self._asked, self)

    def table(self) -> pd.DataFrame:
        """Passes and people by question, for several guesses of how alike the passes of one person are."""
        from pandas import DataFrame

        return DataFrame(amount_rows(self._asked, self))
