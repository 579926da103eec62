"""One filter of FFmpeg for the pictures of a video."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import av
from av.filter import Graph
from av.video.frame import VideoFrame


def kind_of(picture: VideoFrame) -> tuple[int, int, str]:
    """What pictures must have in common to go through one filter: width, height, format of pixels."""
    return picture.width, picture.height, picture.format.name


class PictureFilter:
    """A filter for pictures of one kind.

    Args:
        like: One of them.
        name: Of the filter.
        arguments: As FFmpeg writes them.
    """

    def __init__(self, like: VideoFrame, name: str, arguments: str) -> None:
        self._graph = Graph()
        time_base = like.time_base or Fraction(1, 1000)
        source = self._graph.add_buffer(width=like.width, height=like.height, format=like.format, time_base=time_base)
        self._graph.link_nodes(source, self._graph.add(name, arguments), self._graph.add("buffersink")).configure()

    def push(self, picture: VideoFrame | None) -> None:
        """Put in the next picture; None = there is no other."""
        with suppress(av.EOFError):
            self._graph.vpush(picture)

    def pull(self) -> VideoFrame | None:
        """Take out the next picture; None where it keeps back what it has."""
        with suppress(av.BlockingIOError, av.EOFError):
            return self._graph.vpull()
        return None
