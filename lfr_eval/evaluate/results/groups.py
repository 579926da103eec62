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
    """An attribute, or several joined by `*`."""
    value: str | None
    """Its value; None = not recorded."""
    condition: Condition
    """Attributes that were held fixed, and their values; empty = all together."""
    passes: int
    """Passes of its people."""
    subjects: int
    """Its people."""
    too_small: bool
    """Fewer than 10 people."""


class VerdictRow(Labelled):
    """What the test says about one attribute and one rate; the effect is that of the foremost question."""

    attribute: str
    """An attribute, or several joined by `*`."""
    metric: Metric
    """Which rate."""
    verdict: Finding
    """What could be concluded."""
    groups: tuple[GroupComparison, ...]
    """Each group against all others."""
    pairs: tuple[GroupComparison, ...]
    """Every pair of groups."""
    leading_group: str | None
    """Of the question with the strongest evidence of a difference; None where nothing was compared."""
    leading_against: str | None
    """What it is held against; None = all other groups together."""
    leading_rates: tuple[Rate, Rate] | None
    """The rates of the two."""
    effect: float | None
    """Ratio (FPIR) or difference (others) of the two."""
    low: float | None
    """Lower end of its 95 % interval; None where it is open."""
    high: float | None
    """Upper end, likewise."""
    method: str | None
    """How the interval was made."""
    p: float | None
    """Of the leading question, two-sided and uncorrected."""
    p_adjusted: float | None
    """After correction over all questions."""
    not_recorded: int
    """Trials without a value of the attribute: counted, and given to the groups in the worst way for equivalence."""
    margin: float
    """Within which factor (FPIR) or difference (others) two groups count as equivalent."""
    baseline: float | None
    """The rate from which the testing needed is reckoned: of FPIR the lowest of a group, whose doubling is to be seen,
    of others the highest; where the test saw no event, or nothing else, the limit."""
    design_effect: float
    """How many times more passes are needed because those of a person are alike."""
    needed_passes_per_group: int | None
    """Passes to see a difference with 80 % power; None where nothing tells."""
    needed_subjects_per_group: int | None
    """People to see it, as they passed here."""
    equivalence_passes_per_group: int | None
    """Passes to show equivalence, if the groups are alike."""
    equivalence_subjects_per_group: int | None
    """People to show it."""
    exploratory: bool
    """A lead to follow, not a result."""
    notes: tuple[str, ...]
    """What bears on the verdict, as phrases."""
    condition: Condition
    """Attributes that were held fixed, and their values; empty = all together."""


class PolicyAnswer(Result):
    """A limit of a policy, and how the evidence stands to it."""

    limit: str
    """What is to be shown, in words."""
    state: State
    """How the evidence stands to it."""
    because: str
    """Why, in words."""
