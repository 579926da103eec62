"""What scoring one source leaves behind: a record per pass and per alert, additive over sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np

from lfr_eval.core.arrays import TextArray
from lfr_eval.core.events import Alert, Hits, Pass, Tracks
from lfr_eval.metrics.alert_truth import AlertRecord, AlertVerdict
from lfr_eval.metrics.box_matching import Detections
from lfr_eval.metrics.claims import Claim
from lfr_eval.metrics.extremes import Event
from lfr_eval.metrics.seen_faces import SeenFaces
from lfr_eval.metrics.truth import Status


class Outcome(StrEnum):
    """What came of a pass: the first that applies, in this order; undecided as soon as nothing tells if it does."""

    CORRECT_ALERT = "correct_alert"
    WRONG_IDENTITY = "wrong_identity"
    FALSE_ALERT = "false_alert"
    FAILURE_TO_ENROL = "failure_to_enrol"
    FAILURE_TO_ACQUIRE = "failure_to_acquire"
    MISS = "miss"
    NO_ALERT = "no_alert"
    UNDECIDED = "undecided"


MATED_OUTCOMES = (
    Outcome.CORRECT_ALERT,
    Outcome.WRONG_IDENTITY,
    Outcome.FAILURE_TO_ENROL,
    Outcome.FAILURE_TO_ACQUIRE,
    Outcome.MISS,
)
NON_MATED_OUTCOMES = (Outcome.FALSE_ALERT, Outcome.FAILURE_TO_ACQUIRE, Outcome.NO_ALERT)


@dataclass(frozen=True, slots=True)
class Observed:
    """What the system saw and said while it watched one source."""

    hits: Hits
    """At the threshold that is scored."""
    alerts: Sequence[Alert]
    """What de-duplication left of these hits."""
    duration_s: float
    tracks: Tracks | None = None
    """None where only hits or alerts of the system are known."""
    detections: Detections | None = None
    """None where they are not known: then failures to acquire cannot be told from misses."""
    below: Hits | None = None
    """The rank-1 candidates that did not reach the threshold; None where only hits are known."""


@dataclass(frozen=True, slots=True)
class PassRecord:
    """One row of truth and what came of it."""

    row: Pass
    person: str
    """Whom the pass belongs to when people are counted or resampled."""
    status: Status
    outcome: Outcome | None
    """None for unknown and crowd rows, of which nothing can be said."""
    correct_hits: int
    other_hits: int
    """Hits on anybody but the person of a mated pass; every hit of any other row."""
    wrong_persons: frozenset[str]
    """List persons named by the other hits."""
    failed_to_enrol: bool
    acquired: bool | None
    """Whether a face of the pass was turned into a template; None where that was not recorded, and for crowds."""
    first_hit_s: float | None
    """Seconds from entry to the first correct hit of a mated pass, to the first hit of any other row."""
    alert_s: float | None
    """Seconds from entry to the alert of such a hit; None where de-duplication silenced it."""
    timely: bool | None
    """Whether the person of a mated pass was recognised at most `grace_s` after entry; None for all other rows."""
    tracks: int | None
    """Tracks whose faces matched the pass's boxes; None without boxes."""
    peak: float | None = None
    """Highest score among its decisions that count, hits or not: those on the person of a mated pass, all of any other
    row; None without."""
    told_s: float | None = None
    """Seconds from entry until the operator knew of the person of a mated pass: by an alert of the pass, or, where a
    true alert on the same person still stood and silenced the recognition, with that recognition. None where neither
    came, as where a false alert on the person silenced it: that shows another face."""
    cut_off_s: float | None = None
    """Seconds from entry to the end of what was watched, where the pass was still open then; None elsewhere."""
    watch_of: str | None = None
    """What names the pass where several of the runs that are pooled watched it; None = only one did."""
    sure_peak: float | None = None
    """The same among those that can be of no other pass."""
    correct_open: Event | None = None
    """Whether the person of a mated pass was recognised, where a hit is open; None where the counts say it all."""
    wrong_open: Event | None = None
    """Whether there was any other hit, likewise."""
    surely_timely: bool = False
    """Whether a hit that can be of no other pass came in time."""

    @property
    def correct(self) -> Event:
        """Whether the person of a mated pass was recognised."""
        return self.correct_open or Event.plain(self.correct_hits > 0)

    @property
    def wrong(self) -> Event:
        """Whether there was a hit on anybody else; in a pass that is not mated, on anybody."""
        return self.wrong_open or Event.plain(self.other_hits > 0)

    @property
    def in_time(self) -> Event:
        """Whether the person of a mated pass was recognised in time; where the recognition is open, so is that."""
        if self.correct_open is None:
            return Event.plain(bool(self.timely))
        point = None if self.correct_open.point is None else bool(self.timely)
        sure = self.surely_timely
        return Event(
            point=point, surely=sure, least=sure, most=self.correct_open.possibly, possibly=self.correct_open.possibly
        )


def passes_of(records: Sequence[PassRecord]) -> TextArray | None:
    """(n,) the pass that each record is a watch of, for `Tally.of`; None where none was watched again."""
    named = [record.watch_of for record in records]
    return np.array(named, object) if any(named) else None


@dataclass(frozen=True, slots=True)
class ScoredRun:
    """One source held against its truth."""

    records: tuple[PassRecord, ...]
    """In the order of the truth."""
    alerts: tuple[AlertRecord, ...]
    """In the order of the alerts."""
    attribution: Literal["boxes", "time"]
    ambiguous: int
    """Hits of which time alone cannot say whose they are."""
    id_switches: int | None
    """How often a track went on to another pass; None without boxes."""
    unboxed: int | None
    """Passes of which no box is drawn, so that they can only fail to be acquired; None without boxes."""
    faces_seen: int | None
    """Tracks: a system count, inflated by re-detection; None where not known."""
    duration_s: float
    faces: SeenFaces | None = field(default=None, compare=False)
    """Faces of which truth says whose they are; None where none were recorded. They are not kept beside a score."""
    watches: int = 1
    """How many of the runs that are pooled watched this footage, this one included."""
    claims: tuple[Claim, ...] = ()
    """What decisions that could be of several passes do to each of them, at any threshold."""

    def silenced(self, status: Status) -> int:
        """Passes with a wrong hit of which no operator was told, since de-duplication had just told them of the person.

        Args:
            status: Which passes.
        """
        false = [one for one in self.alerts if one.verdict is AlertVerdict.FALSE]
        told = {row for one in false for row in (one.row, *one.rivals)}
        return sum(
            record.status is status and record.wrong.point is True and place not in told
            for place, record in enumerate(self.records)
        )
