"""What the photographs of a data set say of its names, once models have looked at them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.phrases import NAMED, count, unlike
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.datasets.images import ImageSet, read_images
from lfr_eval.evaluate.enrol.templates import templates_of
from lfr_eval.watchlist.cohesion import cohesion
from lfr_eval.watchlist.lookalikes import AT_ONCE, NEAR_DUPLICATE, look_alikes


def check_faces(
    path: Path, engine: FaceEngine, settings: SystemSettings, progress: Progress = silent
) -> list[InputError]:
    """Find names under which photographs do not resemble each other, and photographs that stand under two names.

    Args:
        path: An images.csv, a folder that holds one, or a folder per subject.
        engine: The models.
        settings: The system; its threshold decides what resembles what.
        progress: Told of every photograph.

    Returns:
        The problems; none where the tables themselves cannot be used, which `datasets.check` finds.
    """
    try:
        found = read_images(path)
    except InputError:
        return []
    made = templates_of([image.path for image in found.images], engine, settings, progress=progress)
    acquired = np.array([reason is None for reason in made.reasons], bool)
    rows, threshold = np.flatnonzero(acquired).tolist(), settings.alerting.threshold
    people = [found.images[row].subject_id for row in rows]
    together = cohesion(people, made.templates[acquired], threshold)
    doubtful = [(one.person, one.below, one.pairs) for one in together.doubtful]
    said = unlike(doubtful, len(together.names), threshold)
    if len(rows) <= AT_ONCE:
        copies = look_alikes(people, made.templates[acquired], NEAR_DUPLICATE).two_persons
        pairs = list(zip(copies.first.tolist(), copies.second.tolist(), strict=True))
        said += _twice(found, [(rows[one], rows[other]) for one, other in pairs], copies.total)
    return [InputError(f"{path}: {line}") for line in said]


def _twice(found: ImageSet, pairs: list[tuple[int, int]], total: int) -> list[str]:
    named = [
        f"{found.images[one].image_id!r} of {found.images[one].subject_id!r} and {found.images[other].image_id!r} of "
        f"{found.images[other].subject_id!r}"
        for one, other in pairs[:NAMED]
    ]
    more = [f"and {count(total - NAMED, 'more pair')}"] if total > NAMED else []
    return [f"one photograph stands under two names: {'; '.join([*named, *more])}"] if total else []
