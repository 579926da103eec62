"""A network camera as a live source of frames (PyAV), which is asked again when its stream drops."""

from __future__ import annotations

import ssl
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain

import av
from av.container import InputContainer

from lfr_eval.capture.container import BOUNDED
from lfr_eval.capture.presentation import Presentation
from lfr_eval.capture.relay import Relay
from lfr_eval.capture.stream import Stream
from lfr_eval.core.arrays import Image
from lfr_eval.core.errors import SourceError
from lfr_eval.core.faces import Frame

ADDRESS = r"rtsps?://"
ANSWER_S = 10.0
"""How long a camera may be silent: longer, and it is out of reach, or has ended."""
AGAIN_S = 0.5
"""Pause before a camera is asked again."""
USUAL_FPS = 25.0
"""Assumed where a camera does not say its rate."""
OPTIONS = {"rtsp_transport": "tcp", "protocol_whitelist": "tcp", "format_whitelist": "rtsp"}
"""Over TCP no picture arrives in parts; nothing else than RTSP is spoken with a camera."""


class NetworkCamera(Stream):
    """Frames of a network camera in real time, until it is closed or stays silent.

    Presentation times are those of the monotonic clock when a picture was decoded here, less that of the first one.
    Pictures that are not taken queue up on the way; `LiveSource` takes each as it comes.

    Args:
        address: ``rtsp://`` or ``rtsps://``, with user and password where it needs them; never kept or shown.
        source_id: The name of the source.
        answer_s: See `ANSWER_S`.

    Raises:
        SourceError: It is out of reach, or gives no picture.
    """

    def __init__(self, address: str, *, source_id: str, answer_s: float = ANSWER_S) -> None:
        super().__init__(source_id)
        self._address, self._answer_s = address, answer_s
        stream = self._connect()
        rate = stream.streams.video[0].average_rate
        self.nominal_fps = float(rate or USUAL_FPS)
        self.rate = "stated" if rate else "assumed"
        self._images = self._read(stream)
        first = next(self._images, None)
        if first is None:
            raise SourceError(f"{source_id}: the network camera gives no picture")
        image, self._zero_s = first
        self.zero_utc = datetime.now(UTC) - timedelta(seconds=time.monotonic() - self._zero_s)
        self.size_px = (image.shape[1], image.shape[0])
        self._frames = self._timed(first)

    def __iter__(self) -> Iterator[Frame]:
        return self._frames

    def __exit__(self, *_: object) -> None:
        self._frames.close()
        self._images.close()

    def _timed(self, first: tuple[Image, float]) -> Generator[Frame]:
        for index, (image, decoded_s) in enumerate(chain((first,), self._images)):
            frame = Frame(image, decoded_s - self._zero_s, index, captured_s=decoded_s)
            yield frame
        self.damage = f"{self.source_id}: the network camera gave no more pictures after {frame.pts_s:.1f} s"

    def _read(self, stream: InputContainer) -> Generator[tuple[Image, float]]:
        """Pictures, and when each was decoded by the monotonic clock."""
        while True:
            with stream, suppress(av.FFmpegError, OSError):
                video = stream.streams.video[0]
                shown = Presentation(video, lambda kind: self.irregularities.update((kind,)), live=True)
                for picture in shown.pictures(packet for packet in stream.demux(video) if packet.size):
                    image = shown.image(picture)
                    self.stored_px = shown.stored_px
                    yield image, picture.decoded_s
            again = self._connect_again()
            if again is None:
                return
            self.irregularities["reconnected"] += 1
            stream = again

    def _connect_again(self) -> InputContainer | None:
        """Ask for the stream that dropped until it comes; None where it does not come in time."""
        end_s = time.monotonic() + self._answer_s
        while time.monotonic() < end_s:
            with suppress(SourceError):
                return self._connect()
            time.sleep(AGAIN_S)
        return None

    def _connect(self) -> InputContainer:
        relay = None
        try:
            relay = Relay(self._address, self._answer_s)
            stream = av.open(relay.address, options=OPTIONS, timeout=self._answer_s)
        except (av.FFmpegError, OSError, ValueError) as error:
            if relay and relay.sent_on:
                raise SourceError(
                    f"{self.source_id}: the network camera sends on to another address, which is not followed; give "
                    "that address, if it is right"
                ) from None
            raise SourceError(f"{self.source_id}: the network camera cannot be reached ({_reason(error)})") from None
        if not stream.streams.video:
            stream.close()
            raise SourceError(f"{self.source_id}: the network camera sends no video")
        if (codec := stream.streams.video[0].codec_context) is None:
            stream.close()
            raise SourceError(f"{self.source_id}: the network camera's kind of video cannot be decoded here")
        codec.options = BOUNDED
        return stream


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "it does not speak TLS as this machine does"
    if isinstance(error, TimeoutError):
        return "it does not answer"
    return (getattr(error, "strerror", None) or "it is not an address").lower()
