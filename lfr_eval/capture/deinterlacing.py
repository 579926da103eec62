"""Pictures that are woven from two moments become pictures of one (FFmpeg's bwdif)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from av.video.frame import VideoFrame

from lfr_eval.capture.combing import Combing, FieldOrder
from lfr_eval.capture.decoded import Decoded
from lfr_eval.capture.filtering import PictureFilter, kind_of


class Deinterlacer:
    """Takes pictures in their order and gives each of them once, whole.

    Progressive pictures are handed on as they are. From the first one on that says that it is interlaced, or in which
    it is seen, each goes through the filter, which keeps one picture back, and which leaves those alone that say that
    they are progressive, unless combs are seen.

    Args:
        most_held: So many pictures at most wait while it is in doubt whether they have combs.
    """

    def __init__(self, most_held: int) -> None:
        self._combing = Combing()
        self._most_held = most_held
        self._held = deque[Decoded]()
        self._woven: FieldOrder | None = None
        self._filter: _Filter | None = None

    def whole(self, decoded: Iterator[Decoded]) -> Iterator[Decoded]:
        """The pictures without combs."""
        for one in decoded:
            self._held.append(one)
            if self._woven is None and not one.woven:
                self._woven = self._combing.order(one.picture)
            in_doubt = self._woven is None and not one.woven and self._combing.in_doubt
            while len(self._held) > (self._most_held if in_doubt else 0):
                yield from self._give(self._held.popleft())
        for one in self._held:
            yield from self._give(one)
        if self._filter:
            yield from self._filter.end()

    def _give(self, one: Decoded) -> Iterator[Decoded]:
        kind = (*kind_of(one.picture), self._woven)
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
        self.kind = (*kind_of(like), woven)
        self._woven = woven is not None
        self._waiting = deque[Decoded]()
        how = f"parity={woven}:deint=all" if woven else "parity=auto:deint=interlaced"
        self._bwdif = PictureFilter(like, "bwdif", f"mode=send_frame:{how}")

    def take(self, one: Decoded) -> Iterator[Decoded]:
        self._waiting.append(one)
        self._bwdif.push(one.picture)
        return self._ready()

    def end(self) -> Iterator[Decoded]:
        """What it holds back; one picture alone has no other to be compared with, and is given as it is."""
        self._bwdif.push(None)
        yield from chain(self._ready(), self._waiting)
        self._waiting.clear()

    def _ready(self) -> Iterator[Decoded]:
        while self._waiting and (picture := self._bwdif.pull()):
            one = self._waiting.popleft()
            yield replace(one, picture=picture, deinterlaced=self._woven or one.woven)
