"""Footage and people to measure on: the caller's own, or a crowd and a list from photographs of installed packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.capture.images import read_image
from lfr_eval.capture.source import FrameSource, open_source
from lfr_eval.core.arrays import Image
from lfr_eval.core.faces import FaceEngine, Frame
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.demo.photographs import REFERENCE_CROPS, TEAM
from lfr_eval.evaluate.enrol.enrol import enrol_photographs
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.watchlist import Watchlist

SIZE_PX, FPS = (1280, 720), 25.0
SWAY_PX, SWAY_S = 60.0, 8.0
"""How far and how fast the camera pans to and fro over the photograph."""
VIEW_PX = 1_150
"""Width of the view on the team photograph: at least ten of its sixteen people are in it all the time."""


@dataclass(frozen=True, slots=True)
class ListedClip:
    """A clip and who is looked for in it."""

    name: str
    clip: Path
    watchlist: Watchlist

    def pictures(self, frames: int, count: int = 16) -> list[Image]:
        """Some of its first frames, evenly spread."""
        with open_source(str(self.clip)) as source:
            return [frame.image for frame in islice(source, 0, frames, max(1, frames // count))]


def crowd(folder: Path, engine: FaceEngine, settings: SystemSettings, frames: int) -> ListedClip:
    """Film the team photograph, and enrol ten people of other photographs, one of whom is in the team.

    Args:
        folder: Where clip and list are made.
        engine: The models.
        settings: The system under test.
        frames: Length of the clip.
    """
    clip = folder / "crowd.mp4"
    photograph = read_image(TEAM.locate())
    with ClipWriter(clip, *SIZE_PX, FPS) as writer:
        for index in range(frames):
            writer.write(_view(photograph, index / FPS))
    return own(clip, ten_people(folder / "people"), folder, engine, settings, name="crowd")


def ten_people(folder: Path) -> Path:
    """Write the demo's ten reference photographs into a new folder."""
    folder.mkdir()
    for name, (picture, part) in REFERENCE_CROPS.items():
        left, top, right, bottom = part or (0, 0, None, None)
        cv2.imwrite(str(folder / f"{name}.png"), read_image(picture.locate())[top:bottom, left:right])
    return folder


def own(
    clip: Path,
    photographs: Path,
    folder: Path,
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    name: str | None = None,
) -> ListedClip:
    """Enrol a folder of photographs, to be looked for in a clip.

    Raises:
        InputError: Nobody can be enrolled.
    """
    listed = folder / f"list-{name or clip.stem}"
    enrol_photographs(photographs, listed, engine, settings)
    return ListedClip(name or clip.stem, clip, read_watchlist(listed))


class FirstFrames:
    """The first frames of a source, as a source."""

    def __init__(self, source: FrameSource, frames: int) -> None:
        self._source, self._frames = source, frames

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def __iter__(self) -> Iterator[Frame]:
        return islice(iter(self._source), self._frames)


def first_frames(source: FrameSource, frames: int) -> FrameSource:
    """Only the first frames of an open source."""
    return cast(FrameSource, FirstFrames(source, frames))


def crowd_frame() -> Image:
    """The first frame of the crowd."""
    return _view(read_image(TEAM.locate()), 0.0)


def _view(photograph: Image, pts_s: float) -> Image:
    height, width = photograph.shape[:2]
    scale = SIZE_PX[0] / VIEW_PX
    x = width / 2 + SWAY_PX * np.sin(2 * np.pi * pts_s / SWAY_S)
    matrix = np.array([[scale, 0, SIZE_PX[0] / 2 - scale * x], [0, scale, SIZE_PX[1] / 2 - scale * height / 2]])
    frame = cv2.warpAffine(photograph, matrix, SIZE_PX, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(frame, np.uint8)
