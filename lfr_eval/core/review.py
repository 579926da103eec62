"""What is written into a deployment review: entries that are only ever added, each under somebody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """A review looks at a deployment twice."""

    BEFORE = "before"
    AFTER = "after"


class Kind(StrEnum):
    """What an entry is."""

    OPENING = "opening"
    TERM = "term"
    """What is reviewed: place, threshold, evidence and so on; `topic` names it."""
    ANSWER = "answer"
    """What a person says to a question of the checklist; `topic` names it."""
    OPINION = "opinion"
    """Decision, conditions, dissent and reasons of one member; `topic` is empty."""
    CLOSING = "closing"
    """The decision of the board, with the digests of its evidence: the phase is frozen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a review. Nothing is altered: what is said later on the same topic stands beside it."""

    review_id: str
    phase: Phase
    kind: Kind
    topic: str
    content: Mapping[str, Any]
    """JSON values."""
    author: str
    at_utc: datetime
    """With its time zone."""
    number: int = 0
    """Place in the order of storing; 0 until it is stored."""
