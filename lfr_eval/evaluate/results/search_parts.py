"""The parts of the result of a search."""

from __future__ import annotations

from typing import Literal

from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.base import Result, Span
from lfr_eval.evaluate.results.groups import AboutGroups
from lfr_eval.evaluate.search.external_scores import Silence
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.rates import Guarantee


class SplitCounts(Result):
    """What searches are for: never the same people, nor their relatives."""

    by: str
    """How they were divided, in words."""
    calibration: int
    """Searches on which a threshold may be chosen."""
    test: int
    """Searches that are scored."""


class Calibration(Result):
    """How the threshold was chosen."""

    target_fpir: float
    """What was asked for."""
    searches: int
    """For calibration."""
    non_mated: int
    """Of these, those of people who are not on the list."""
    fpir: Rate
    """At the threshold, on these."""


class Eyes(Result):
    """Distance between the eyes, px: `p5`, `p50`, `p95`; None where it is not known."""

    reference_eye_px: Span | None
    """Of the photographs of the list."""
    probe_eye_px: Span | None
    """Of those that are searched."""


class AbsentSearches(Result):
    """Searches of which a file of candidate lists says nothing."""

    searches: int
    """How many."""
    meaning: Silence | None
    """What they were said to be; None where nobody said, and they count as not acquired."""


class CandidateFile(Result):
    """The file that the candidate lists of another system come from."""

    file: str
    """Its name."""
    sha256: str
    """Its digest."""
    distances: bool
    """Whether its scores are distances; their sign is turned."""
    absent: AbsentSearches
    """The searches that it does not name."""


class Guarantees(Result):
    """One-sided 95 % bounds of rates."""

    fpir: Guarantee
    """Of searches of people who are not on the list."""
    tpir: Guarantee
    """Of searches of listed people."""


class NamedFalsely(Result):
    """A person of the list for whom others are taken."""

    person: str
    """Who."""
    searches: int
    """Searches of somebody else that name them."""


class TakenForOthers(Result):
    """A probe that is taken for somebody else."""

    probe: str
    """Which."""
    subject: str
    """Whom it shows."""
    status: Literal["mated", "non_mated"]
    """Whether the person is on the list."""
    false_candidates: int
    """How many people it is taken for."""


class ListEffects(Result):
    """What single people have to do with false positives."""

    entries: tuple[NamedFalsely, ...]
    """The 10 most often falsely named."""
    fpir_without_entries: Rate
    """FPIR on the list without them."""
    probes: tuple[TakenForOthers, ...]
    """The 10 with most false candidates."""
    probes_with_false_candidates: int
    """How many have any."""


class IndexRow(AboutGroups):
    """An index of inequality between groups, and what it would be by chance if they did not differ."""

    metric: str
    """Whose errors: `fpir`, `fnir`, or both."""
    index: str
    """Which index."""
    value: float | None
    """Its value; None where it is undefined."""
    undefined: str | None
    """Why there is no value."""
    null_median: float | None
    """Median over 9,999 shuffles of the labels by subject."""
    null_95: float | None
    """What 95 % of the shuffles stay within; None where more than 5 % of them are undefined."""
    p: float | None
    """Share of the shuffles that are at least as unequal."""
    target: float | None
    """The rate that all groups should have: the FPIR of the policy, else the target FPIR; only of `mape`, the mean
    distance from it in per cent, which is left out without either."""

    @property
    def about(self) -> tuple[str | None, ...]:
        """See `AboutGroups`."""
        return (self.attribute, self.metric, self.index)


class MakeupRow(AboutGroups):
    """How many people of a group are on the list."""

    value: str | None
    """Its value; None = not recorded."""
    persons: int
    """People on the list."""


class CrossGroupRow(AboutGroups):
    """False matches by group of the probe (rows) and group of the list person (columns)."""

    probe_groups: tuple[str, ...]
    """The rows."""
    list_groups: tuple[str, ...]
    """The columns."""
    k: tuple[tuple[int, ...], ...]
    """Comparisons at or above the threshold."""
    n: tuple[tuple[int, ...], ...]
    """All comparisons."""
    fpir_on_equal_parts: dict[str, float | None]
    """By group of the probe, on a list of as many people, equally many of each group; allows for probes that resemble
    many others; without an interval, and None where a group was never compared."""
    persons: int
    """People on that list."""
    modelled: bool
    """That this is not measured."""


class CurveOf(Result):
    """Errors and scores of everybody, or of one group."""

    attribute: str | None
    """An attribute; None = everybody."""
    value: str | None
    """Its value; None = everybody."""
    label_sources: tuple[str, ...] | None = None
    """Who labelled people; left out for everybody."""
    model_inferred: bool | None = None
    """Whether a model inferred any of the labels; left out for everybody."""
    mated: int
    """Searches of listed people."""
    non_mated: int
    """Searches of people who are not listed."""
    fpir: tuple[float, ...] | None
    """At each threshold; None where searches of one kind are lacking."""
    fnir: tuple[float, ...] | None
    """At each threshold; None likewise."""
    mate_scores: tuple[int, ...]
    """Mates by score, between each threshold and the next."""
    mates_not_returned: int
    """Mates without a score."""
    top_scores: tuple[int, ...]
    """Best candidates of searches of people not listed, by score, likewise."""
    without_candidate: int
    """Such searches without a candidate."""


class Curves(Result):
    """Errors over all thresholds, and the scores behind them."""

    thresholds: tuple[float, ...]
    """From low to high."""
    groups: tuple[CurveOf, ...]
    """Everybody, then each group."""


class SearchSettings(Result):
    """What was asked."""

    threshold: float | None
    """In the system's own units; None = the system's own."""
    target_fpir: float | None
    """The threshold was to be chosen for this."""
    calibrate: Literal["split"] | float | None
    """What divided searches: the column, or this share of subjects; None = the column where there is one, else half."""
    seed: int
    """Of splits, sub-lists and shuffles."""
    by: tuple[str, ...]
    """Attributes that were compared."""
    declared: tuple[str, ...]
    """Intersections that were declared beforehand."""
    allow_mixed: bool
    """Whether labels of different sources were pooled."""
    planning_limits: dict[Metric, float]
    """By rate, from what the testing needed is reckoned where a test saw no event."""
    margins: dict[Metric, float]
    """By rate, within which factor (FPIR) or difference (TPIR) groups count as equivalent."""
