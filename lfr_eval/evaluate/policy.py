"""What a deployment must meet, and whether the evidence shows that it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

from pydantic import Field

from lfr_eval.core.home import Home
from lfr_eval.core.settings import Section
from lfr_eval.evaluate.yaml_file import read_settings
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.rates import guarantee
from lfr_eval.metrics.verdicts import Finding, Verdict

POLICIES = "policy*.yaml"


class Margins(Section):
    """Within which groups count as equivalent."""

    fpir: float = Field(default=1.25, gt=1)
    tpir: float = Field(default=0.05, gt=0, lt=1)


class Policy(Section):
    """policy.yaml: limits that the evidence must show to be met."""

    fpir: float | None = Field(default=None, gt=0, lt=1)
    """Highest false-positive identification rate."""
    tpir: float | None = Field(default=None, gt=0, lt=1)
    """Lowest true-positive identification rate."""
    equivalence: tuple[str, ...] = ()
    """Attributes between whose groups FPIR and TPIR must be shown equivalent."""
    margins: Margins = Margins()


class State(StrEnum):
    """How the evidence stands to a limit."""

    MET = "met"
    NOT_SHOWN = "not shown"
    BREACHED = "breached"


STATES = {
    Finding.EQUIVALENCE: State.MET,
    Finding.DISPARITY: State.BREACHED,
    Finding.INCONCLUSIVE: State.NOT_SHOWN,
}
"""A policy that asks for fairness asks for equivalence: what is inconclusive is not shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One limit and its answer."""

    limit: str
    state: State
    because: str

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def policies_in(home: Home) -> list[Path]:
    """Files that are called a policy, beside the data of a home or beside a data set, in order."""
    return sorted([*home.folder.glob(POLICIES), *home.datasets.glob(f"*/{POLICIES}")])


def read_policy(path: Path) -> Policy:
    """Read policy.yaml.

    Raises:
        TableError: If it is unreadable, or a key or value is not one that exists.
    """
    return read_settings(path, Policy, "a key of a policy: fpir, tpir, equivalence, margins")


def answer(
    policy: Policy, fpir: MetricTrials, tpir: MetricTrials, found: Sequence[Verdict], seed: int = 0
) -> list[Answer]:
    """Hold evidence against a policy (METHODOLOGY 2.4): one-sided 95 % bounds decide, never the point estimate.

    Args:
        policy: The limits.
        fpir: Trials behind FPIR.
        tpir: Trials behind TPIR.
        found: Verdicts on the attributes that the policy names. Where there is none of a rate, or exploration alone, it
            is not shown.
        seed: Of the resamples behind the bounds.
    """
    answers = []
    if policy.fpir is not None:
        answers.append(_bounded("FPIR at most", policy.fpir, fpir, seed, at_most=True))
    if policy.tpir is not None:
        answers.append(_bounded("TPIR at least", policy.tpir, tpir, seed, at_most=False))
    for attribute, metric in product(policy.equivalence, Metric):
        limit = f"{metric.value.upper()} equivalent by {attribute}"
        about = [one for one in found if (one.attribute, one.metric, one.exploratory) == (attribute, metric, False)]
        answers += [Answer(limit, STATES[one.finding], _why(one)) for one in about]
        answers += [] if about else [Answer(limit, State.NOT_SHOWN, "nothing was compared")]
    return answers


def _bounded(name: str, limit: float, trials: MetricTrials, seed: int, *, at_most: bool) -> Answer:
    bound = guarantee(trials.events, trials.subjects, seed)
    k, n = int(trials.events.sum()), len(trials.events)
    if bound.low is None or bound.high is None:
        return Answer(f"{name} {limit:g}", State.NOT_SHOWN, "no such passes")
    met = bound.high <= limit if at_most else bound.low >= limit
    breached = bound.low > limit if at_most else bound.high < limit
    state = State.MET if met else State.BREACHED if breached else State.NOT_SHOWN
    return Answer(
        f"{name} {limit:g}",
        state,
        f"{k} of {n}; one-sided 95 % bounds {bound.low:.3g} to {bound.high:.3g}, {bound.method}",
    )


def _why(verdict: Verdict) -> str:
    lead = verdict.leading
    if lead is None or lead.effect.estimate is None:
        return "; ".join(verdict.notes) or "no such passes"
    kind = "ratio" if verdict.metric == "fpir" else "difference"
    interval = f"{lead.effect.low:.3g} to {lead.effect.high:.3g}"
    return "; ".join([f"{lead.value} against the rest: {kind} {lead.effect.estimate:.3g} ({interval})", *verdict.notes])
