"""Opening a video file: what it is, which of its video streams is watched, and at what rate."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from lfr_eval.capture.images import MAX_PIXELS
from lfr_eval.core.errors import SourceError
from lfr_eval.core.given import open_file, require_file
from lfr_eval.core.kinds import ENOUGH_BYTES, kind_of_no_table
from lfr_eval.core.photographs import begins_as_image, is_text
from lfr_eval.core.streams import VideoStreams

_FORMATS = """
amv apng asf av1 avi avs2 avs3 dhav dirac dnxhd dv evc flic flv frm gif gxf h261 h263 h264 hevc ifv ivf kux live_flv
lvf lxf m4v matroska mjpeg mjpeg_2000 mov mpeg mpegts mpegvideo mpjpeg mxf nut obu ogg rm vc1 vc1test vvc wtv xmv
yuv4mpegpipe
"""
FORMATS = ",".join(_FORMATS.split())
"""Demuxers of FFmpeg that read video out of the very file: none follows a list to other files, or opens a device."""
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
BOUNDED = {"max_pixels": str(MAX_PIXELS)}
"""Options of a decoder: a stream whose pictures grow beyond this is not followed there."""
USUAL_FPS = Fraction(25)
"""Assumed where a file says nothing of its rate."""

PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"[Reference]", b"v=0")
"""How texts begin that only name other files: HLS, a list of FFmpeg, PLS, ASX, SDP."""
MANIFESTS = (b"<MPD", b"<SmoothStreamingMedia", b"<CompositionPlaylist", b"<playlist", b"<asx", b"<ASX", b"<smil")
"""The same as XML: DASH, Smooth Streaming, IMF, XSPF, ASX, SMIL."""
MARKED = 1024
"""So many bytes tell it."""
JOIN = "join them (ffmpeg -i PLAYLIST -c copy joined.mkv) and watch that"


def open_container(path: Path) -> InputContainer:
    """Open a video file, and nothing that it may point to.

    Raises:
        SourceError: The file is empty, no regular file, no video, or cannot be read.
    """
    try:
        require_file(path)
        if path.stat().st_size == 0:
            raise SourceError(f"{path}: the file is empty; expected a video")
        if _is_playlist(path):
            raise SourceError(f"{path}: expected a video, found a playlist, which only names other files; {JOIN}")
        return av.open(os.path.realpath(path), "r", options=OPTIONS)
    except av.FFmpegError as error:
        reason = _found(path) or error.strerror
        raise SourceError(f"{path}: not a video that can be read ({reason})") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error


def _found(path: Path) -> str | None:
    """What stands in place of a video, as far as it shows."""
    if begins_as_image(path):
        return "found a single image"
    with open_file(path) as file:
        start = file.read(ENOUGH_BYTES)
    kind = kind_of_no_table(start)
    if kind and not kind.picture:
        return f"found {kind.name}"
    return "found a text" if is_text(start) else None


def _is_playlist(path: Path) -> bool:
    """Whether a file only names others: its digest would stand for whatever lies there when it is opened again."""
    with path.open("rb") as file:
        start = file.read(MARKED).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(PLAYLISTS) or (start.startswith(b"<") and any(mark in start for mark in MANIFESTS))


def choose_stream(path: Path, container: InputContainer, asked: int | None) -> tuple[VideoStream, VideoStreams]:
    """The video stream to watch: the one that was asked for, else the one that a player would show.

    Raises:
        SourceError: There is none, or none that can be decoded.
    """
    streams = [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]
    numbers = tuple(stream.index for stream in streams)
    if asked is not None:
        if asked not in numbers:
            found = ", ".join(map(str, numbers)) or "none"
            raise SourceError(f"{path}: expected the number of a video stream (found: {found}), found {asked}")
        stream = streams[numbers.index(asked)]
    else:
        best = container.streams.best("video")
        stream = best if best in streams else next(iter(streams), None)  # type: ignore[assignment]
    if not isinstance(stream, VideoStream):
        kinds = ", ".join(sorted({stream.type for stream in container.streams if stream.type != "video"})) or "a cover"
        raise SourceError(f"{path}: has no video stream, only {kinds}")
    if stream.codec_context is None:
        raise SourceError(f"{path}: its kind of video cannot be decoded here")
    stream.codec_context.options = BOUNDED
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > MAX_PIXELS:
        raise SourceError(f"{path}: {width} x {height} pixels; expected at most {MAX_PIXELS} in all")
    return stream, VideoStreams(stream.index, numbers, tuple(map(_size, streams)))


def _size(stream: VideoStream) -> tuple[int, int]:
    context = stream.codec_context
    return (context.width, context.height) if context else (0, 0)


def declared_s(container: InputContainer, stream: VideoStream) -> float | None:
    """Duration of the video; that of the whole file only where the video is alone in it."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if container.duration and len(container.streams) == 1:
        return container.duration / av.time_base
    return None
