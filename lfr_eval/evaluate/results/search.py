"""What a search says of groups of people."""

from __future__ import annotations

from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.base import Result
from lfr_eval.evaluate.results.groups import AboutGroups, RatedGroup


class SearchRates(Result):
    """The rates of a set of searches."""

    tpir: Rate
    """Searches of listed people that found them, of all searches of listed people."""
    fnir: Rate
    """The others of these."""
    fpir: Rate
    """Searches of people not listed that found anybody, of all searches of people not listed."""
    wrong_identity: Rate
    """Searches of listed people that found somebody else, of all searches of listed people."""


class SearchGroup(RatedGroup):
    """A group with its rates."""

    fnir: Rate
    """Listed people who were not found, of all searches of listed people."""
    wrong_identity: Rate
    """Listed people who were taken for somebody else, of all searches of listed people."""
    fta: Rate
    """Failures to acquire: photographs without a template."""
    sel: float | None
    """Persons found per search of a person not listed."""
    algorithm_only: SearchRates
    """Without failures to acquire."""


class IndexRow(AboutGroups):
    """An index of inequality between the groups of an attribute, beside what chance alone would make of it."""

    metric: str
    """Of which errors: ``fpir``, ``fnir`` or ``fpir and fnir``."""
    index: str
    value: float | None
    """None where it is undefined; `undefined` says why."""
    null_median: float | None
    """Half of all shuffles of the labels give less; None = unbounded."""
    null_95: float | None
    """95 of 100 shuffles give less."""
    p: float | None
    """Share of shuffles that are as unequal; not corrected."""
    target: float | None
    """What rates are held against, of an index that has a target."""
    undefined: str | None

    @property
    def about(self) -> tuple[str | None, ...]:
        """See `AboutGroups`."""
        return (self.attribute, self.metric, self.index)
