"""A real score, and changed copies of its parts, for tests of what is said of scores."""

from __future__ import annotations

from typing import Any

from frozen import read

from lfr_eval.core.rates import Delay, Rate
from lfr_eval.evaluate.results.groups import PolicyAnswer, State, VerdictRow
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.evaluate.results.score import AlertCounts, GroupRow, Latency
from lfr_eval.metrics.comparisons import Effect
from lfr_eval.metrics.group_comparison import GroupComparison, Metric
from lfr_eval.metrics.needed import Needed
from lfr_eval.metrics.pass_scores import PassCounts
from lfr_eval.metrics.verdicts import Finding, Verdict

TRUTH = {"passes": "passes.csv", "subjects": ["people.csv"], "labels": None, "allow_mixed": False}
FROZEN = KeptScore.of_json(read("score") | {"truth_files": TRUTH})
"""What `lfr-eval score` made of the golden home: 5 of 6 listed people, 1 of 24 others; groups of women and men."""
NOTHING_NEEDED = Needed(None, 1.0, None, None, None, None)


def score(**changes: Any) -> KeptScore:
    """The frozen score, but for what is given."""
    return FROZEN.model_copy(update=changes)


def rate(k: int, n: int, low: float = 0.1, high: float = 0.5, subjects: int | None = None, **open_: Any) -> Rate:
    """A rate with the ends that are given; without trials it has neither value nor ends."""
    of = n if subjects is None else subjects
    return Rate(k, n, *((k / n, low, high) if n else (None,) * 3), "clopper-pearson", of, **open_)


NONE = rate(0, 0)


def delay(n: int = 3, left: int = 0, **known: Any) -> Delay:
    """A delay of which nothing is known but what is given."""
    return Delay(**{"median": None, "p95": None, "censored": 0, "subjects": n} | known, n=n, left=left)


def latency(to_alert: Delay, **changes: Any) -> Latency:
    """The latency of the frozen score, but for the delay from entry to alert and what else is given."""
    return FROZEN.latency.model_copy(update={"entry_to_alert_s": to_alert, **changes})


def nothing(**changes: Any) -> KeptScore:
    """A score of no pass, but for what is given."""
    rates = dict.fromkeys((name for name, value in FROZEN if isinstance(value, Rate)), NONE)
    counts = {"passes": PassCounts(0, 0, 0, 0, 0), "alerts": alerts(0, 0, 0), "false_share_of_alerts": None}
    lists = dict.fromkeys(("policy", "groups", "verdicts", "caveats"), ())
    return score(**rates | counts | lists | changes)


def alerts(true: int, false: int, unconfirmed: int) -> AlertCounts:
    """Alerts by what truth says of them."""
    return AlertCounts(true=true, false=false, unconfirmed=unconfirmed)


def group(value: str | None, **changes: Any) -> GroupRow:
    """A group of the frozen score under another name, and what is changed in it."""
    return FROZEN.groups[0].model_copy(update={"value": value, **changes})


def compared(
    value: str, against: str | None, of: tuple[Rate, Rate], effect: Effect, p_adjusted: float | None = 0.2
) -> GroupComparison:
    """One group against another, or (None) against the rest."""
    p = None if p_adjusted is None else p_adjusted / 2
    return GroupComparison(value, against, *of, False, False, effect, effect, p, p_adjusted)


def verdict(metric: Metric, finding: Finding, pairs: tuple[GroupComparison, ...] = (), **changes: Any) -> VerdictRow:
    """A verdict by sex as a score states it; `changes` are of the verdict, or of what stands beside it in the score."""
    beside = {"condition": {}, "label_sources": ("self",), "model_inferred": False}
    beside |= {key: changes.pop(key) for key in list(changes) if key in beside}
    base = {"groups": (), "not_recorded": 0, "margin": 1.25, "needed": NOTHING_NEEDED}
    base |= {"exploratory": False, "notes": ()}
    made = Verdict("sex", metric, finding, pairs, **base | changes)
    return VerdictRow.of_json(made.to_json() | beside)


def answer(limit: str, state: State, because: str = "bound") -> PolicyAnswer:
    """A limit of a policy, and how the evidence stands to it."""
    return PolicyAnswer(limit=limit, state=state, because=because)
