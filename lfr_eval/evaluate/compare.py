"""Two systems, or one at two settings, on the same passes of the same truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.extremes import Event, ends_of
from lfr_eval.metrics.paired import PairedDifference, outer_difference, paired_difference
from lfr_eval.metrics.records import PassRecord, ScoredRun
from lfr_eval.metrics.truth import Status

PassPair = tuple[PassRecord, PassRecord]
"""One pass as each of the two saw it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two scored runs make of the passes that both watched; every difference is first minus second."""

    pairs: tuple[PassPair, ...]
    """Passes of the same standing in both, in the order of the truth."""
    tpir: PairedDifference
    fpir: PairedDifference
    wrong_identity: PairedDifference
    only_one_watched: int
    """Passes that one of the runs did not watch; they are in no difference."""
    only_one_listed: int
    """Passes of people who are on one of the two lists only; they are in no difference."""
    left_open: int
    """Passes of which truth leaves open whose some hits were: differences are ranges where that changes them."""
    attributed_alike: bool
    """Whether both were held against truth in one way, by boxes or by times."""

    @property
    def disagreements(self) -> tuple[PassPair, ...]:
        """The pairs with different outcomes."""
        return tuple(pair for pair in self.pairs if pair[0].outcome is not pair[1].outcome)


def compare(first: ScoredRun, second: ScoredRun) -> Comparison:
    """Compare two runs pass by pass.

    Args:
        first: A run held against truth.
        second: Another one, held against the same truth.

    Raises:
        InputError: They have no pass in common.
    """
    one, other = (
        {_name(row): row for row in side.records if row.status is not Status.CROWD} for side in (first, second)
    )
    both = [(row, other[name]) for name, row in one.items() if name in other]
    if not both:
        raise InputError("the two runs have no pass in common: they watched different footage")
    pairs = [pair for pair in both if pair[0].status is pair[1].status]
    whole = len(one) == len(other) == len(pairs)
    return Comparison(
        pairs=tuple(pairs),
        tpir=_difference(pairs, Status.MATED, lambda one: one.correct, whole=whole),
        fpir=_difference(pairs, Status.NON_MATED, lambda one: one.wrong, whole=whole),
        wrong_identity=_difference(pairs, Status.MATED, lambda one: one.wrong, whole=whole),
        left_open=sum(any(_open(one.wrong) or _open(one.correct) for one in pair) for pair in pairs),
        only_one_watched=len(one) + len(other) - 2 * len(both),
        only_one_listed=len(both) - len(pairs),
        attributed_alike=first.attribution == second.attribution,
    )


def _name(one: PassRecord) -> tuple[str, str]:
    return one.row.source, one.row.pass_id


def _open(event: Event) -> bool:
    """Whether truth leaves open if it happened."""
    return event.surely != event.possibly


def _difference(
    pairs: Sequence[PassPair], status: Status, event: Callable[[PassRecord], Event], *, whole: bool
) -> PairedDifference:
    """Of all passes of one status, at the fewest and at the most events of either system where these are open."""
    chosen = [pair for pair in pairs if pair[0].status is status]
    people = [one.person for one, _ in chosen]
    first, second = (ends_of([event(pair[side]) for pair in chosen], whole=whole) for side in (0, 1))
    return outer_difference([paired_difference(one, other, people) for one, other in product(first, second)])
