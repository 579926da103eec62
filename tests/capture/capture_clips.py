"""Small clips with known frames and times, and ways to break them."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.audio.frame import AudioFrame
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame

MS = Fraction(1, 1000)
TEXTURE = cv2.resize(np.random.default_rng(7).integers(0, 255, (12, 16, 3), dtype=np.uint8), (64, 48))


def picture(index: int, size: tuple[int, int] = (64, 48)) -> np.ndarray:
    """A texture that moves by 3 px a frame, so that no encoder takes a frame for a new scene."""
    return cv2.resize(np.roll(TEXTURE, 3 * index, axis=1), size, interpolation=cv2.INTER_NEAREST)


def woven(index: int, size: tuple[int, int] = (64, 48), lower_first: bool = False) -> np.ndarray:
    """Two fields of the texture, half a frame apart, in one picture."""
    frame = picture(2 * index + lower_first, size)
    frame[1::2] = picture(2 * index + (not lower_first), size)[1::2]
    return frame


def combs(image: np.ndarray) -> float:
    """How much lines differ from the ones around them, against the lines two away."""
    grey = image.astype(int).mean(axis=2)
    return float(np.abs(grey[1:-1] - (grey[:-2] + grey[2:]) / 2).mean() / np.abs(grey[2:] - grey[:-2]).mean())


def noise(index: int) -> np.ndarray:
    """64 × 48 px that cost an encoder the most bytes."""
    return np.random.default_rng(index).integers(0, 255, (48, 64, 3), dtype=np.uint8)


def write_clip(
    path: Path,
    times_ms: Iterable[int],
    *,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    options: dict[str, str] | None = None,
    matrix: Sequence[int] | None = None,
    audio_s: float = 0,
    images: Callable[[int], np.ndarray] | None = None,
    time_base: Fraction = MS,
    rate: int = 25,
    pixel_aspect: Fraction | None = None,
) -> Path:
    """Write frames at the given times (in `time_base`) and as much silence as asked for."""
    with av.open(str(path), "w", options={"movflags": "faststart"} if path.suffix == ".mp4" else {}) as out:
        stream = out.add_stream(codec, rate=rate, options={"sc_threshold": "0", "bf": "0"} | (options or {}))
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        stream.codec_context.time_base = time_base
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if matrix:
            stream.set_display_matrix(matrix)
        sound = out.add_stream("aac", rate=16000, layout="mono") if audio_s else None
        for index, at in enumerate(times_ms):
            image = images(index) if images else picture(index, size)
            frame = VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = at, time_base
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
        if sound:
            mux_silence(out, sound, audio_s)
    return path


def mux_silence(out, sound, seconds: float) -> None:
    for start in range(0, int(seconds * 16000), 1024):
        silence = AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        silence.sample_rate, silence.pts = 16000, start
        out.mux(sound.encode(silence))
    out.mux(sound.encode())


def write_sound(path: Path, seconds: float, cover: bool = False) -> None:
    """Silence, on request with a cover picture, which a player shows but does not play."""
    with av.open(str(path), "w", format="mp4") as out:
        sound = out.add_stream("aac", rate=16000, layout="mono")
        if cover:
            front = out.add_stream("mjpeg", rate=1)
            front.width, front.height, front.pix_fmt = 64, 48, "yuvj420p"
            front.disposition = Disposition.attached_pic
            frame = VideoFrame.from_ndarray(picture(0), format="bgr24")
            frame.pts = 0
            out.mux([*front.encode(frame), *front.encode()])
        mux_silence(out, sound, seconds)


def remux(source: Path, target: Path, keep: Callable[[int, Packet], bool]) -> Path:
    """Copy the packets that `keep` says yes to, without decoding."""
    with av.open(str(source)) as given, av.open(str(target), "w") as out:
        stream = given.streams.video[0]
        copy = out.add_stream_from_template(stream)
        for index, packet in enumerate(packet for packet in given.demux(stream) if packet.dts is not None):
            if keep(index, packet):
                packet.stream = copy
                out.mux_one(packet)
    return target
