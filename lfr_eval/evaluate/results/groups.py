"""Groups of people, what was found when they were compared, and the limits of a policy."""

from __future__ import annotations

from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.policy import State
from lfr_eval.evaluate.results.base import Labelled, Result
from lfr_eval.metrics.group_comparison import GroupComparison, Metric
from lfr_eval.metrics.verdicts import Finding

Condition = dict[str, str | None]
"""Attributes of the passes that were held fixed, and their values; empty = all together."""


class GroupOf(Labelled):
    """Which group, and how large."""

    attribute: str
    """An attribute, or several joined by ``*``."""
    value: str | None
    """None = not recorded."""
    condition: Condition
    passes: int
    subjects: int
    too_small: bool
    """Fewer than 10 people."""


class VerdictRow(Labelled):
    """What the test says about one attribute and one rate; the effect is that of the foremost question."""

    attribute: str
    metric: Metric
    verdict: Finding
    groups: tuple[GroupComparison, ...]
    """Each group against all others."""
    pairs: tuple[GroupComparison, ...]
    """Every pair of groups."""
    leading_group: str | None
    """Of the question with the strongest evidence of a difference; None where nothing was compared."""
    leading_against: str | None
    """None = all other groups together."""
    leading_rates: tuple[Rate, Rate] | None
    effect: float | None
    """Ratio (FPIR) or difference (others) of the two."""
    low: float | None
    """Lower end of its 95 % interval; None where it is open."""
    high: float | None
    method: str | None
    p: float | None
    p_adjusted: float | None
    """After correction over all questions."""
    not_recorded: int
    """Trials without a value of the attribute: counted, and given to the groups in the worst way for equivalence."""
    margin: float
    """Within which factor (FPIR) or difference (others) two groups count as equivalent."""
    baseline: float | None
    design_effect: float
    needed_passes_per_group: int | None
    """Passes to see a difference with 80 % power."""
    needed_subjects_per_group: int | None
    equivalence_passes_per_group: int | None
    """Passes to show equivalence, if the groups are alike."""
    equivalence_subjects_per_group: int | None
    exploratory: bool
    """A lead to follow, not a result."""
    notes: tuple[str, ...]
    condition: Condition


class PolicyAnswer(Result):
    """A limit of a policy, and how the evidence stands to it."""

    limit: str
    state: State
    because: str
