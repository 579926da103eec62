"""Turn submitted photographs into a watchlist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from lfr_eval.capture.images import read_image
from lfr_eval.capture.source import FrameSource
from lfr_eval.capture.turned import turned
from lfr_eval.core.errors import ImageError, InputError
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.names import typed
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.datasets.tables import read_cells
from lfr_eval.engine.portrait import portrait
from lfr_eval.watchlist.doubts import Doubts, doubts_about
from lfr_eval.watchlist.enrol import Enrolment, enrol
from lfr_eval.watchlist.submissions import Submission, Submissions, read_submissions
from lfr_eval.watchlist.watchlist import ListModels
from lfr_eval.watchlist.writing import ListPlace, claim_list, require_free

BEST_OF = 10
"""A camera is asked for so many pictures that can be enrolled; the best of them is."""
MOST_PICTURES = 150
"""It is not watched for longer than this."""


@dataclass(frozen=True, slots=True)
class EnrolResult:
    """A watchlist that was written, and what became of every submission."""

    path: Path
    enrolment: Enrolment
    doubts: Doubts
    """What speaks against its names."""
    notes: tuple[str, ...] = ()
    """What became of names that are not what they seem, a line each."""
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """See `Submissions`."""


def enrol_photographs(
    submitted: Path,
    to: Path,
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    person: str | None = None,
    keep_images: bool = True,
    replace_list: bool = False,
    progress: Progress = silent,
) -> EnrolResult:
    """Enrol everybody who can be enrolled, and write the list with the reason for everybody else.

    Args:
        submitted: A folder of images, a folder per person, one image, or a CSV file.
        to: Where the list goes.
        engine: The models.
        settings: The system under test; its detector and least face size apply.
        person: All images show this one person.
        keep_images: Copy the enrolled reference images into the list.
        replace_list: An existing list gives way when the new one is complete.
        progress: Told of every image.

    Raises:
        WatchlistError: If there is nothing to enrol, or `to` is taken or being written by somebody else.
        InputError: If `person` is given for photographs of several.
        StorageError: If the disk refuses it.
    """
    require_free(to, replace_list)
    submissions = read_submissions(submitted, read_cells)
    if person is not None:
        submissions = _all_of(submissions, person, submitted)
    with claim_list(to, replace_list) as place:
        enrolment = enrol(submissions, partial(_portrait_of, engine, settings), progress)
        _write(place, enrolment, engine, settings, keep_images=keep_images)
    return replace(_result(to, enrolment, settings), notes=submissions.notes, left_out=submissions.left_out)


def enrol_from_camera(
    camera: FrameSource,
    person: str,
    to: Path,
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    replace_list: bool = False,
    progress: Progress = silent,
) -> EnrolResult:
    """Enrol the one person in front of a camera from the best of a few pictures; no picture is kept.

    Args:
        camera: An open source, looked at until `BEST_OF` pictures would do, at most for `MOST_PICTURES`.
        person: Who they are.
        to: Where the list goes.
        engine: The models.
        settings: The system under test; its detector and least face size apply.
        replace_list: An existing list gives way when the new one is complete.
        progress: Told of every picture that would do.

    Raises:
        InputError: If no picture shows one face alone that is large enough, or the name is not one that can be read.
        WatchlistError: If `to` is taken.
        StorageError: If the disk refuses it.
    """
    person = typed(person, "--person")
    with claim_list(to, replace_list) as place:
        best = _best_portrait(camera, engine, settings, progress)
        row = Submission(person, person, Path(camera.source_id), provenance=camera.source_id)
        enrolment = enrol(Submissions((row,), {}), lambda _: best)
        _write(place, enrolment, engine, settings, keep_images=False)
    return _result(to, enrolment, settings)


def _best_portrait(camera: FrameSource, engine: FaceEngine, settings: SystemSettings, progress: Progress) -> Portrait:
    good, failed = list[Portrait](), Counter[str]()
    for frame in islice(turned(camera, settings.display.turn_deg), MOST_PICTURES):
        made = portrait(engine, frame.image, settings.detector, settings.embedding)
        if made.reason is None:
            good.append(made)
            progress(len(good), BEST_OF)
        else:
            failed[made.reason] += 1
        if len(good) == BEST_OF:
            break
    if not good:
        reasons = ", ".join(f"{reason} in {pictures}" for reason, pictures in failed.most_common())
        raise InputError(
            f"{camera.source_id}: expected one face alone in front of the camera, found {reasons} pictures"
        )
    return max(good, key=lambda made: made.quality or 0.0)


def _write(
    place: ListPlace,
    enrolment: Enrolment,
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    keep_images: bool,
) -> None:
    place.write(
        enrolment,
        models=ListModels(pack=engine.name, digests=engine.digests()),
        portrait={"detector": settings.detector.model_dump(), "min_eye_px": settings.embedding.min_eye_px},
        created=datetime.now(UTC),
        keep_images=keep_images,
    )


def _result(to: Path, enrolment: Enrolment, settings: SystemSettings) -> EnrolResult:
    doubts = doubts_about(enrolment.entries, enrolment.templates, settings.alerting.threshold)
    return EnrolResult(to, enrolment, doubts)


def _portrait_of(engine: FaceEngine, settings: SystemSettings, path: Path) -> Portrait:
    """What the engine makes of an image file; one that cannot be read is an outcome like any other."""
    try:
        image = read_image(path)
    except ImageError as error:
        return Portrait.failed(error.reason)
    return portrait(engine, image, settings.detector, settings.embedding)


def _all_of(submissions: Submissions, person: str, submitted: Path) -> Submissions:
    if submitted.suffix.lower() == ".csv":
        raise InputError(f"{submitted}: names its persons itself; leave --person out")
    person = typed(person, "--person")
    return replace(submissions, rows=tuple(replace(row, person_id=person) for row in submissions.rows))
