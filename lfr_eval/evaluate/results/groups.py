"""Groups of people, what was found when they were compared, and the limits of a policy."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.base import HitRates, Labelled, Result
from lfr_eval.metrics.group_comparison import GroupComparison, Metric
from lfr_eval.metrics.rates import Guarantee
from lfr_eval.metrics.verdicts import Finding, Verdict

Condition = dict[str, str | None]
"""Attributes of the passes that were held fixed, and their values; empty = all together."""


class AboutGroups(Labelled):
    """Something that is said of the groups of an attribute."""

    attribute: str
    """An attribute, or several joined by `*`."""

    @property
    def about(self) -> tuple[str | None, ...]:
        """What tells it from others of its kind, but for whose labels it rests on."""
        return (self.attribute,)


class GroupOf(AboutGroups):
    """Which group, and how large."""

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

    @property
    def about(self) -> tuple[str | None, ...]:
        """See `AboutGroups`."""
        return (self.attribute, self.value, *self.condition.values())


class RatedGroup(GroupOf, HitRates):
    """A group with the rates that every test takes."""


class VerdictRow(AboutGroups):
    """What the test says about one attribute and one rate; the effect is that of the foremost question."""

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

    @classmethod
    def of(cls, verdict: Verdict, labelled: Labelled, condition: Condition | None = None) -> Self:
        """A verdict as it is stated, with whose labels it rests on and what was held fixed."""
        return cls(**verdict.to_json(), **dict(labelled), condition=condition or {})

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
    """What is to be shown, in words."""
    state: State
    """How the evidence stands to it."""
    because: str
    """Why, in words."""
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
