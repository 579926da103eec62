"""What all results have in common that a notebook shows."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, TypeVar

from lfr_eval.core.names import visible
from lfr_eval.evaluate.results.base import Result
from lfr_eval.evaluate.results.groups import RatedGroup, VerdictRow
from lfr_eval.report.literal import plain

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

R = TypeVar("R", bound=Result)


class Readable:
    """A result that people read in a notebook."""

    @abstractmethod
    def lines(self) -> list[str]:
        """What the command prints: the answer first."""

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The figures, one row each."""

    def _repr_html_(self) -> str:
        said = escape(visible("\n".join(map(plain, self.lines()))))
        return f"<pre style='white-space: pre-wrap'>{said}</pre>{self.table().to_html(index=False, na_rep='')}"


class Rated(Readable):
    """A result with rates of everybody and of groups."""

    def table(self) -> pd.DataFrame:
        """Every rate of everybody and of every group, with its count, base and 95 % interval."""
        from lfr_eval.report.notebook.figures import rates_table

        return rates_table(self, self._rated())

    def verdicts_table(self) -> pd.DataFrame:
        """What could be concluded about each attribute.

        `effect` is that of its foremost two groups, of FPIR their ratio, else their difference, with its 95 % interval
        and the corrected `p`; `needed_subjects_per_group` people would be needed to see a difference.
        """
        from lfr_eval.report.notebook.figures import verdicts_table

        return verdicts_table(self._judged())

    def chart(self) -> alt.VConcatChart:
        """Recognition and false positives of everybody and of every group, with their 95 % intervals."""
        from lfr_eval.report.notebook.figures import rates_chart

        return rates_chart(self, self._rated())

    @abstractmethod
    def _rated(self) -> Sequence[RatedGroup]: ...

    @abstractmethod
    def _judged(self) -> Sequence[VerdictRow]: ...


def readable(kind: type[R], found: Result) -> R:
    """A result as the kind of it that people read; nothing is checked or copied."""
    return kind.model_construct(found.model_fields_set, **dict(found))
