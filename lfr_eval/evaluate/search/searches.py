"""Searches with their truth: whose candidates are mates, and what came of each search at a threshold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray, require_shape
from lfr_eval.core.events import Pass
from lfr_eval.core.thresholds import reaches
from lfr_eval.datasets.images import LabelledImage
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.search.candidates import Candidates
from lfr_eval.metrics.records import Outcome, PassRecord
from lfr_eval.metrics.search import MatedSearches, NonMatedSearches
from lfr_eval.metrics.truth import Status


@dataclass(frozen=True, slots=True)
class Searches:
    """n searches of one list, as parallel sequences."""

    images: tuple[LabelledImage, ...]
    attributes: tuple[Mapping[str, str], ...]
    """What is recorded of the subject of each search."""
    candidates: Candidates
    not_enrolled: frozenset[str]
    """Persons of the list of whom no reference could be enrolled."""

    def __post_init__(self) -> None:
        require_shape("candidates.acquired", self.candidates.acquired, (len(self.images),))

    def __len__(self) -> int:
        return len(self.images)

    @property
    def subjects(self) -> TextArray:
        """(n,) who is searched."""
        return np.array([image.subject_id for image in self.images], object)

    @property
    def mate(self) -> IntArray:
        """(n,) index of the subject among the persons of the list; -1 = not on it, so the search is non-mated."""
        number = {name: index for index, name in enumerate(self.candidates.persons)}
        return np.array([number.get(image.subject_id, -1) for image in self.images], np.int64)

    def only(self, chosen: BoolArray) -> Self:
        """The searches under a mask (n,)."""
        rows = np.flatnonzero(chosen).tolist()
        images, attributes = tuple(self.images[row] for row in rows), tuple(self.attributes[row] for row in rows)
        return type(self)(images, attributes, self.candidates.only(chosen), self.not_enrolled)

    def mated(self) -> MatedSearches:
        """The searches of people on the list."""
        found, mate = self.candidates, self.mate
        is_mate = found.person == mate[found.search]
        lowest = found.score.dtype.type(-np.inf)
        mate_score, other_score = (np.full(len(self), lowest, found.score.dtype) for _ in range(2))
        mate_rank = np.zeros(len(self), np.int64)
        mate_score[found.search[is_mate]] = found.score[is_mate]
        mate_rank[found.search[is_mate]] = found.rank[is_mate]
        search, first = np.unique(found.search[~is_mate], return_index=True)
        other_score[search] = found.score[~is_mate][first]
        here = mate >= 0
        return MatedSearches(
            self.subjects[here], mate_score[here], mate_rank[here], other_score[here], found.acquired[here]
        )

    def non_mated(self) -> NonMatedSearches:
        """The searches of people who are not on the list."""
        here = self.mate < 0
        found = self.candidates.only(here)
        shape = (int(here.sum()), int(found.depth.max(initial=0)))
        scores = np.full(shape, -np.inf, found.score.dtype)
        scores[found.search, found.rank - 1] = found.score
        return NonMatedSearches(self.subjects[here], scores, found.acquired)

    def events(self, threshold: float, rank: int) -> BoolArray:
        """(n,) whether a mated search found its mate, and whether a non-mated one was a false positive."""
        found, mate = self.candidates, self.mate
        reached = reaches(found.score, threshold)
        counts = np.where(
            mate[found.search] < 0, found.rank == 1, (found.person == mate[found.search]) & (found.rank <= rank)
        )
        happened = np.zeros(len(self), bool)
        happened[found.search[reached & counts]] = True
        return happened

    def false_pairs(self, threshold: float) -> tuple[IntArray, IntArray]:
        """Search and list person of every non-mated candidate at or above the threshold, mated searches left out."""
        found = self.candidates
        false = reaches(found.score, threshold) & (self.mate[found.search] < 0)
        return found.search[false], found.person[false]

    def records(self, threshold: float, rank: int) -> list[PassRecord]:
        """One record per search, as if it were a pass; `wrong_persons` are all others at or above the threshold."""
        found, mate = self.candidates, self.mate
        above: dict[int, dict[int, int]] = defaultdict(dict)
        reached = np.flatnonzero(reaches(found.score, threshold))
        for search, person, place in zip(
            found.search[reached], found.person[reached], found.rank[reached], strict=True
        ):
            above[int(search)][int(person)] = int(place)
        return [self._record(row, int(mate[row]), above[row], rank) for row in range(len(self))]

    def _record(self, row: int, mate: int, above: Mapping[int, int], rank: int) -> PassRecord:
        image, persons = self.images[row], self.candidates.persons
        acquired, failed = bool(self.candidates.acquired[row]), image.subject_id in self.not_enrolled
        correct = mate in above and above[mate] <= rank
        wrong = any(place == 1 and person != mate for person, place in above.items())
        return PassRecord(
            row=Pass(image.image_id, "", image.subject_id, 0.0, 0.0, attributes=self.attributes[row]),
            person=image.subject_id,
            status=Status.NON_MATED if mate < 0 else Status.MATED,
            outcome=_outcome(mate >= 0, correct, wrong, failed, acquired),
            correct_hits=int(correct),
            other_hits=int(wrong),
            wrong_persons=frozenset(persons[person] for person in above if person != mate),
            failed_to_enrol=failed,
            acquired=acquired,
            first_hit_s=None,
            alert_s=None,
            timely=None,
            tracks=None,
        )


def attributes_of(images: tuple[LabelledImage, ...], subjects: Subjects) -> tuple[Mapping[str, str], ...]:
    """What is recorded of the subject of each image; ages are reckoned at the first dated image of a subject."""
    year: dict[str, int] = {}
    for image in images:
        if image.capture_date:
            year[image.subject_id] = min(image.capture_date.year, year.get(image.subject_id, image.capture_date.year))
    known = {name: subject.groups(year.get(name)) for name, subject in subjects.by_id.items()}
    return tuple(known.get(image.subject_id, {}) for image in images)


def _outcome(mated: bool, correct: bool, wrong: bool, failed: bool, acquired: bool) -> Outcome:
    """The first that applies (METHODOLOGY 2.5)."""
    ordered = (
        (Outcome.CORRECT_ALERT, mated and correct),
        (Outcome.WRONG_IDENTITY, mated and wrong),
        (Outcome.FALSE_ALERT, wrong),
        (Outcome.FAILURE_TO_ENROL, mated and failed),
        (Outcome.FAILURE_TO_ACQUIRE, not acquired),
        (Outcome.MISS, mated),
        (Outcome.NO_ALERT, True),
    )
    return next(outcome for outcome, applies in ordered if applies)
