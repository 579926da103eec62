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
from av.packet import Packet
from av.video.stream import VideoStream

from lfr_eval.capture.container import USUAL_FPS, choose_stream, declared_s, open_container
from lfr_eval.capture.decoded import Decoded
from lfr_eval.capture.digest import source_digest
from lfr_eval.capture.presentation import Presentation
from lfr_eval.capture.timestamps import PresentationClock
from lfr_eval.capture.transport import CutPictures
from lfr_eval.core.errors import SourceError
from lfr_eval.core.faces import Frame
from lfr_eval.core.footage_phrases import irregularity
from lfr_eval.core.streams import RateSource

CUT_S = 0.5
"""A file whose pictures end this long before the end that it declares has been cut off."""
UNMEASURED = ("mpegts", "mpeg")
"""Streams that do not say how long they are: FFmpeg subtracts their first time from their last one."""
TS_WRAPS_S = Fraction(2**33, 90_000)
"""A transport stream counts 33 bits at 90 kHz."""
MOST_FPS = 240
"""A bare stream that states more has stated the unit of its clock instead."""


class VideoSource:
    """The presented frames of one video stream of a file, decoded once, in order, in bounded memory.

    Packets before the first key frame, cut-off packets and packets that the decoder refuses are left out and counted;
    frames that the decoder patched up are kept and counted. What was read before damage is kept, and `damage` names it.

    Args:
        path: The file.
        source_id: The name of the source.
        fps: Frames per second of a stream that gives its frames no times; None: as the stream says.
        stream: Number of the video stream to watch; None: the one that a player would show.

    Raises:
        SourceError: The file is empty, not a video, has no such video stream, not one frame that can be decoded, or
            times of its own although `fps` is given.
    """

    live = False
    frames_dropped = 0
    zero_utc = None

    def __init__(self, path: Path, *, source_id: str, fps: float | None = None, stream: int | None = None) -> None:
        self.source_id = source_id
        self.irregularities: Counter[str] = Counter()
        self.damage: str | None = None
        self._path = path
        self._asked = None if fps is None else Fraction(fps).limit_denominator(1001 * 60)
        self._container = open_container(path)
        try:
            self._stream, self.streams = choose_stream(path, self._container, stream)
            self._start()
        except BaseException:
            self._container.close()
            raise

    def _start(self) -> None:
        stream = self._stream
        stream.thread_type = "NONE"  # with threads, how a decoder patches up damage differs from time to time
        self._transport = self._container.format.name == "mpegts"
        self.frames_expected = stream.frames or None
        self._declared_s = declared_s(self._container, stream)
        self.duration_s = None if self._container.format.name in UNMEASURED else self._declared_s
        self._presentation = Presentation(stream, lambda kind: self.irregularities.update((kind,)))
        pictures = self._presentation.pictures(self._packets())
        first = next(pictures, None)
        if first is None:
            told = ", ".join(irregularity(kind, n) for kind, n in self.irregularities.items())
            reason = self.damage or told or "no packets"
            raise SourceError(f"{self._path}: not one frame of the video can be decoded ({reason})")
        self.rate, rate, step_s = self._pace(first)
        self.nominal_fps = float(rate)
        self._clock = PresentationClock[Decoded](step_s, TS_WRAPS_S if self._transport else None)
        frames = self._frames_in_time(chain((first,), pictures))
        start = next(frames)
        self.size_px, self.stored_px = (start.image.shape[1], start.image.shape[0]), self._presentation.stored_px
        self._frames = chain((start,), frames)

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

    def _pace(self, first: Decoded) -> tuple[RateSource, Fraction, Fraction]:
        """Who says the rate, the rate, and the nominal time from frame to frame."""
        stream = self._stream
        if first.given_s is not None and self._asked is not None:
            raise SourceError(f"{self._path}: its frames have times of their own; leave --fps out")
        if first.given_s is None:  # a bare stream: what its container seems to say is FFmpeg's guess of 25
            said: Fraction | None = stream.codec_context.framerate
            said = said if said and said <= MOST_FPS else None
            rate = self._asked or said or USUAL_FPS
            return ("asked" if self._asked else "stated" if said else "assumed"), rate, 1 / rate
        average, base = stream.average_rate or stream.guessed_rate, stream.guessed_rate or stream.average_rate
        return ("stated" if average else "assumed"), average or USUAL_FPS, 1 / (base or USUAL_FPS)

    def _frames_in_time(self, pictures: Iterator[Decoded]) -> Iterator[Frame]:
        size: tuple[int, ...] | None = None
        ends_s: Fraction | None = None
        for index, (one, pts_s) in enumerate(self._clock.follow(pictures, lambda each: each.given_s)):
            image = self._presentation.image(one)
            size = size or image.shape
            self._count(frames_damaged=one.picture.is_corrupt, frames_resized=image.shape != size)
            ends_s = None if one.given_s is None else one.given_s + (one.lasts_s or 0)
            self._state_times()
            yield Frame(image, pts_s, index, None if one.lasts_s is None else float(one.lasts_s))
        if ends_s is not None and not (self._clock.repaired or self._clock.restarts):
            self.damage = self.damage or self._cut(ends_s)

    def _state_times(self) -> None:
        stated = {"timestamps_repaired": self._clock.repaired, "time_restarts": self._clock.restarts}
        self.irregularities.update({kind: n - self.irregularities[kind] for kind, n in stated.items() if n})

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        started = broken = False
        cut = CutPictures(self._path) if self._transport else None
        try:
            for packet in self._container.demux(self._stream):
                if packet.size:
                    broken = packet.is_corrupt
                    lacking = cut(packet.pos, broken) if cut else broken
                    started = started or (packet.is_keyframe and not lacking)
                    if started and not lacking:
                        yield packet
                    else:
                        self._count(packets_corrupt=lacking, packets_before_key_frame=not lacking)
            if broken:
                self.damage = "the file breaks off within a packet"
        except av.FFmpegError as error:
            self.damage = f"reading stopped before the end of the file ({error.strerror})"

    def _count(self, **kinds: int) -> None:
        self.irregularities.update({kind: int(n) for kind, n in kinds.items() if n})

    def _cut(self, ends_s: Fraction) -> str | None:
        starts_s = (self._stream.start_time or 0) * (self._stream.time_base or Fraction(1))
        seen_s = float(ends_s - starts_s)
        if self._declared_s is None or seen_s > self._declared_s - CUT_S:
            return None
        return f"the file declares {self._declared_s:.2f} s of video, and its frames end at {seen_s:.2f} s"
