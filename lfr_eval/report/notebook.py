"""Results as a notebook shows them: the lines that the command prints, a table of pandas, a chart of Altair."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import altair as alt
import pandas as pd
from pydantic import PrivateAttr

from lfr_eval.core.events import Alert
from lfr_eval.core.phrases import events
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.plan import Plan, PlanResult
from lfr_eval.evaluate.results.base import Result
from lfr_eval.evaluate.results.groups import Condition, RatedGroup, VerdictRow
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.results.search import SearchResult
from lfr_eval.evaluate.results.verify import VerifyResult
from lfr_eval.evaluate.score.compare import Comparison
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.charts.compare import difference as drawn
from lfr_eval.report.charts.fairness import COUNT, GROUP, HIGH, LOW, SHARE, SIZE, forest
from lfr_eval.report.compare import FALSE_POSITIVES, RECOGNISED, WRONG, Difference, difference, reservations
from lfr_eval.report.fairness.fairness import NOT_RECORDED, name_of, size_of
from lfr_eval.report.literal import plain
from lfr_eval.report.plan_words import amount_rows, plan_lines
from lfr_eval.report.search import search_lines
from lfr_eval.report.verify import verify_lines
from lfr_eval.report.words import alert_lines, list_lines, load_lines, score_lines

if TYPE_CHECKING:
    from lfr_eval.evaluate.watch.watch import WatchResult  # who scores alone needs no library of pictures

R = TypeVar("R", bound=Result)
EVERYBODY = "everybody"
RATES = {"tpir": "Recognised (TPIR)", "fpir": "False positives (FPIR)", "wrong_identity": "Taken for somebody else"}


class Readable:
    """A result that people read in a notebook."""

    @abstractmethod
    def lines(self) -> list[str]:
        """What the command prints: the answer first."""

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The figures, one row each."""

    def _repr_html_(self) -> str:
        said = escape("\n".join(map(plain, self.lines())))
        return f"<pre style='white-space: pre-wrap'>{said}</pre>{self.table().to_html(index=False, na_rep='')}"


class _Rated(Readable):
    """A result with rates of everybody and of groups."""

    def table(self) -> pd.DataFrame:
        """Every rate of everybody and of every group, with its count, base and 95 % interval."""
        return pd.DataFrame(
            [
                {"rate": name, **_place(group), **_figures(getattr(group or self, name))}
                for group in (None, *self._rated())
                for name in RATES
            ]
        )

    def verdicts_table(self) -> pd.DataFrame:
        """What could be concluded about each attribute.

        `effect` is that of its foremost two groups, of FPIR their ratio, else their difference, with its 95 % interval
        and the corrected `p`; `needed_subjects_per_group` people would be needed to see a difference.
        """
        return pd.DataFrame([_verdict(one) for one in self._judged()])

    def chart(self) -> alt.VConcatChart:
        """Recognition and false positives of everybody and of every group, with their 95 % intervals."""
        # which groups are small differs
        scales = alt.Resolve(scale=alt.ScaleResolveMap(color="independent", shape="independent"))
        return alt.VConcatChart(vconcat=[self._drawn(name) for name in ("tpir", "fpir")], resolve=scales)

    def _drawn(self, name: str) -> alt.LayerChart:
        everybody: Rate = getattr(self, name)
        parts = [(EVERYBODY, everybody), *((_group(one), getattr(one, name)) for one in self._rated())]
        frame = pd.DataFrame([_row(group, one) for group, one in parts]).astype({SHARE: float, LOW: float, HIGH: float})
        drawn: alt.LayerChart = forest(frame, everybody.value).properties(title=RATES[name])
        return drawn

    @abstractmethod
    def _rated(self) -> Iterable[RatedGroup]: ...

    @abstractmethod
    def _judged(self) -> Iterable[VerdictRow]: ...


class ScoreReport(_Rated, ScoreResult):
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

    def _rated(self) -> Iterable[RatedGroup]:
        return self.groups

    def _judged(self) -> Iterable[VerdictRow]:
        return self.verdicts


