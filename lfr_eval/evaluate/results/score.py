"""What comes of holding runs against truth: the object of `score --json`."""

from __future__ import annotations

from typing import Literal

from lfr_eval.core.rates import Counts, Delay, Rate
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.evaluate.results.base import (
    ByName,
    Ends,
    OutcomeCounts,
    Rates,
    Result,
    Span,
    UsedModels,
    Versioned,
)
from lfr_eval.evaluate.results.groups import PolicyAnswer, RatedGroup, VerdictRow
from lfr_eval.metrics.alert_scores import PerHour
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.pass_scores import PassCounts, Silenced
from lfr_eval.metrics.rewatched import Together


class ListSize(Result):
    """How long the list was."""

    persons_submitted: int
    """People of the list, those who failed to enrol included."""
    persons_enrolled: int
    """People with at least one enrolled image."""
    images_enrolled: int
    """Images with a template."""


class Enrolment(Result):
    """What became of the images of the list."""

    submitted: int
    """Images of the list."""
    failed: ByName
    """Images by the reason for which they gave no template."""


class AlertCounts(Result):
    """Alerts by what truth says of them."""

    true: int
    """About the person whom they name."""
    false: int
    """About somebody else than they name."""
    unconfirmed: int
    """Truth does not tell."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.true + self.false + self.unconfirmed


class Frames(Result):
    """Frames of all runs together; None where one of them does not tell."""

    read: int | None
    """Frames that were processed."""
    dropped: int | None
    """Frames that came while nobody was ready for them."""


class HowSoon(Result):
    """How soon people were recognised, and how their faces looked."""

    fta: Rate
    """Failures to acquire: passes without a template."""
    entry_to_hit_s: Delay
    """From entry to a correct hit."""
    eye_px: Span | None
    """Distance between the eyes; None where not known."""
    embedded_per_pass: Span | None
    """Faces of a pass that were embedded."""
    capture_to_alert_ms: Span | None
    """From capture to alert; None unless all runs are live."""


class GroupRow(RatedGroup, Rates, HowSoon):
    """A group with its rates, how soon it was recognised, and how its faces looked."""

    fte: Rate
    """Failures to enrol: people of the list without a template."""


class Latency(Result):
    """How long things took."""

    process_ms: Span | None
    """Wall time of a frame, in all runs together: `p50`, `p95`, `p99`."""
    capture_to_alert_ms: Span | None
    """From capture to alert, the same percentiles over `n` alerts; None unless all runs are live."""
    entry_to_hit_s: Delay
    """From entry to a correct hit."""
    entry_to_alert_s: Delay
    """From entry to when the operator knew."""


class PassesScored(Versioned):
    """What was scored."""

    meaning: int
    """What the figures mean: 2. A score that was kept under another number is not read; score the run again."""
    run_id: str | tuple[str, ...]
    """Several where runs are pooled, in order."""
    together: Together | None
    """How far several runs are about the same people and passes; None for a single run."""
    threshold: float
    """The similarity from which a candidate was a hit."""
    truth_sha256: str
    """Of `passes.csv`; with further files (boxes, subjects, labels), of the JSON list of all their digests."""
    rows_for_other_sources: int
    """Rows of the truth that name another source."""
    passes_not_watched: int
    """Passes that begin after the last watched frame."""
    watchlist: ListSize
    """How long the list was."""
    enrolment: Enrolment
    """What became of the images of the list."""
    passes: PassCounts
    """How many passes, by whether the person is on the list."""
    outcomes: OutcomeCounts
    """What came of the passes."""


class ScoreResult(Rates, PassesScored):
    """What runs come to when they are held against truth."""

    algorithm_only: Rates
    """Without the passes that are known to have no template."""
    tpir_enrolled: Rate
    """TPIR without the passes of people who failed to enrol."""
    sel: float | None
    """Selectivity: persons hit per pass of a person not listed; None without any, and where nothing tells whose some
    hits are."""
    fta: Rate
    """Passes without a template; n = 0 where that was not recorded."""
    fta_is_lower_bound: bool
    """Whether `fta` may be higher: attribution by time may take another face for that of the pass."""
    alerts: AlertCounts
    """Alerts by what truth says of them."""
    false_share_of_alerts: Ends | None
    """If every unconfirmed alert is true, and if every one is false; None without alerts."""
    false_alerts_per_face_seen: Rate
    """Its trials are tracks. One person may be many: the interval, `subjects` and `n_eff` are those of the people who
    passed, and of tracks where a crowd passed too."""
    persons_falsely_alerted: int
    """People who passed and about whom at least one false alert was raised; in a crowd each track is one."""
    alerts_per_hour: PerHour
    """Alerts of any kind."""
    uncovered_alerts: int
    """Alerts that no row of truth covers; they are among the unconfirmed."""
    faces_seen: int | None
    """How many tracks."""
    duration_s: float
    """Seconds watched."""
    attribution: Literal["boxes", "time"]
    """How hits were given to passes."""
    ambiguous: int
    """Hits that times alone cannot place."""
    fpir_bounds: Ends | None
    """FPIR over all attributions of these; None without such passes."""
    tpir_bounds: Ends | None
    """TPIR, likewise."""
    wrong_identity_bounds: Ends | None
    """The rate of wrong identities, likewise."""
    silenced_false_positives: int
    """Passes with a false positive and no alert about it: de-duplication had just told of the same person."""
    silenced_wrong_identities: int
    """Passes with a wrong identity, likewise."""
    id_switches: int | None
    """How often a track went on to another pass; None without boxes."""
    fragments: int | None
    """Tracks of a pass beyond its first; None without boxes."""
    unboxed: int | None
    """Passes without a box, in sources with boxes."""
    entry_to_hit_s: Delay
    """Of passes of listed people, from entry to a correct hit."""
    entry_to_alert_s: Delay
    """Of passes of listed people, from entry to when the operator knew."""
    silenced: Silenced
    """Recognitions that raised no alert of their own, for one on the same person still stood."""
    faces_attributed: Counts | None
    """Of how many (`k`) of all faces (`n`) truth says whose they are; None where no faces are on record."""
    frames: Frames
    """Frames of all runs together."""
    settings: ScoringSettings
    """How truth and record were held against each other."""
    groups: tuple[GroupRow, ...]
    """Each group, and each under each condition."""
    verdicts: tuple[VerdictRow, ...]
    """What can be said of differences between groups, for each attribute and rate."""
    policy: tuple[PolicyAnswer, ...]
    """Each limit, and how the evidence stands to it."""
    latency: Latency
    """How long things took."""
    models: UsedModels | None
    """As in `run.json`."""
    caveats: tuple[str, ...]
    """What a reader must know, as sentences."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes and intersections by whose groups it was taken, as they were asked for."""
        return tuple(dict.fromkeys(group.attribute for group in self.groups))


def rate_of(of: ScoreResult | GroupRow, metric: Metric) -> Rate:
    """The rate of everybody, or of a group, on which a verdict is given."""
    return {Metric.FPIR: of.fpir, Metric.TPIR: of.tpir, Metric.TIMELY: of.timely}[metric]
