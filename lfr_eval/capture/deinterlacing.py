"""Pictures that are woven from two moments become pictures of one (FFmpeg's bwdif)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

import av
from av.filter import Graph
from av.video.frame import VideoFrame

from lfr_eval.capture.combing import Combing, FieldOrder


@dataclass(frozen=True, slots=True)
class Decoded:
    """One picture as the decoder gave it, and what its file says of it."""

    picture: VideoFrame
    given_s: Fraction | None
    """When it is to be shown."""
    lasts_s: Fraction | None
    """For how long."""
    pixel_aspect: Fraction | None
    """Width of a pixel over its height."""
    woven: bool
    """It says that its lines are of two moments."""
    deinterlaced: bool = False


class Deinterlacer:
    """Takes pictures in their order and gives each of them once, whole.

    Progressive pictures are handed on as they are, at once. From the first one on that says that it is interlaced, or
    in which it is seen, each goes through the filter, which keeps one picture back, and which leaves those alone that
    say that they are progressive, unless combs are seen.
    """

    def __init__(self) -> None:
        self._combing = Combing()
        self._woven: FieldOrder | None = None
        self._filter: _Filter | None = None

    def whole(self, decoded: Iterator[Decoded]) -> Iterator[Decoded]:
        """The pictures without combs."""
        for one in decoded:
            yield from self._take(one)
        if self._filter:
            yield from self._filter.end()

    def _take(self, one: Decoded) -> Iterator[Decoded]:
        if self._woven is None and not one.woven:
            self._woven = self._combing.order(one.picture)
        kind = (one.picture.width, one.picture.height, one.picture.format.name, self._woven)
        if self._filter and self._filter.kind != kind:
            yield from self._filter.end()
            self._filter = _Filter(one.picture, self._woven)
        if self._filter is None and (one.woven or self._woven):
            self._filter = _Filter(one.picture, self._woven)
        if self._filter is None:
            yield one
        else:
            yield from self._filter.take(one)


class _Filter:
    """bwdif for pictures of one kind: a picture in, the one before it out."""

    def __init__(self, like: VideoFrame, woven: FieldOrder | None) -> None:
        self.kind = (like.width, like.height, like.format.name, woven)
        self._woven = woven is not None
        self._waiting = deque[Decoded]()
        self._graph = Graph()
        source = self._graph.add_buffer(
            width=like.width, height=like.height, format=like.format, time_base=like.time_base or Fraction(1, 1000)
        )
        how = f"parity={woven}:deint=all" if woven else "parity=auto:deint=interlaced"
        bwdif = self._graph.add("bwdif", f"mode=send_frame:{how}")
        self._graph.link_nodes(source, bwdif, self._graph.add("buffersink")).configure()

    def take(self, one: Decoded) -> Iterator[Decoded]:
        self._waiting.append(one)
        self._graph.vpush(one.picture)
        return self._ready()

    def end(self) -> Iterator[Decoded]:
        """What it holds back; one picture alone has no other to be compared with, and is given as it is."""
        with suppress(av.EOFError):
            self._graph.vpush(None)
        yield from chain(self._ready(), self._waiting)
        self._waiting.clear()

    def _ready(self) -> Iterator[Decoded]:
        with suppress(av.BlockingIOError, av.EOFError):
            while self._waiting:
                picture = self._graph.vpull()
                one = self._waiting.popleft()
                yield replace(one, picture=picture, deinterlaced=self._woven or one.woven)