class SearchReport(_Rated, SearchResult):
    """What `search` returns: the keys of `search --json` as fields, and how a notebook shows them."""

    def lines(self) -> list[str]:
        """As `lfr-eval search` prints it."""
        return search_lines(self)

    def _rated(self) -> Iterable[RatedGroup]:
        return self.groups

    def _judged(self) -> Iterable[VerdictRow]:
        return self.verdicts


class VerifyReport(Readable, VerifyResult):
    """What `verify` returns: the keys of `verify --json` as fields, and how a notebook shows them."""

    def lines(self) -> list[str]:
        """As `lfr-eval verify` prints it."""
        return verify_lines(self)

    def table(self) -> pd.DataFrame:
        """Accuracy, true match rates by target FMR, and failures to acquire, as far as they were measured."""
        rates = {"accuracy": self.accuracy, "fta": self.fta}
        rates |= {f"TMR at FMR {at}": one for at, one in (self.tmr_at_fmr or {}).items()}
        return pd.DataFrame([{"rate": name, **_figures(one)} for name, one in rates.items() if one is not None])


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
        names = ("person", "first_hit_s", "score", "hits")
        return pd.DataFrame([{name: getattr(one, name) for name in names} for one in self.alerts], columns=list(names))


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
        return pd.DataFrame(amount_rows(self._asked, self))


@dataclass(frozen=True)
class ComparisonReport(Readable, Comparison):
    """What `compare` returns: two runs on the same passes."""

    @classmethod
    def of(cls, found: Comparison) -> Self:
        """The comparison, for reading."""
        return cls(**{one.name: getattr(found, one.name) for one in fields(found)})

    def lines(self) -> list[str]:
        """As the page *Compare* says it: each difference, then what the comparison cannot show."""
        return [plain(line) for line in [*(one.sentence for one in self._differences()), *reservations(self)]]

    def table(self) -> pd.DataFrame:
        """Each difference, first minus second, in percentage points with its 95 % interval."""
        frames = [one.frame for one in self._differences() if not one.frame.empty]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def chart(self) -> alt.VConcatChart:
        """Each difference with its interval; those without an event in either run are left out."""
        return alt.vconcat(*(drawn(one.frame) for one in self._differences() if not one.frame.empty))

    def _differences(self) -> list[Difference]:
        asked = ((self.tpir, RECOGNISED), (self.fpir, FALSE_POSITIVES), (self.wrong_identity, WRONG))
        return [difference(found, rate) for found, rate in asked]


def readable(kind: type[R], found: Result) -> R:
    """A result as the kind of it that people read; nothing is checked or copied."""
    return kind.model_construct(found.model_fields_set, **dict(found))


def _figures(one: Rate) -> dict[str, Any]:
    given = {"k": one.k, "n": one.n, "share": one.value, "low": one.low, "high": one.high}
    return given | {"subjects": one.subjects, "method": one.method}


def _place(group: RatedGroup | None) -> dict[str, str]:
    if group is None:
        return {"attribute": "", "value": EVERYBODY, "condition": ""}
    return {"attribute": group.attribute, "value": name_of(group), "condition": _held(group.condition)}


def _held(condition: Condition) -> str:
    return ", ".join(f"{key}: {value or NOT_RECORDED}" for key, value in condition.items())


def _group(one: RatedGroup) -> str:
    return f"{one.attribute}: {name_of(one)}" + (f" ({_held(one.condition)})" if one.condition else "")


def _row(group: str, one: Rate) -> dict[str, Any]:
    counted = f"{events(one)} of {one.n:,}" if one.n else "none passed"
    return {
        GROUP: group, COUNT: counted, SHARE: one.value, LOW: one.low, HIGH: one.high, SIZE: size_of(one.subjects),
    }  # fmt: skip


def _verdict(one: VerdictRow) -> dict[str, Any]:
    return {
        "rate": one.metric.value,
        "attribute": one.attribute,
        "condition": _held(one.condition),
        "verdict": one.verdict.value,
        "group": one.leading_group,
        "against": one.leading_against,
        "effect": one.effect,
        "low": one.low,
        "high": one.high,
        "p": one.p_adjusted,
        "needed_subjects_per_group": one.needed_subjects_per_group,
    }
