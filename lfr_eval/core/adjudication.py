"""What a person decided about an alert, by comparing its probe with the reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Decision(StrEnum):
    """What a reviewer says of an alert: the same person, another one, or that it cannot be told."""

    TRUE = "true"
    FALSE = "false"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Adjudication:
    """One decision of one reviewer. It stands beside the truth and never in its place."""

    run_id: str
    alert_key: str
    """See `core.events.Alert.key`; of a seeded pair, with the person who was shown."""
    reviewer: str
    decision: Decision
    reason: str
    seconds: float
    """From when the alert was shown to the decision."""
    decided_utc: datetime
    """With its time zone."""
    seeded: bool = False
    """Whether the pair was made up to be false, to measure reviewers."""
