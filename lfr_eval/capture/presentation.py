"""From the packets of a stream to pictures as they are meant to be seen: whole, in square pixels, the right way up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain
from time import monotonic

import av
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from lfr_eval.capture.decoded import Decoded
from lfr_eval.capture.deinterlacing import Deinterlacer
from lfr_eval.capture.fields import Fields
from lfr_eval.capture.orientation import Orientation
from lfr_eval.capture.pixels import shown_size
from lfr_eval.core.arrays import Image

MOST_HELD = 8
"""Pictures that may wait until it is told whether they have combs; of a live stream none does."""


class Presentation:
    """Decodes one video stream and presents its pictures.

    Args:
        stream: The stream.
        count: Told of every picture that was not as it should be, by kind.
        live: No picture may wait for others.
    """

    def __init__(self, stream: VideoStream, count: Callable[[str], None], *, live: bool = False) -> None:
        self.stored_px: tuple[int, int] = (0, 0)
        self._stream = stream
        self._count = count
        self._said = stream.sample_aspect_ratio
        self._first: Fraction | None = None
        self._aspects: dict[int, Fraction | None] = {}
        self._fields = Fields() if stream.codec_context.name == "hevc" else None
        self._deinterlacer = Deinterlacer(0 if live else MOST_HELD)
        self._reformatter = VideoReformatter()
        self._orientation: Orientation | None = None

    def pictures(self, packets: Iterable[Packet[VideoStream]]) -> Iterator[Decoded]:
        """Decode, without combs; a packet that the decoder refuses is counted."""
        return self._deinterlacer.whole(self._decode(packets))

    def image(self, one: Decoded) -> Image:
        """(H, W, 3) uint8 BGR, as a player shows it."""
        picture = one.picture
        self.stored_px = self.stored_px if any(self.stored_px) else (picture.width, picture.height)
        size = shown_size(picture.width, picture.height, one.pixel_aspect)
        if size is None:
            self._count("pixel_shape_ignored")
        if one.deinterlaced:
            self._count("frames_deinterlaced")
        if one.of_field:
            self._count("frames_of_one_field")
        width, height = size or (picture.width, picture.height)
        shown = self._reformatter.reformat(picture, width=width, height=height, format="bgr24", threads=1)
        self._orientation = self._orientation or Orientation.of(picture)
        return self._orientation.apply(_pixels(shown))

    def _decode(self, packets: Iterable[Packet[VideoStream]]) -> Iterator[Decoded]:
        """Decode; the last packet, None, makes the decoder give what it holds back."""
        for packet in chain(packets, (None,)):
            try:
                pictures = self._stream.decode(packet)
            except av.FFmpegError:
                self._count("packets_undecodable")
                continue
            if packet is not None and packet.pts is not None:
                self._aspects[packet.pts] = self._stream.codec_context.sample_aspect_ratio
            yield from map(self._described, pictures)

    def _described(self, picture: VideoFrame) -> Decoded:
        base = self._stream.time_base or Fraction(1)
        one = Decoded(
            picture,
            given_s=None if picture.pts is None else picture.pts * base,
            lasts_s=picture.duration * base if picture.duration else None,
            pixel_aspect=self._aspect(picture),
            woven=picture.interlaced_frame,
            decoded_s=monotonic(),
        )
        return self._fields.frame(one) if self._fields and one.woven else one

    def _aspect(self, picture: VideoFrame) -> Fraction | None:
        """Of its pixels, by the container, and where that changes on the way, by the stream itself."""
        now = self._stream.codec_context.sample_aspect_ratio
        own = now if picture.pts is None else self._aspects.pop(picture.pts, now)
        self._first = self._first or own
        return self._said if own == self._first else own


def _pixels(shown: VideoFrame) -> Image:
    """The pixels of a picture in bgr24, without a copy where its lines follow one another without a gap."""
    plane = shown.planes[0]
    lines: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return np.ascontiguousarray(lines[: shown.height, : 3 * shown.width]).reshape(shown.height, shown.width, 3)
