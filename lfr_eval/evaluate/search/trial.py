"""A search trial: a list, the searches of it, and the candidates that models here returned for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.errors import InputError
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.phrases import unlike
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import Storage, SystemSettings
from lfr_eval.datasets.images import LabelledImage
from lfr_eval.evaluate.environment import versions
from lfr_eval.evaluate.search.candidates import Candidates, deepen, search_list
from lfr_eval.evaluate.search.sets import SearchSet
from lfr_eval.watchlist.cohesion import Cohesion, cohesion
from lfr_eval.watchlist.enrol import Entry, count
from lfr_eval.watchlist.search import ExactMatcher
from lfr_eval.watchlist.watchlist import list_digest

if TYPE_CHECKING:
    from lfr_eval.evaluate.templates import ImageTemplates

PERCENTILES = (5, 50, 95)


@dataclass(frozen=True, slots=True)
class Trial:
    """Searches that were made, before any threshold."""

    tried: SearchSet
    candidates: Candidates
    """Of every search of the set, in its order."""
    reasons: tuple[str | None, ...]
    """Why a search has no template; None where it has one."""
    not_enrolled: frozenset[str]
    """Persons of the list of whom no reference could be enrolled, as far as that is known."""
    deepen: Callable[[Candidates, float], Candidates]
    """Fetches candidates that were cut off at or above a threshold, where that is possible."""
    threshold: float | None
    """The system's own; None where it is not known."""
    sign: int
    """-1 where scores were distances: a threshold in the system's own units must be negated like them."""
    stated: dict[str, Any]
    """The list, its enrolment and what made the scores, as plain values."""
    notes: tuple[str, ...]


def search_images(
    tried: SearchSet,
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    cache: Path | None = None,
    progress: Progress = silent,
) -> Trial:
    """Enrol the references as a watchlist does, and search it for every probe.

    Args:
        tried: Who is on the list and who is searched.
        engine: The models.
        settings: The system under test.
        cache: Folder of templates; None = nothing about a face touches the disk.
        progress: Told of every image.

    Raises:
        InputError: No reference could be enrolled.
        StorageError: The disk refuses the cache.
    """
    from lfr_eval.evaluate.templates import templates_of  # candidate lists of another system need no model library

    listed, probes = (
        templates_of(
            [image.path for image in images],
            engine,
            settings,
            enrolling=images is tried.references,
            cache=cache,
            progress=_part(progress, before, len(tried.references) + len(tried.probes)),
        )
        for images, before in ((tried.references, 0), (tried.probes, len(tried.references)))
    )
    alike = settings.alerting.threshold
    together = _together(tried, listed, probes, alike)
    doubtful = [(one.person, one.below, one.pairs) for one in together.doubtful]
    matcher = _matcher(tried.references, listed, settings.matching.storage)
    persons = tuple(dict.fromkeys(image.subject_id for image in tried.references))
    acquired = np.array([reason is None for reason in probes.reasons], bool)
    return Trial(
        tried=tried,
        candidates=search_list(matcher, persons, probes.templates, acquired, settings.matching.k),
        reasons=probes.reasons,
        not_enrolled=tried.persons - set(matcher.person_ids),
        deepen=lambda candidates, threshold: deepen(candidates, matcher, probes.templates, threshold),
        threshold=settings.alerting.threshold,
        sign=1,
        stated={
            **_list_stated(tried.references, listed),
            "conditions": {"reference_eye_px": _percentiles(listed), "probe_eye_px": _percentiles(probes)},
            "models": engine.to_json(),
            "system": settings.model_dump(),
            "templates_from_cache": listed.cached + probes.cached,
            "versions": versions(),
            "one_name_several_faces": [asdict(one) for one in together.doubtful],
        },
        notes=tuple(dict.fromkeys([*unlike(doubtful, len(together.names), alike), *listed.notes, *probes.notes])),
    )


def _together(tried: SearchSet, listed: ImageTemplates, probes: ImageTemplates, threshold: float) -> Cohesion:
    """How far references and probes of one subject resemble each other."""
    names = [image.subject_id for image in (*tried.references, *tried.probes)]
    made = [reason is None for reason in (*listed.reasons, *probes.reasons)]
    templates = np.concatenate([listed.templates, probes.templates])[made]
    return cohesion([name for name, one in zip(names, made, strict=True) if one], templates, threshold)


def _part(progress: Progress, before: int, whole: int) -> Progress:
    """Progress of one part of a larger whole."""

    def advance(done: float, total: float | None, note: str = "") -> None:
        progress(before + done, whole, note)

    return advance


def _matcher(references: Sequence[LabelledImage], listed: ImageTemplates, storage: Storage) -> ExactMatcher:
    """Make the references searchable, on all cores: nothing else runs meanwhile."""
    enrolled = [row for row, reason in enumerate(listed.reasons) if reason is None]
    if not enrolled:
        reasons = ", ".join(sorted({str(reason) for reason in listed.reasons}))
        raise InputError(
            f"none of {len(listed)} references could be enrolled ({reasons}); there is no one to search for"
        )
    names = [(references[row].image_id, references[row].subject_id) for row in enrolled]
    ids, persons = zip(*names, strict=True)
    return ExactMatcher(ids, persons, listed.templates[enrolled], storage=storage, threads=0)


def _list_stated(references: Sequence[LabelledImage], listed: ImageTemplates) -> dict[str, Any]:
    entries = [
        Entry(image.image_id, image.subject_id, None, None, None, None, reason, None, None, False, 0)
        for image, reason in zip(references, listed.reasons, strict=True)
    ]
    templates: FloatArray = listed.templates[[reason is None for reason in listed.reasons]]
    counts = count(entries, {})
    return {
        "watchlist": {
            "persons_submitted": counts.persons_submitted,
            "persons_enrolled": counts.persons_enrolled,
            "images_enrolled": counts.images_enrolled,
            "digest": list_digest(entries, templates),
        },
        "enrolment": {"submitted": counts.images_submitted, "failed": dict(counts.failed)},
    }


def _percentiles(images: ImageTemplates) -> dict[str, float] | None:
    """p5, p50 and p95 of the distance between the eyes, in pixels of the images."""
    known = np.empty(0) if images.eye_px is None else images.eye_px[np.isfinite(images.eye_px)]
    if not len(known):
        return None
    return {f"p{q}": float(value) for q, value in zip(PERCENTILES, np.percentile(known, PERCENTILES), strict=True)}
