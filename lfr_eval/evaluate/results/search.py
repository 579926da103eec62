"""What comes of searching a list for labelled photographs: the object of `search --json`."""

from __future__ import annotations

from lfr_eval.core.rates import Rate
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.results.base import (
    ByName,
    HitRates,
    OutcomeCounts,
    Result,
    UsedModels,
    Versioned,
    Versions,
)
from lfr_eval.evaluate.results.groups import PolicyAnswer, RatedGroup, VerdictRow
from lfr_eval.evaluate.results.search_parts import (
    Calibration,
    CandidateFile,
    CrossGroupRow,
    Curves,
    Eyes,
    Guarantees,
    IndexRow,
    ListEffects,
    MakeupRow,
    SearchSettings,
    SplitCounts,
)
from lfr_eval.evaluate.search.sublists import ListSize
from lfr_eval.watchlist.cohesion import PairsOfOne


class SearchedRates(HitRates):
    """The rates of a set of searches."""

    fnir: Rate
    """1 - TPIR."""


class SearchScored(SearchedRates):
    """What searches come to at the threshold."""

    algorithm_only: SearchedRates
    """Without the searches that have no template."""
    fta: Rate
    """Failures to acquire: searches without a template."""
    sel: float | None
    """Selectivity: candidates at or above the threshold per search of a person not listed; None without any."""


class SearchedGroup(RatedGroup, SearchScored):
    """A group with the rates of its searches; small groups are flagged."""


class SearchedList(Result):
    """How long the list was."""

    persons_submitted: int
    """People of the list, those who failed to enrol included."""
    persons_enrolled: int | None
    """People with at least one enrolled image; None where candidate lists do not tell."""
    images_enrolled: int | None
    """Images with a template, likewise."""
    digest: str | None
    """Over names and templates, likewise."""


class SearchedImages(Result):
    """What became of the images of the list."""

    submitted: int
    """Images of the list."""
    failed: ByName | None
    """Images by the reason for which they gave no template; None where candidate lists do not tell."""


class SearchCounts(Result):
    """How many searches were scored."""

    total: int
    """All of them."""
    mated: int
    """Of people on the list."""
    non_mated: int
    """Of people who are not."""
    unknown: int
    """Always 0: of photographs it is known."""


class SearchesScored(Versioned):
    """What was scored."""

    threshold: float
    """The similarity from which a candidate was a hit."""
    rank: int
    """The places within which the mate must stand."""
    sets: dict[str, tuple[str, ...]]
    """Names of the files by use: `images`, `probes`, `filler`."""
    labels: dict[str, dict[str, str]]
    """The scheme of `labels.yaml`: by attribute, the value that stands for each value of a source."""
    truth_sha256: str
    """Over who is who in the set."""
    split: SplitCounts
    """What searches are for."""
    calibration: Calibration | None
    """How the threshold was chosen; None without a target."""
    watchlist: SearchedList
    """How long the list was."""
    enrolment: SearchedImages
    """What became of the images of the list."""
    conditions: Eyes | None = None
    """How large faces are; left out for lists of another system."""
    models: UsedModels | None
    """As in `run.json`; None for lists of another system."""
    system: SystemSettings | None = None
    """The system under test; left out for lists of another system."""
    versions: Versions | None = None
    """Of packages; left out for lists of another system."""
    templates_from_cache: int | None = None
    """Photographs of which a kept template was used; left out for lists of another system."""
    one_name_several_faces: tuple[PairsOfOne, ...] | None = None
    """Names of which most photographs score below the threshold against each other; left out for lists of another
    system."""
    scores: CandidateFile | None = None
    """The candidate lists of another system; left out where models ran here."""
    passes: SearchCounts
    """How many searches, by whether the person is on the list."""
    outcomes: OutcomeCounts
    """What came of the searches."""


class SearchResult(SearchScored, SearchesScored):
    """What comes of searching a list for labelled photographs; one search stands for one pass."""

    tpir_enrolled: Rate
    """TPIR without the searches of people who failed to enrol."""
    fta_reasons: ByName
    """Searches without a template, by reason."""
    guarantees: Guarantees
    """One-sided 95 % bounds that decide whether a limit is met."""
    cmc: tuple[float, ...]
    """Share of mated searches whose mate stands at rank 1, 2, … or better, at no threshold; closed-set."""
    list_effects: ListEffects
    """Who is falsely named, and who is taken for others."""
    fpir_two_way: Rate
    """FPIR with an interval for other people on other lists of this size and make-up (`korn-graubard-two-way`); `low`
    and `high` are None while false positives hang on fewer than 10 people, of those searched or of those listed."""
    list_size: ListSize | None
    """How FPIR depends on the size of the list; None without a search."""
    truncated_searches: int
    """Candidate lists that end at or above the threshold."""
    groups: tuple[SearchedGroup, ...]
    """Each group of each attribute."""
    verdicts: tuple[VerdictRow, ...]
    """What can be said of differences between groups, for each attribute and rate."""
    policy: tuple[PolicyAnswer, ...]
    """Each limit, and how the evidence stands to it."""
    indices: tuple[IndexRow, ...]
    """How unequal errors are between groups, each index beside what chance alone would make it; no interval."""
    list_makeup: tuple[MakeupRow, ...]
    """Who is on the list."""
    cross_group: tuple[CrossGroupRow, ...]
    """False matches by group of the probe and of the list person."""
    curves: Curves | None
    """Errors over all thresholds; None where no search returned anything."""
    unused_images: ByName
    """Files that are neither on the list nor searched, by reason."""
    settings: SearchSettings
    """What was asked."""
    caveats: tuple[str, ...]
    """What a reader must know, as sentences."""
