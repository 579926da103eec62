"""Searches that a system made elsewhere, from its candidate lists: no model runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from enum import StrEnum
from pathlib import Path

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.core.given import file_digest
from lfr_eval.core.names import Known
from lfr_eval.datasets.candidate_lists import ListedCandidate, read_candidate_lists
from lfr_eval.evaluate.search.candidates import Candidates
from lfr_eval.evaluate.search.sets import SearchSet
from lfr_eval.evaluate.search.trial import Trial

ABSENT = "not in the file"
NO_ENROLMENT = "scores come from a file: failures to enrol cannot be told from misses"
NEGATED = "scores are distances with their sign turned: a threshold of -x stands for a distance of at most x"


class Silence(StrEnum):
    """What it means that a file does not name a search."""

    NOT_ACQUIRED = "not-acquired"
    """The system made no template of the probe."""
    NO_CANDIDATE = "no-candidate"
    """It searched for the probe, and left out what has no candidate at or above its threshold."""


def search_scores(tried: SearchSet, path: Path, *, distances: bool = False, silence: Silence | None = None) -> Trial:
    """Take the candidate lists of another system for the searches of a set.

    A person counts once per search, at their best score.

    Args:
        tried: Who is on the list and who is searched.
        path: See `datasets.candidate_lists`.
        distances: Scores are distances; they are negated.
        silence: What it means that the file does not name a search. None = nobody said: then it counts as a failure to
            acquire, and the result says before all else that this was not said.

    Raises:
        TableError: The file is not what it must be.
        InputError: It names a probe that is not searched, or a person or an entry that is not on the list.
    """
    lists = read_candidate_lists(path, distances=distances)
    named = [one for listed in lists.values() for one in listed]
    person_of = {image.image_id: image.subject_id for image in tried.references}
    _refuse_unknown(path, "probe_id", lists, {image.image_id for image in tried.probes}, "among the searches")
    _refuse_unknown(path, "person_id", (one.person_id for one in named), tried.persons, "on the list")
    _refuse_unknown(path, "entry_id", (one.entry_id for one in named if one.entry_id), set(person_of), "on the list")
    for one in named:
        if one.entry_id and person_of[one.entry_id] != one.person_id:
            raise InputError(
                f"{path}: entry {one.entry_id!r} shows {person_of[one.entry_id]!r} in the set, "
                f"and {one.person_id!r} in the file"
            )
    persons = tuple(dict.fromkeys(image.subject_id for image in tried.references))
    absent = [image.image_id not in lists for image in tried.probes]
    acquired = [silence is Silence.NO_CANDIDATE or not one for one in absent]
    return Trial(
        tried=tried,
        candidates=_candidates(lists, tried, persons, acquired),
        reasons=tuple(None if one else ABSENT for one in acquired),
        not_enrolled=frozenset(),
        deepen=lambda candidates, threshold: candidates,
        threshold=None,
        sign=-1 if distances else 1,
        stated={
            "watchlist": {
                "persons_submitted": len(persons),
                "persons_enrolled": None,
                "images_enrolled": None,
                "digest": None,
            },
            "enrolment": {"submitted": len(tried.references), "failed": None},
            "scores": {
                "file": path.name,
                "sha256": file_digest(path),
                "distances": distances,
                "absent": {"searches": sum(absent), "meaning": silence},
            },
            "models": None,
        },
        notes=(NO_ENROLMENT, *((NEGATED,) if distances else ())),
    )


def _candidates(
    lists: Mapping[str, Sequence[ListedCandidate]],
    tried: SearchSet,
    persons: tuple[str, ...],
    acquired: Sequence[bool],
) -> Candidates:
    number = {name: index for index, name in enumerate(persons)}
    rows: list[tuple[int, int, float]] = []
    for search, image in enumerate(tried.probes):
        best: dict[str, float] = {}
        for one in lists.get(image.image_id, ()):
            best.setdefault(one.person_id, one.score)
        rows += [(search, number[name], score) for name, score in best.items()]
    return Candidates(
        persons=persons,
        enrolled=len(persons),
        acquired=np.array(acquired, bool),
        search=np.array([search for search, _, _ in rows], np.int64),
        person=np.array([person for _, person, _ in rows], np.int64),
        score=np.array([score for _, _, score in rows], np.float32),
    )


def _refuse_unknown(path: Path, column: str, names: Iterable[str], known: Set[str], place: str) -> None:
    unknown = sorted(set(names) - known)
    if unknown:
        others = f", nor are {len(unknown) - 1} others" if len(unknown) > 1 else ""
        hint = Known(known).remark(unknown[0])
        raise InputError(f"{path}, column {column}: {unknown[0]!r} is not {place} of the set{others}{hint}")
