"""A review as its entries leave it: of each topic the last word, of each member the last opinion."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import ValidationError

from lfr_eval.core.errors import InputError, RecordError
from lfr_eval.core.home import Home
from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.core.settings import Section
from lfr_eval.core.wording import plainly
from lfr_eval.evaluate.review.terms import Outcome, Terms
from lfr_eval.record.reviews import add_entries, read_entries

S = TypeVar("S", bound=Section)


class Verdict(StrEnum):
    """What a member, or the board, decides; after a deployment it is about going on."""

    APPROVE = "approve"
    CONDITIONS = "approve with conditions"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Review:
    """One deployment review."""

    review_id: str
    entries: tuple[Entry, ...]
    """Everything that was ever said, in order."""
    terms: Terms
    outcome: Outcome

    @property
    def opened(self) -> Entry:
        """Who opened it, and when."""
        return self.entries[0]

    @property
    def seen(self) -> int:
        """Number of the last entry."""
        return self.entries[-1].number

    @property
    def phase(self) -> Phase:
        """What is being decided, or was decided last."""
        return Phase.BEFORE if self.closing(Phase.BEFORE) is None else Phase.AFTER

    def closing(self, phase: Phase) -> Entry | None:
        """The decision of the board; None while a phase is open."""
        return next((one for one in self.of(phase, Kind.CLOSING)), None)

    def of(self, phase: Phase, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind."""
        return tuple(one for one in self.entries if one.phase is phase and one.kind is kind)

    def answers(self, phase: Phase) -> dict[str, Entry]:
        """What people answered last, by topic."""
        return {one.topic: one for one in self.of(phase, Kind.ANSWER)}

    def opinions(self, phase: Phase) -> tuple[Entry, ...]:
        """The last opinion of each member, in the order in which they first spoke."""
        return tuple({one.author.casefold(): one for one in self.of(phase, Kind.OPINION)}.values())


def open_review(home: Home, place: str, purpose: str, author: str) -> str:
    """Begin a review.

    Returns:
        Its id.

    Raises:
        InputError: Place, purpose or name is missing.
        RecordError: The file of reviews is damaged or newer.
        StorageError: The disk refused.
    """
    if not place.strip() or not purpose.strip():
        raise InputError("expected a place and a purpose; a review is about one use of the system")
    now = datetime.now(UTC)
    review_id = f"{now:%Y%m%d}-{uuid.uuid4().hex[:8]}"
    opening = Entry(review_id, Phase.BEFORE, Kind.OPENING, "", {}, author, now)
    stated = state_terms({"place": place.strip(), "purpose": purpose.strip()}, review_id, Phase.BEFORE, author)
    add_entries(home.reviews, [opening, *stated], 0)
    return review_id


def state_terms(values: Mapping[str, Any], review_id: str, phase: Phase, author: str) -> list[Entry]:
    """Entries that state terms, or the outcome, by name.

    Args:
        values: Values of `Terms` (before) or `Outcome` (after), as JSON values.
        review_id: The review.
        phase: Which of the two.
        author: Who states them.

    Raises:
        InputError: A value is not what it must be.
    """
    model = Terms if phase is Phase.BEFORE else Outcome
    try:
        model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{first['loc'][0]}: expected {plainly(first['msg'])}, found {first['input']!r:.60}") from None
    now = datetime.now(UTC)
    return [Entry(review_id, phase, Kind.TERM, key, {"value": value}, author, now) for key, value in values.items()]


def read_review(home: Home, review_id: str) -> Review:
    """Read one review.

    Raises:
        RecordError: There is none of that id, or the file is damaged or newer.
    """
    entries = read_entries(home.reviews, review_id)
    if not entries:
        raise RecordError(f"{review_id}: there is no review of that id")
    return _fold(entries)


def read_reviews(home: Home) -> tuple[Review, ...]:
    """All reviews, the newest first.

    Raises:
        RecordError: The file is damaged or newer.
    """
    by_id: dict[str, list[Entry]] = {}
    for entry in read_entries(home.reviews):
        by_id.setdefault(entry.review_id, []).append(entry)
    return tuple(_fold(entries) for entries in reversed(by_id.values()))


def _fold(entries: Sequence[Entry]) -> Review:
    first = entries[0]
    return Review(
        first.review_id,
        tuple(entries),
        _last_words(first.review_id, Terms, entries, Phase.BEFORE),
        _last_words(first.review_id, Outcome, entries, Phase.AFTER),
    )


def _last_words(review_id: str, model: type[S], entries: Iterable[Entry], phase: Phase) -> S:
    stated = {one.topic: one.content.get("value") for one in entries if one.phase is phase and one.kind is Kind.TERM}
    try:
        return model.model_validate(stated)
    except ValidationError as error:
        first = error.errors()[0]
        raise RecordError(
            f"review {review_id}: {first['loc'][0]} cannot be read (expected {plainly(first['msg'])})"
        ) from None
