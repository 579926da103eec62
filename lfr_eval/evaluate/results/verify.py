"""What comes of comparing labelled photographs one to one: the object of `verify --json`."""

from __future__ import annotations

from dataclasses import dataclass

from lfr_eval.core.rates import Rate
from lfr_eval.core.settings import Detector
from lfr_eval.evaluate.results.base import ByName, Result, UsedModels, Versioned
from lfr_eval.evaluate.results.everybody import AllPairs
from lfr_eval.metrics.verification import Fold, PairErrors, Support


@dataclass(frozen=True, slots=True, kw_only=True)
class TmrAt(Rate):
    """The true match rate at a target FMR; without value where the target is not supported."""

    threshold: float | None
    """The least at which FMR on these pairs is at most the target."""
    fmr: float | None
    """What was achieved."""
    support: Support
    """How far so many non-mated pairs bear the target."""


class FoldAccuracy(Result):
    """Accuracy of the folds."""

    mean: float | None
    """Of their accuracies; None for a single fold."""
    se: float | None
    """Standard error of that mean; None for a single fold."""
    folds: tuple[Fold, ...]
    """Each with its threshold and counts."""


class ExcludedPair(Result):
    """A pair of which a photograph gave no template."""

    pair: tuple[str, str]
    """The photographs."""
    mated: bool
    """Whether both show one person."""
    reasons: dict[str, str]
    """By photograph, why it gave no template."""


class ScoredPair(Result):
    """A pair and its score."""

    pair: tuple[str, str]
    """The photographs."""
    score: float
    """Their similarity."""


class PairsBeyond(Result):
    """Pairs on the wrong side of a score."""

    score: float
    """Below it, or above it."""
    pairs: tuple[ScoredPair, ...]
    """The pairs, by score."""


class Suspects(Result):
    """Pairs whose scores speak against their labels: they may be labelled wrongly."""

    mated_below: PairsBeyond
    """Mated pairs that score low."""
    non_mated_above: PairsBeyond
    """Non-mated pairs that score high."""


class PublishedFigure(Result):
    """A figure that others have published for the same recogniser on the same set."""

    accuracy: float
    """What they found."""
    source: str
    """Who, and for what."""
    differences: tuple[str, ...]
    """In protocol, as sentences."""


class Protocol(Result):
    """How photographs were compared."""

    face: str
    """Which face of a photograph, in words."""
    mirrored: bool
    """Whether each template was averaged with that of the mirror image."""
    fold_threshold: str
    """How the threshold of a fold was chosen, in words."""


class VerifySettings(Result):
    """What of the system under test applies."""

    detector: Detector
    """How faces are found."""
    threshold: float
    """The system's own."""


class VerifyResult(Versioned):
    """What comes of comparing labelled photographs one to one; figures of pairs are left out where none are given."""

    set: str
    """The folder."""
    pairs: int | None = None
    """How many pairs are given."""
    mated: int | None = None
    """Of them, those that show one person."""
    non_mated: int | None = None
    """Of them, those that show two."""
    pairs_sha256: str | None = None
    """Digest of their file."""
    accuracy: Rate | None = None
    """Pairs decided rightly, the threshold of each fold chosen on the others, or the system's own for a single fold; a
    pair without two templates is an error."""
    accuracy_folds: FoldAccuracy | None = None
    """The same by fold."""
    eer: float | None = None
    """Equal error rate."""
    eer_threshold: float | None = None
    """Where it is reached."""
    tmr_at_fmr: dict[str, TmrAt] | None = None
    """By target FMR: the true match rate, its threshold, the FMR achieved and how far the pairs support it."""
    at: tuple[PairErrors, ...] | None = None
    """Error rates at the system's threshold and at each that was asked for."""
    images: int | None = None
    """Photographs."""
    subjects: int | None = None
    """People."""
    fta: Rate | None = None
    """Failures to acquire: photographs without a template."""
    failures: ByName | None = None
    """Photographs without a template, by reason."""
    excluded: tuple[ExcludedPair, ...] | None = None
    """Pairs without two templates, by name, with the reasons."""
    suspects: Suspects | None = None
    """Mated pairs that score low and non-mated ones that score high."""
    published: PublishedFigure | None = None
    """The published accuracy of the same recogniser on the same set, or None."""
    all_pairs: AllPairs | None = None
    """Everybody against everybody; only with `--all-pairs`."""
    protocol: Protocol
    """How photographs were compared."""
    settings: VerifySettings
    """What of the system under test applies."""
    models: UsedModels
    """As in `run.json`."""
    templates_from_cache: int
    """Photographs of which a kept template was used."""
    caveats: tuple[str, ...]
    """What a reader must know, as sentences."""
