"""What a review is about: before a deployment its plan, afterwards its record."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from lfr_eval.core.settings import Section
from lfr_eval.evaluate.score.policy import Policy


class System(Section):
    """The system that is to be deployed, as a run recorded it."""

    run_id: str
    pack: str
    files: dict[str, str]
    """sha256 of each model file, by its role."""
    settings: dict[str, Any]
    """All settings but the threshold."""


class ListInUse(Section):
    """The watchlist that is to be used, as it was when it was chosen."""

    name: str
    digest: str
    persons: int
    """Enrolled: the list size."""


class Held(Section):
    """A run and its score, held against what the review asked at that time."""

    run_id: str
    score: str
    """The digest under which its own score is kept; empty where the run was never held against truth."""
    policy: Policy = Policy()
    together: str = ""
    """The digest under which the score of all runs is kept that this one was held together with; empty = it was held
    by itself."""


class Terms(Section):
    """The plan of a deployment; None and empty texts are not stated yet."""

    place: str = ""
    purpose: str = ""
    system: System | None = None
    watchlist: ListInUse | None = None
    list_size: int | None = Field(default=None, ge=1)
    """The most people that may be enrolled."""
    threshold: float | None = Field(default=None, ge=-1, le=1)
    policy: Policy = Policy()
    policy_file: str = ""
    """Where the policy was read from, as seen from the home folder; empty = stated in the review itself."""
    footfall: int | None = Field(default=None, ge=1)
    """People expected to pass in an hour."""
    false_alerts_an_hour: float | None = Field(default=None, gt=0)
    """The most false alerts that those at the cameras can check."""
    evidence: tuple[Held, ...] = ()
    review_by: date | None = None


class Outcome(Section):
    """The record of a deployment; what is not counted is None."""

    held_on: date | None = None
    runs: tuple[Held, ...] = ()
    people_passed: int | None = Field(default=None, ge=0)
    alerts_true: int | None = Field(default=None, ge=0)
    alerts_false: int | None = Field(default=None, ge=0)
    alerts_unresolved: int | None = Field(default=None, ge=0)
    remarks: str = ""
