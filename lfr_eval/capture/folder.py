"""A folder of images as a source of frames."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Self

from lfr_eval.capture.digest import source_digest
from lfr_eval.capture.images import image_files, read_image
from lfr_eval.core.errors import SourceError
from lfr_eval.core.faces import Frame
from lfr_eval.core.streams import RateSource

USUAL_FPS = 1.0
"""Images per second where nobody says how many there were."""


class FolderSource:
    """The images of one folder in natural order, so many to a second.

    An image that cannot be read is left out and counted, and keeps its place in time: those after it do not move.

    Args:
        path: The folder; its subfolders are not entered.
        source_id: The name of the source.
        fps: Images per second, > 0; None: `USUAL_FPS`.

    Raises:
        SourceError: The folder has no image that can be read, or `fps` is not a positive number.
    """

    live = False
    frames_dropped = 0
    zero_utc = None
    damage = None
    stored_px = None
    streams = None

    def __init__(self, path: Path, *, source_id: str, fps: float | None = None) -> None:
        self.rate: RateSource = "asked" if fps is not None else "assumed"
        fps = USUAL_FPS if fps is None else fps
        if not (math.isfinite(fps) and fps > 0):
            raise SourceError(f"{path}: expected a positive number of images per second, found {fps}")
        self.source_id = source_id
        self.nominal_fps = fps
        self.irregularities: Counter[str] = Counter()
        self._path = path
        try:
            self._files = image_files(path)
        except OSError as error:
            raise SourceError(f"{path}: the folder cannot be read ({error.strerror})") from error
        self.frames_expected = len(self._files)
        self.duration_s = self.frames_expected / fps
        frames = self._read()
        first = next(frames, None)
        if first is None:
            raise SourceError(f"{path}: expected a folder of images, found {self.frames_expected}, none readable")
        self.size_px = (first.image.shape[1], first.image.shape[0])
        self._frames = chain((first,), frames)

    def __iter__(self) -> Iterator[Frame]:
        return self._frames

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._frames = chain()

    @cached_property
    def digest(self) -> str:
        """Sha256 over the names and digests of the images."""
        return source_digest(self._path)

    def _read(self) -> Iterator[Frame]:
        index = 0
        for place, file in enumerate(self._files):
            try:
                image = read_image(file)
            except SourceError:
                self.irregularities["images_unreadable"] += 1
                continue
            yield Frame(image, place / self.nominal_fps, index, 1 / self.nominal_fps)
            index += 1
