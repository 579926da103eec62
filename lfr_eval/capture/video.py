"""A video file as a source of frames, each at its true presentation time (PyAV)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Self

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from lfr_eval.capture.digest import source_digest
from lfr_eval.capture.images import MAX_PIXELS
from lfr_eval.capture.orientation import Orientation
from lfr_eval.capture.timestamps import PresentationClock
from lfr_eval.core.errors import SourceError
from lfr_eval.core.faces import Frame

CUT_S = 0.5
"""A file whose pictures end this long before the end that it declares has been cut off."""
USUAL_FPS = Fraction(25)
"""Assumed where a file says nothing of its rate."""


class VideoSource:
    """The presented frames of the best video stream of a file, decoded once, in order, in bounded memory.

    Packets before the first key frame, cut-off packets and packets that the decoder refuses are left out and counted;
    frames that the decoder patched up are kept and counted. What was read before damage is kept, and `damage` names it.

    Args:
        path: The file.
        source_id: The name of the source.

    Raises:
        SourceError: The file is empty, not a video, has no video stream or not one frame that can be decoded.
    """

    live = False
    frames_dropped = 0
    zero_utc = None

    def __init__(self, path: Path, *, source_id: str) -> None:
        self.source_id = source_id
        self.irregularities: Counter[str] = Counter()
        self.damage: str | None = None
        self._path = path
        self._container = _open_container(path)
        try:
            self._stream = _video_stream(path, self._container)
            self._start()
        except BaseException:
            self._container.close()
            raise

    def _start(self) -> None:
        stream = self._stream
        stream.thread_type = "NONE"  # with threads, how a decoder patches up damage differs from time to time
        self.frames_expected = stream.frames or None
        self.nominal_fps = float(stream.average_rate or stream.guessed_rate or USUAL_FPS)
        self.duration_s = _declared_s(self._container, stream)
        self._clock = PresentationClock(1 / (stream.guessed_rate or stream.average_rate or USUAL_FPS))
        self._reformatter = VideoReformatter()
        frames = self._frames_in_time()
        first = next(frames, None)
        if first is None:
            reason = self.damage or ", ".join(f"{kind}: {n}" for kind, n in self.irregularities.items()) or "no packets"
            raise SourceError(f"{self._path}: not one frame of the video can be decoded ({reason})")
        self.size_px = (first.image.shape[1], first.image.shape[0])
        self._frames = chain((first,), frames)

    def __iter__(self) -> Iterator[Frame]:
        return self._frames

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._frames = chain()
        self._container.close()

    @cached_property
    def digest(self) -> str:
        """Sha256 of the file."""
        return source_digest(self._path)

    def _frames_in_time(self) -> Iterator[Frame]:
        orientation: Orientation | None = None
        size: tuple[int, ...] | None = None
        base = self._stream.time_base or Fraction(1)
        ends_s: Fraction | None = None
        for index, picture in enumerate(self._pictures()):
            orientation = orientation or Orientation.of(picture)
            image = orientation.apply(np.ascontiguousarray(picture.to_ndarray(), np.uint8))
            size = size or image.shape
            given_s = None if picture.pts is None else picture.pts * base
            repaired = self._clock.repaired
            pts_s = self._clock.at(given_s)
            self._count(timestamps_repaired=self._clock.repaired - repaired)
            ends_s = None if given_s is None else given_s + (picture.duration or 0) * base
            self._count(frames_damaged=picture.is_corrupt, frames_resized=image.shape != size)
            yield Frame(image, pts_s, index)
        if ends_s is not None and not self._clock.repaired:
            self.damage = self.damage or self._cut(ends_s)

    def _pictures(self) -> Iterator[VideoFrame]:
        """Decode to BGR; the last packet, None, makes the decoder give what it holds back."""
        for packet in chain(self._packets(), (None,)):
            try:
                for picture in self._stream.decode(packet):
                    yield self._reformatter.reformat(picture, format="bgr24", threads=1)
            except av.FFmpegError:
                self._count(packets_undecodable=True)

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        started = broken = False
        try:
            for packet in self._container.demux(self._stream):
                if packet.size:
                    broken = packet.is_corrupt
                    started = started or (packet.is_keyframe and not broken)
                    if started and not broken:
                        yield packet
                    else:
                        self._count(packets_corrupt=broken, packets_before_key_frame=not broken)
            if broken:
                self.damage = "the file breaks off within a packet"
        except av.FFmpegError as error:
            self.damage = f"reading stopped before the end of the file ({error.strerror})"

    def _count(self, **kinds: int) -> None:
        self.irregularities.update({kind: int(n) for kind, n in kinds.items() if n})

    def _cut(self, ends_s: Fraction) -> str | None:
        starts_s = (self._stream.start_time or 0) * (self._stream.time_base or Fraction(1))
        seen_s = float(ends_s - starts_s)
        if self.duration_s is None or seen_s > self.duration_s - CUT_S:
            return None
        return f"the file declares {self.duration_s:.2f} s of video, and its frames end at {seen_s:.2f} s"


def _open_container(path: Path) -> InputContainer:
    try:
        if path.stat().st_size == 0:
            raise SourceError(f"{path}: the file is empty; expected a video")
        container = av.open(str(path.resolve()), "r", options={"protocol_whitelist": "file"})
    except av.FFmpegError as error:
        raise SourceError(f"{path}: not a video that can be read ({error.strerror})") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
    name = container.format.name
    if name in {"tty", "image2"} or name.endswith("_pipe"):
        container.close()
        raise SourceError(f"{path}: expected a video, found {'a text' if name == 'tty' else 'a single image'}")
    return container


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    streams = [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]
    best = container.streams.best("video")
    stream = best if best in streams else next(iter(streams), None)
    if not isinstance(stream, VideoStream):
        kinds = ", ".join(sorted({stream.type for stream in container.streams if stream.type != "video"})) or "a cover"
        raise SourceError(f"{path}: has no video stream, only {kinds}")
    if stream.codec_context is None:
        raise SourceError(f"{path}: its kind of video cannot be decoded here")
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > MAX_PIXELS:
        raise SourceError(f"{path}: {width} x {height} pixels; expected at most {MAX_PIXELS} in all")
    return stream


def _declared_s(container: InputContainer, stream: VideoStream) -> float | None:
    """Duration of the video; that of the whole file only where the video is alone in it."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if container.duration and len(container.streams) == 1:
        return container.duration / av.time_base
    return None
