"""What `watch`, `score` and `compare` return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from pydantic import PrivateAttr

from lfr_eval.evaluate.results.groups import RatedGroup, VerdictRow
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.score.compare import Comparison
from lfr_eval.report.literal import plain
from lfr_eval.report.notebook.base import Rated, Readable, readable
from lfr_eval.report.words import alert_lines, list_lines, load_lines, score_lines

if TYPE_CHECKING:
    from pathlib import Path

    import altair as alt
    import pandas as pd

    from lfr_eval.core.events import Alert
    from lfr_eval.evaluate.watch.watch import WatchResult  # who scores alone needs no library of pictures
    from lfr_eval.record.reader import RunRecord


class ScoreReport(Rated, ScoreResult):
    """What `score` returns: the keys of `score --json` as fields, and how a notebook shows them."""

    _remark: str = PrivateAttr("")

    @classmethod
    def kept(cls, found: ScoreResult, remark: str) -> Self:
        """A score, and what is to be said of keeping it."""
        made = readable(cls, found)
        made._remark = remark
        return made

    @property
    def remark(self) -> str:
        """That it is kept nowhere, where the home may only be read; else nothing."""
        return self._remark

    def lines(self) -> list[str]:
        """As `lfr-eval score` prints it."""
        return score_lines(self)

    def _rated(self) -> Sequence[RatedGroup]:
        return self.groups

    def _judged(self) -> Sequence[VerdictRow]:
        return self.verdicts


@dataclass(frozen=True, slots=True)
class WatchReport(Readable):
    """What `watch` returns: the run that it left, its alerts and, with truth, its score."""

    result: WatchResult
    """The alerts, and what was counted."""
    record: RunRecord
    """The run, to be read."""
    sealed: bool
    """Whether the list is encrypted."""
    cut_short: bool
    """Whether Ctrl-C left the rest of a recording unwatched; then it is not scored."""
    score: ScoreReport | None
    """None without truth."""

    @property
    def run(self) -> Path:
        """Its folder."""
        return self.result.run

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """In the order in which they came."""
        return self.result.alerts

    def to_json(self) -> dict[str, Any]:
        """The object of `watch --json`."""
        result = self.result
        stated: dict[str, Any] = {"run": str(result.run), "run_id": self.record.run_id, "status": result.status}
        stated |= {"alerts": len(result.alerts), "counts": result.counts, "load": result.load}
        return stated | ({"score": self.score.to_json()} if self.score else {})

    def lines(self) -> list[str]:
        """As `lfr-eval watch` prints it."""
        result = self.result
        lines = [*alert_lines(result.alerts, result.counts, self.record.header["source"]), *load_lines(result.load)]
        lines += self.score.lines() if self.score else []
        return [*lines, *list_lines(self.sealed), f"Run {self.record.title} is {result.status}: {result.run}"]

    def table(self) -> pd.DataFrame:
        """The alerts: `person`, when the hits began (`first_hit_s`), the best `score`, `hits`."""
        from pandas import DataFrame

        names = ("person", "first_hit_s", "score", "hits")
        return DataFrame([{name: getattr(one, name) for name in names} for one in self.alerts], columns=list(names))


@dataclass(frozen=True)
class ComparisonReport(Readable, Comparison):
    """What `compare` returns: two runs on the same passes."""

    @classmethod
    def of(cls, found: Comparison) -> Self:
        """The comparison, for reading."""
        return cls(**{one.name: getattr(found, one.name) for one in fields(found)})

    def lines(self) -> list[str]:
        """As the page *Compare* says it: each difference, then what the comparison cannot show."""
        from lfr_eval.report.compare import reservations
        from lfr_eval.report.notebook.figures import differences

        return [plain(line) for line in [*(one.sentence for one in differences(self)), *reservations(self)]]

    def table(self) -> pd.DataFrame:
        """Each difference, first minus second, in percentage points with its 95 % interval."""
        from lfr_eval.report.notebook.figures import differences_table

        return differences_table(self)

    def chart(self) -> alt.VConcatChart:
        """Each difference with its interval; those without an event in either run are left out."""
        from lfr_eval.report.notebook.figures import differences_chart

        return differences_chart(self)
