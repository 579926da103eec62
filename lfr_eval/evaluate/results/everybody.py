"""Everybody in a set against everybody: a part of the result of a verification."""

from __future__ import annotations

from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.base import ByName, Result
from lfr_eval.evaluate.results.groups import AboutGroups
from lfr_eval.metrics.comparisons import Effect


class ErrorsAt(Result):
    """Error rates of comparisons at one threshold."""

    threshold: float
    """From which on a comparison is a match."""
    fmr: Rate
    """Comparisons of different people at or above it, of all that were made."""
    fnmr: Rate
    """Comparisons of one person below it, of all that were made."""


class GroupErrorsAt(ErrorsAt):
    """Error rates within a group at one threshold."""

    fmr_of_rest: Rate
    """FMR within each of the other groups, pooled."""
    fmr_ratio_to_rest: Effect
    """How many times as high that of this group is."""


class PhotographedGroup(Result):
    """A group of people."""

    value: str | None
    """Its value; None = not recorded."""
    images: int
    """Photographs with a template."""
    subjects: int
    """People."""
    too_small: bool
    """Fewer than 10 people."""
    at: tuple[GroupErrorsAt, ...]
    """Error rates at each threshold; none for those not recorded."""


class MatrixCell(Result):
    """False matches of one group with another at one threshold."""

    threshold: float
    """From which on a comparison is a match."""
    probe: str
    """One group."""
    reference: str
    """The other, or the same."""
    fmr: Rate
    """Comparisons of different people at or above it, of all that were made."""


class GenuineScores(Result):
    """Scores of the same person within a group, and the errors at the lower edge of each bin."""

    value: str | None
    """The group; None = not recorded; without attributes `everybody`."""
    genuine: tuple[int, ...]
    """Comparisons of one person by score."""
    fmr: tuple[float, ...] | None
    """FMR at the lower edge of each bin; None where comparisons of one kind are lacking."""
    fnmr: tuple[float, ...] | None
    """FNMR, likewise."""


class ImpostorScores(Result):
    """Scores of different people of one group and another."""

    probe: str | None
    """One group; None = not recorded."""
    reference: str | None
    """The other, or the same."""
    scores: tuple[int, ...]
    """Comparisons by score."""


class ScoreBins(Result):
    """All scores in 256 bins."""

    edges: tuple[float, ...]
    """Of the bins, from -1 to 1."""
    groups: tuple[GenuineScores, ...]
    """Scores of the same person by group."""
    impostor: tuple[ImpostorScores, ...]
    """Scores of different people by group and group."""


class AttributePairs(AboutGroups):
    """Error rates by the groups of an attribute."""

    groups: tuple[PhotographedGroup, ...]
    """Each group, those not recorded too."""
    matrix: tuple[MatrixCell, ...]
    """FMR by group and group, at each threshold."""
    distributions: ScoreBins
    """All scores."""


class AllPairs(Result):
    """Everybody against everybody."""

    images: int
    """Photographs."""
    subjects: int
    """People."""
    fta: Rate
    """Failures to acquire: photographs without a template."""
    failures: ByName
    """Photographs without a template, by reason."""
    impostor_comparisons: int
    """Of different people."""
    genuine_comparisons: int
    """Of one person."""
    at: tuple[ErrorsAt, ...]
    """Error rates at each threshold."""
    distributions: ScoreBins
    """All scores."""
    by: tuple[AttributePairs, ...]
    """Each attribute that was asked for."""
