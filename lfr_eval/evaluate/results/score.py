"""What comes of holding runs against truth: the object of `score --json`."""

from __future__ import annotations

from typing import Literal

from lfr_eval.core.rates import Counts, Delay, Rate
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.evaluate.results.base import ByName, Ends, Models, Rates, Result, Span
from lfr_eval.evaluate.results.groups import PolicyAnswer, RatedGroup, VerdictRow
from lfr_eval.metrics.alert_scores import PerHour
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.pass_scores import PassCounts, Silenced
from lfr_eval.metrics.rewatched import Together


class ListSize(Result):
    """How long the list was."""

    persons_submitted: int
    persons_enrolled: int
    images_enrolled: int


class Enrolment(Result):
    """What became of the images of the list."""

    submitted: int
    failed: ByName
    """Images by the reason for which they gave no template."""


class OutcomeCounts(Result):
    """A partition of the passes, by what came of them."""

    mated: ByName
    non_mated: ByName


class AlertCounts(Result):
    """Alerts by what truth says of them."""

    true: int
    false: int
    unconfirmed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.true + self.false + self.unconfirmed


class Frames(Result):
    """Frames of all runs together; None where one of them does not tell."""

    read: int | None
    dropped: int | None


class GroupRow(RatedGroup):
    """A group with its rates, how soon it was recognised, and how its faces looked."""

    wrong_identity: Rate
    """Passes of listed people with a hit on somebody else, of all passes of listed people."""
    timely: Rate
    """Passes of listed people with a correct hit within `grace_s` of entry, of all passes of listed people."""
    fta: Rate
    """Failures to acquire: passes without a template."""
    fte: Rate
    """Failures to enrol: people of the list without one."""
    entry_to_hit_s: Delay
    eye_px: Span | None
    """Distance between the eyes; None where not known."""
    embedded_per_pass: Span | None
    """Faces of a pass that were embedded."""
    capture_to_alert_ms: Span | None
    """Only of live runs."""


class Latency(Result):
    """How long things took."""

    process_ms: Span | None
    """Wall time of a frame."""
    capture_to_alert_ms: Span | None
    """None unless all runs are live."""
    entry_to_hit_s: Delay
    entry_to_alert_s: Delay


class ScoreResult(Rates):
    """What runs come to when they are held against truth."""

    schema_version: Literal[1]
    meaning: int
    """What the figures mean; a score that was kept under another number is not read."""
    run_id: str | tuple[str, ...]
    """Several where runs are pooled, in order."""
    together: Together | None
    """How far several runs are about the same people and passes; None for a single one."""
    threshold: float
    """The similarity from which a candidate was a hit."""
    truth_sha256: str
    """Of passes.csv; with further files, of the JSON list of all their digests."""
    rows_for_other_sources: int
    """Rows of the truth that name another source."""
    passes_not_watched: int
    """Passes that begin after the last watched frame."""
    watchlist: ListSize
    enrolment: Enrolment
    passes: PassCounts
    outcomes: OutcomeCounts
    algorithm_only: Rates
    """Without the passes that are known to have no template."""
    tpir_enrolled: Rate
    """TPIR without the passes of people who failed to enrol."""
    sel: float | None
    """Persons hit per pass of a person not listed; None without any, and where nothing tells whose some hits are."""
    fta: Rate
    """Passes without a template; n = 0 where that was not recorded."""
    fta_is_lower_bound: bool
    alerts: AlertCounts
    false_share_of_alerts: Ends | None
    """If every unconfirmed alert is true, and if every one is false; None without alerts."""
    false_alerts_per_face_seen: Rate
    """Its trials are tracks."""
    persons_falsely_alerted: int
    alerts_per_hour: PerHour
    uncovered_alerts: int
    """Alerts that no row of truth covers; they are among the unconfirmed."""
    faces_seen: int | None
    """Tracks."""
    duration_s: float
    """Seconds watched."""
    attribution: Literal["boxes", "time"]
    ambiguous: int
    """Hits that times alone cannot place."""
    fpir_bounds: Ends | None
    """However these are attributed; None without such passes."""
    tpir_bounds: Ends | None
    wrong_identity_bounds: Ends | None
    silenced_false_positives: int
    """Passes with a false positive and no alert about it: de-duplication had just told of the same person."""
    silenced_wrong_identities: int
    id_switches: int | None
    """How often a track went on to another pass; None without boxes."""
    fragments: int | None
    """Tracks of a pass beyond its first; None without boxes."""
    unboxed: int | None
    """Passes without a box, in sources with boxes."""
    entry_to_hit_s: Delay
    entry_to_alert_s: Delay
    silenced: Silenced
    """Recognitions that raised no alert of their own, for one on the same person still stood."""
    faces_attributed: Counts | None
    """Of how many (`k`) of all faces (`n`) truth says whose they are; None where no faces are on record."""
    frames: Frames
    settings: ScoringSettings
    groups: tuple[GroupRow, ...]
    verdicts: tuple[VerdictRow, ...]
    policy: tuple[PolicyAnswer, ...]
    latency: Latency
    models: Models | None
    caveats: tuple[str, ...]
    """What a reader must know, as sentences."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes and intersections by whose groups it was taken, as they were asked for."""
        return tuple(dict.fromkeys(group.attribute for group in self.groups))


def rate_of(of: ScoreResult | GroupRow, metric: Metric) -> Rate:
    """The rate of everybody, or of a group, on which a verdict is given."""
    return {Metric.FPIR: of.fpir, Metric.TPIR: of.tpir, Metric.TIMELY: of.timely}[metric]
