"""Scores as they are kept: with the names of the truth that they were taken from, and the digests of the records."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from lfr_eval.evaluate.results.base import Result
from lfr_eval.evaluate.results.score import ScoreResult

Path = Annotated[str, Field(pattern=r"^[^\x00]+$", max_length=4096)]
"""A name that may be opened: scores are files, and files are damaged."""


class NamedTruth(Result):
    """Files of truth, as seen from the home folder."""

    passes: Path
    subjects: tuple[Path, ...]
    labels: Path | None
    allow_mixed: bool


TruthFiles = NamedTruth | dict[str, NamedTruth]
"""Of one run; of several, by their ids."""


def _require_truth_of_each(run_id: str | tuple[str, ...], named: TruthFiles) -> None:
    one = isinstance(run_id, str)
    if isinstance(named, NamedTruth) != one or (isinstance(named, dict) and not (run_id and named.keys() >= {*run_id})):
        raise ValueError("expected the truth of each run")


class Taken(Result):
    """What a score was taken from, readable of every version; whatever else stands there is passed over."""

    model_config = ConfigDict(extra="ignore")

    run_id: str | tuple[str, ...]
    truth_sha256: str
    truth_files: TruthFiles
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

    @model_validator(mode="after")
    def _names_its_truth(self) -> Self:
        _require_truth_of_each(self.run_id, self.truth_files)
        return self

    @property
    def truths(self) -> tuple[NamedTruth, ...]:
        """The truth of each run."""
        if isinstance(self.truth_files, NamedTruth):
            return (self.truth_files,)
        return tuple(self.truth_files[run_id] for run_id in self.run_id)


class KeptScore(ScoreResult):
    """A score, and what it was taken from."""

    truth_files: TruthFiles
    records: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_its_truth(self) -> Self:
        _require_truth_of_each(self.run_id, self.truth_files)
        return self

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
