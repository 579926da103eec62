"""A list of one person made of stills in memory, for a trial without a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lfr_eval.capture.images import decode_image
from lfr_eval.core.errors import ImageError, InputError
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.names import tidied
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.portrait import portrait
from lfr_eval.watchlist.enrol import Enrolment, enrol
from lfr_eval.watchlist.submissions import Submission, Submissions
from lfr_eval.watchlist.watchlist import ListModels, Watchlist, list_in_memory
from lfr_eval.watchlist.writing import write_watchlist

NAME = "yourself"


@dataclass(frozen=True, slots=True)
class StillsEnrolled:
    """What came of the stills; nothing of it is on a disk unless `save` is called."""

    enrolment: Enrolment
    models: ListModels
    portrait: Mapping[str, object]
    created: datetime

    @property
    def watchlist(self) -> Watchlist:
        """The list in memory; it expires at the end of the day (UTC)."""
        return list_in_memory(NAME, self.enrolment, models=self.models, portrait=self.portrait, created=self.created)

    def save(self, to: Path) -> None:
        """Write the list, without the stills; it expires at the end of the day on which they were taken (UTC).

        Raises:
            WatchlistError: If `to` is taken.
            StorageError: If the disk refuses it.
        """
        write_watchlist(
            to, self.enrolment, models=self.models, portrait=self.portrait, created=self.created, keep_images=False
        )


def enrol_stills(stills: Sequence[bytes], person: str, engine: FaceEngine, settings: SystemSettings) -> StillsEnrolled:
    """Make a list of one person.

    Args:
        stills: JPEG or PNG pictures, one at least.
        person: The name under which they are found.
        engine: The models.
        settings: The system under test; its detector and least face size apply.

    Raises:
        InputError: If there is no name, or no still could be enrolled; says why for each.
    """
    person = tidied(person)
    if not person:
        raise InputError("enrol yourself: a name is needed, under which you are found")
    created = datetime.now(UTC)
    pictures = {Path(f"still-{number}"): still for number, still in enumerate(stills, start=1)}
    rows = tuple(
        Submission(
            f"{person}/{path}",
            person,
            path,
            added_at=created.date().isoformat(),
            expires_at=created.date().isoformat(),
            provenance="a still taken for a live trial",
        )
        for path in pictures
    )
    made = enrol(Submissions(rows, {}), lambda path: _portrait(engine, pictures[path], settings))
    if not made.counts.images_enrolled:
        reasons = ", ".join(f"{number} {reason}" for reason, number in made.counts.failed.items()) or "none was given"
        raise InputError(f"enrol yourself: no still could be used ({reasons}); take them again, alone and facing it")
    return StillsEnrolled(
        made,
        ListModels(pack=engine.name, digests=engine.digests()),
        {"detector": settings.detector.model_dump(), "min_eye_px": settings.embedding.min_eye_px},
        created,
    )


def _portrait(engine: FaceEngine, still: bytes, settings: SystemSettings) -> Portrait:
    try:
        image = decode_image(still, "still")
    except ImageError as error:
        return Portrait.failed(error.reason)
    return portrait(engine, image, settings.detector, settings.embedding)
