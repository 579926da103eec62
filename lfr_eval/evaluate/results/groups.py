"""Groups of people, what was found when they were compared, and the limits of a policy."""

from __future__ import annotations

from enum import StrEnum

from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.base import Labelled, Result
from lfr_eval.metrics.group_comparison import GroupComparison, Metric
from lfr_eval.metrics.rates import Guarantee
from lfr_eval.metrics.verdicts import Finding

Condition = dict[str, str | None]
"""Attributes of the passes that were held fixed, and their values; empty = all together."""


class AboutGroups(Labelled):
    """Something that is said of the groups of an attribute."""

    attribute: str
    """An attribute, or several joined by ``*``."""

    @property
    def about(self) -> tuple[str | None, ...]:
        """What tells it from others of its kind, but for whose labels it rests on."""
        return (self.attribute,)


class GroupOf(AboutGroups):
    """Which group, and how large."""

    value: str | None
    """None = not recorded."""
    condition: Condition
    passes: int
    subjects: int
    too_small: bool
    """Fewer than 10 people."""

    @property
    def about(self) -> tuple[str | None, ...]:
        """See `AboutGroups`."""
        return (self.attribute, self.value, *self.condition.values())


class RatedGroup(GroupOf):
    """A group with the two rates that every test takes."""

    tpir: Rate
    """Listed people who were recognised, of all passes or searches of listed people."""
    fpir: Rate
    """People not listed who were taken for somebody, of all passes or searches of people not listed."""


class VerdictRow(AboutGroups):
    """What the test says about one attribute and one rate; the effect is that of the foremost question."""

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

    @property
    def about(self) -> tuple[str | None, ...]:
        """See `AboutGroups`."""
        return (self.attribute, self.metric.value, *self.condition.values())

    @property
    def leading(self) -> GroupComparison | None:
        """The question with the strongest evidence of a difference; None where nothing was compared."""
        asked = ((one.value, one.against) for one in (*self.pairs, *self.groups))
        found = dict(zip(asked, (*self.pairs, *self.groups), strict=True))
        return found.get((self.leading_group or "", self.leading_against))


class State(StrEnum):
    """How the evidence stands to a limit."""

    MET = "met"
    NOT_SHOWN = "not shown"
    BREACHED = "breached"


class PolicyAnswer(Result):
    """A limit of a policy, and how the evidence stands to it."""

    limit: str
    """In words."""
    state: State
    because: str
    """In words."""
    metric: Metric | None = None
    """Which rate; None in scores that an earlier version kept."""
    attribute: str | None = None
    """Between whose groups the rate is to be equivalent; None = the rate itself is limited."""
    at: float | None = None
    """The limit of the rate: the highest FPIR, the lowest of the others."""
    seen: Rate | None = None
    """The rate; None without such passes."""
    bound: Guarantee | None = None
    """The one-sided 95 % bounds that decide; None without such passes."""
