"""What a source of frames is, and how a user's word for one is opened."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self

from lfr_eval.capture.camera import open_camera
from lfr_eval.capture.digest import source_digest
from lfr_eval.capture.folder import FolderSource
from lfr_eval.capture.network import ADDRESS, NetworkCamera
from lfr_eval.capture.video import VideoSource
from lfr_eval.core.errors import SourceError
from lfr_eval.core.faces import Frame
from lfr_eval.core.names import of_file, typed
from lfr_eval.core.streams import RateSource, VideoStreams

__all__ = ["FrameSource", "open_source", "source_digest"]

ACCEPTED = "a video file, a folder of images, camera:NUMBER or rtsp://ADDRESS"


class FrameSource(Protocol):
    """Footage or a camera, open for one pass over its frames; leaving its context closes it."""

    @property
    def source_id(self) -> str:
        """Base name of the file or folder, ``camera:N``, or the name that the user gave."""
        ...

    @property
    def live(self) -> bool:
        """Whether frames that are not taken in time are lost."""
        ...

    @property
    def frames_expected(self) -> int | None:
        """Number of frames as far as the source says it, for progress only."""
        ...

    @property
    def duration_s(self) -> float | None:
        """Duration as far as the source says it; a stream does not."""
        ...

    @property
    def nominal_fps(self) -> float:
        """Average frames per second, as `rate` tells; frames need not be evenly spaced."""
        ...

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the first frame as it is presented, in square pixels."""
        ...

    @property
    def stored_px(self) -> tuple[int, int] | None:
        """Width and height of the first frame as it is stored, where that is told: its pixels may not be square."""
        ...

    @property
    def rate(self) -> RateSource:
        """Who says `nominal_fps`."""
        ...

    @property
    def streams(self) -> VideoStreams | None:
        """Which video stream of a file is watched; None of what has none."""
        ...

    @property
    def zero_utc(self) -> datetime | None:
        """UTC at presentation time 0 of a live source; None for a recording."""
        ...

    @property
    def digest(self) -> str | None:
        """See `source_digest`; None for a camera. Reads all of the footage when first asked for."""
        ...

    @property
    def irregularities(self) -> Mapping[str, int]:
        """What was left out or repaired up to now, by kind; complete when the frames are at their end."""
        ...

    @property
    def frames_dropped(self) -> int | None:
        """Frames that came and were not taken in time, up to now; None where the source does not tell."""
        ...

    @property
    def damage(self) -> str | None:
        """One line on why the frames ended before the end of the source, if they did."""
        ...

    def __iter__(self) -> Iterator[Frame]: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def open_source(
    spec: str, *, source_id: str | None = None, fps: float | None = None, stream: int | None = None
) -> FrameSource:
    """Open footage or a camera.

    Args:
        spec: Path of a video file or of a folder of images, ``camera:N``, or the ``rtsp://`` address of a camera.
        source_id: The name to give it; None: base name of the path, or ``camera:N``. A network camera needs one, since
            its address, which may hold a password, is never recorded.
        fps: Frames per second of what has no times of its own: a folder of images (None: 1), or a bare video stream
            (None: as it says).
        stream: Number of the video stream of a file that has several; None: the one that a player would show.

    Raises:
        SourceError: It is none of these, cannot be read, or has not one frame.
        InputError: The name that it is given has space around it, or characters that nobody sees.
    """
    source_id = typed(source_id, "--source-id") if source_id else None
    if re.match(ADDRESS, spec, re.IGNORECASE):
        if not source_id:
            raise SourceError("a network camera needs a name, which is recorded in place of its address: --source-id")
        return NetworkCamera(spec, source_id=source_id)
    if scheme := re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", spec):
        raise SourceError(f"{scheme[1]}:// is not supported yet: expected {ACCEPTED}")
    if spec.startswith("camera:"):
        number = spec.removeprefix("camera:")
        if not re.fullmatch(r"[0-9]{1,4}", number):
            raise SourceError(f"{spec}: expected camera:NUMBER, for example camera:0")
        return open_camera(int(number), source_id=source_id)
    _require_path(spec)
    path = Path(spec)
    if stream is not None and not path.is_file():
        raise SourceError(f"{spec}: only a video file has several streams; leave --stream out")
    name = source_id or of_file(os.path.basename(os.path.realpath(path)))
    if path.is_dir():
        return FolderSource(path, source_id=name, fps=fps)
    return VideoSource(path, source_id=name, fps=fps, stream=stream)


def _require_path(spec: str) -> None:
    """Refuse what stands for no file; what may be an address that is misspelt, password and all, is not repeated."""
    if Path(spec).exists():
        return
    if "@" in spec or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", spec):
        raise SourceError(
            f"no such file or folder, and no address of a camera (not repeated here: it may hold a password); "
            f"expected {ACCEPTED}"
        )
    raise SourceError(f"{spec}: no such file or folder; expected {ACCEPTED}")
