"""What the persons on the list contribute to false positives (METHODOLOGY 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.records import PassRecord, passes_of
from lfr_eval.metrics.truth import Status


@dataclass(frozen=True, slots=True)
class FalselyNamed:
    """A list person for whom somebody else was taken."""

    person: str
    passes: int
    """Passes, mated or not, in which somebody else was taken for this person."""


def falsely_named(records: Sequence[PassRecord], top: int = 10) -> tuple[FalselyNamed, ...]:
    """The list persons for whom others are most often taken, most passes first, then by name.

    Source: METHODOLOGY 2.3; Doddington et al., ICSLP (1998) ("lambs" and "wolves").
    """
    known = (record for record in records if record.status in (Status.MATED, Status.NON_MATED))
    counts = Counter(person for record in known for person in record.wrong_persons)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FalselyNamed(person, passes) for person, passes in ranked[:top])


def fpir_without(records: Sequence[PassRecord], persons: Set[str]) -> Rate:
    """FPIR if these persons had not been on the list, other hits unchanged. Source: METHODOLOGY 2.3."""
    non_mated = [record for record in records if record.status is Status.NON_MATED]
    events, people = (bool(one.wrong_persons - persons) for one in non_mated), (one.person for one in non_mated)
    return rate(events, people, passes=passes_of(non_mated))


def selectivity(records: Sequence[PassRecord]) -> float | None:
    """SEL: persons hit per non-mated pass; None without such passes. Source: ISO/IEC 19795-1."""
    named = [len(record.wrong_persons) for record in records if record.status is Status.NON_MATED]
    return sum(named) / len(named) if named else None
