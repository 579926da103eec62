"""Scores as they are kept: with the names of the truth that they were taken from, and the digests of the records."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from lfr_eval.evaluate.results.base import Result
from lfr_eval.evaluate.results.score import ScoreResult


class NamedTruth(Result):
    """Files of truth, as seen from the home folder."""

    passes: str
    subjects: tuple[str, ...]
    labels: str | None
    allow_mixed: bool


class Taken(Result):
    """What a score was taken from, readable of every version; whatever else stands there is passed over."""

    model_config = ConfigDict(extra="ignore")

    run_id: str | tuple[str, ...]
    truth_sha256: str
    truth_files: NamedTruth | dict[str, NamedTruth]
    """Of one run; of several, by their ids."""
    records: dict[str, str] = Field(default_factory=dict)
    """Digests of the records, by the ids of the runs."""
    meaning: int = 1
    threshold: float | None = None
    attributes: tuple[str, ...] = ()
    """By whose groups it was taken."""
    within: tuple[str, ...] = ()
    """Attributes of passes that were held fixed."""
    had_policy: bool = False

    @property
    def truths(self) -> tuple[NamedTruth, ...]:
        """The truth of each run."""
        if isinstance(self.truth_files, NamedTruth):
            return (self.truth_files,)
        return tuple(self.truth_files[run_id] for run_id in self.run_id)


class KeptScore(ScoreResult):
    """A score, and what it was taken from."""

    truth_files: NamedTruth | dict[str, NamedTruth]
    records: dict[str, str] = Field(default_factory=dict)

    @property
    def taken(self) -> Taken:
        """What it was taken from."""
        return Taken(
            run_id=self.run_id,
            truth_sha256=self.truth_sha256,
            truth_files=self.truth_files,
            records=self.records,
            meaning=self.meaning,
            threshold=self.threshold,
            attributes=self.attributes,
            within=tuple(dict.fromkeys(name for group in self.groups for name in group.condition)),
            had_policy=bool(self.policy),
        )
