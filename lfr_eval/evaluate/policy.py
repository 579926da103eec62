"""What a deployment must meet, and whether the evidence shows that it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from pydantic import Field

from lfr_eval.core.errors import TableError
from lfr_eval.core.home import Home
from lfr_eval.core.phrases import events, percent
from lfr_eval.core.settings import Section
from lfr_eval.evaluate.results.groups import PolicyAnswer, State
from lfr_eval.evaluate.results.phrases import effect
from lfr_eval.evaluate.yaml_file import read_settings
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.rates import Guarantee, guarantee
from lfr_eval.metrics.verdicts import Finding, Verdict

POLICIES = "policy*.yaml"


class Margins(Section):
    """Within which groups count as equivalent."""

    fpir: float = Field(default=1.25, gt=1)
    tpir: float = Field(default=0.05, gt=0, lt=1)
    timely: float = Field(default=0.05, gt=0, lt=1)


class Policy(Section):
    """policy.yaml: limits that the evidence must show to be met."""

    fpir: float | None = Field(default=None, gt=0, lt=1)
    """Highest false-positive identification rate."""
    tpir: float | None = Field(default=None, gt=0, lt=1)
    """Lowest true-positive identification rate."""
    timely: float | None = Field(default=None, gt=0, lt=1)
    """Lowest rate of timely recognition: within `grace_s` of entry."""
    equivalence: tuple[str, ...] = ()
    """Attributes between whose groups rates must be shown equivalent."""
    equivalence_of: tuple[Metric, ...] = (Metric.FPIR, Metric.TPIR)
    """Which rates: fpir, tpir, timely."""
    margins: Margins = Margins()

    @property
    def limits(self) -> dict[Metric, float]:
        """The limits that are set."""
        asked = {metric: getattr(self, metric.value) for metric in Metric}
        return {metric: limit for metric, limit in asked.items() if limit is not None}

    @property
    def all_margins(self) -> dict[Metric, float]:
        """The margin of each rate."""
        return {metric: getattr(self.margins, metric.value) for metric in Metric}


STATES = {
    Finding.EQUIVALENCE: State.MET,
    Finding.DISPARITY: State.BREACHED,
    Finding.INCONCLUSIVE: State.NOT_SHOWN,
}
"""A policy that asks for fairness asks for equivalence: what is inconclusive is not shown."""


def policies_in(home: Home) -> list[Path]:
    """Files that are called a policy, beside the data of a home or beside a data set, in order."""
    return sorted([*home.folder.glob(POLICIES), *home.datasets.glob(f"*/{POLICIES}")])


def read_policy(path: Path) -> Policy:
    """Read policy.yaml.

    Raises:
        TableError: If it is unreadable, or a key or value is not one that exists.
    """
    policy = read_settings(path, Policy, "a key of a policy: fpir, tpir, timely, equivalence, equivalence_of, margins")
    if not (policy.limits or policy.equivalence):
        raise TableError(path, expected="a limit (fpir, tpir, timely) or equivalence", found="none")
    return policy


def named(metric: Metric) -> str:
    """What a rate is called at the start of a limit."""
    return f"{metric.named[0].upper()}{metric.named[1:]}"


def answer(policy: Policy, trials: Iterable[MetricTrials], found: Sequence[Verdict]) -> list[PolicyAnswer]:
    """Hold evidence against a policy (METHODOLOGY 2.4): one-sided 95 % bounds decide, never the point estimate.

    Where truth leaves open whose some hits were, a limit is met, or a breach shown, only if it is at both ends.

    Args:
        policy: The limits.
        trials: Behind each rate; of one that is missing nothing is shown.
        found: Verdicts on the attributes that the policy names. Where there is none of a rate, or exploration alone, it
            is not shown.
    """
    behind = {one.metric: one for one in trials}
    answers = [_bounded(metric, limit, behind.get(metric)) for metric, limit in policy.limits.items()]
    for attribute, metric in product(policy.equivalence, policy.equivalence_of):
        about = [one for one in found if (one.attribute, one.metric, one.exploratory) == (attribute, metric, False)]
        answers += [_alike(attribute, metric, STATES[one.finding], _why(one)) for one in about]
        answers += [] if about else [_alike(attribute, metric, State.NOT_SHOWN, "nothing was compared")]
    return answers


def _alike(attribute: str, metric: Metric, state: State, because: str) -> PolicyAnswer:
    limit = f"{named(metric)} equivalent by {attribute}"
    return PolicyAnswer(limit=limit, state=state, because=because, metric=metric, attribute=attribute)


def _bounded(metric: Metric, limit: float, trials: MetricTrials | None) -> PolicyAnswer:
    at_most = metric is Metric.FPIR
    name = f"{named(metric)} {'at most' if at_most else 'at least'} {limit:g}"
    if trials is None or not len(trials.events):
        return PolicyAnswer(limit=name, state=State.NOT_SHOWN, because="no such passes", metric=metric, at=limit)
    seen = trials.rate(np.ones(len(trials.events), bool))
    bound = guarantee(trials.events, trials.subjects, trials.least, trials.most, trials.passes)
    low, high = bound.low or 0.0, 1.0 if bound.high is None else bound.high
    met = high <= limit if at_most else low >= limit
    breached = low > limit if at_most else high < limit
    return PolicyAnswer(
        limit=name,
        state=State.MET if met else State.BREACHED if breached else State.NOT_SHOWN,
        because=f"{events(seen)} of {seen.n:,}; {bounds(bound)}",
        metric=metric,
        at=limit,
        seen=seen,
        bound=bound,
    )


def bounds(bound: Guarantee) -> str:
    """What decides on a limit, in words."""
    low, high = (percent(rest if end is None else end) for end, rest in ((bound.low, 0.0), (bound.high, 1.0)))
    return f"one-sided 95 % bounds {low} to {high}, {bound.method}"


def _why(verdict: Verdict) -> str:
    said = (effect(verdict.metric, verdict.leading), *verdict.notes)
    return "; ".join(one for one in said if one) or "no such passes"
