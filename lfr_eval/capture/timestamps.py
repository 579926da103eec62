"""Presentation times that never stand still or go back, whatever a file says."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import islice, pairwise
from typing import Generic, TypeVar

T = TypeVar("T")

WILD_S = Fraction(1)
"""A time is looked at closely that is ahead of, or behind, the frame before it by more than this."""
SLIP_S = Fraction(1, 1000)
"""How long after the frame before it a frame is put whose time slipped back or stands still."""
LONE_S, LONE_STEPS = Fraction(60), 10
"""The first or the last frame is out of line if it is alone beyond so long a time, and so many nominal steps."""
USUAL_STEPS = Fraction(3, 2)
"""A frame that comes within so many nominal steps is in its place."""
LOOK = 8
"""Frames that are looked at beyond one whose time is in doubt: so many wild times may follow one another."""


class PresentationClock(Generic[T]):
    """Turns the times that a file gives its frames into seconds since the first of them.

    Times that go on pass unchanged but for their zero, however uneven. A frame is out of line where the frames after it
    go on from the one before it: it is put between them; and so is the first or the last one that stands alone beyond
    a long time without any. A missing time follows the frame before by the nominal step.
    Where the times that follow stay behind (files joined together, a clock that was set back) the count goes on from
    the nominal step, which is counted in `restarts`; where they stay ahead, they are what they are. Every other frame
    whose time had to be made up is counted in `repaired`.

    Args:
        step_s: Nominal time from frame to frame.
        wraps_s: After this long the clock of the file begins again: one that is set back reads as far ahead.
    """

    def __init__(self, step_s: Fraction, wraps_s: Fraction | None = None) -> None:
        self._longest_s = None if wraps_s is None else wraps_s / 2
        self.repaired = 0
        self.restarts = 0
        self._step_s = step_s
        self._lone_s = max(LONE_S, LONE_STEPS * step_s)
        self._zero_s: Fraction | None = None
        self._last_s: Fraction | None = None

    def follow(self, items: Iterable[T], given_s: Callable[[T], Fraction | None]) -> Iterator[tuple[T, float]]:
        """Time frames in their order; those beyond one whose time is in doubt are taken ahead.

        Args:
            items: The frames.
            given_s: What the file gives one, or None.
        """
        frames = _Ahead(items)
        for item in frames:
            yield item, float(self._at(given_s(item), map(given_s, frames.peek())))

    def _at(self, given_s: Fraction | None, following: Iterator[Fraction | None]) -> Fraction:
        if self._last_s is None:
            self._begin(given_s, following)
            return Fraction(0)
        if given_s is None:
            self._put(self._last_s + self._step_s)
        elif self._zero_s is None:
            self._restart(given_s)
        else:
            zero_s = self._zero_s
            self._place(self._last_s, given_s - zero_s, (None if one is None else one - zero_s for one in following))
        return self._last_s

    def _begin(self, given_s: Fraction | None, following: Iterator[Fraction | None]) -> None:
        """Put the first frame at zero; one alone before a long time without any goes before the frames that follow."""
        self._zero_s, self._last_s = given_s, Fraction(0)
        coming = list(following)
        steps = [None if one is None or other is None else other - one for one, other in pairwise([given_s, *coming])]
        if len(steps) == LOOK and all(step is not None and step > 0 for step in steps):
            first, *others = [step for step in steps if step is not None]
            if first > self._lone_s and max(others) < self._lone_s:
                self._zero_s = (coming[0] or 0) - self._step_s
                given_s = None
        self.repaired += given_s is None

    def _place(self, last_s: Fraction, sound_s: Fraction, following: Iterator[Fraction | None]) -> None:
        """Find the place of a frame to which the file gives a time."""
        if sound_s > last_s:
            onward_s, coming = None, list(following) if sound_s - last_s > USUAL_STEPS * self._step_s else []
            if coming:
                onward_s = self._line_below(last_s, sound_s, iter(coming))
            if not coming and sound_s - last_s > self._lone_s:
                self._put(last_s + self._step_s)
            elif onward_s is not None:
                self._put(min(last_s + self._step_s, (last_s + onward_s) / 2))
            elif self._longest_s is not None and sound_s - last_s > self._longest_s:
                self._restart(sound_s + (self._zero_s or 0))
            else:
                self._last_s = sound_s
            return
        onward_s = next((one for one in following if one is not None and one > last_s), None)
        if onward_s is None:
            self._restart(sound_s + (self._zero_s or 0))
        elif last_s - sound_s <= WILD_S:
            self._put(last_s + SLIP_S)
        else:
            self._put(min(last_s + self._step_s, (last_s + onward_s) / 2))

    def _line_below(self, last_s: Fraction, sound_s: Fraction, following: Iterator[Fraction | None]) -> Fraction | None:
        """Where the frames go on from `last_s` without one that is ahead of them; None where they go on from it."""
        for one in following:
            if one is not None and one < sound_s and (one > last_s or last_s - one <= WILD_S):
                return one if one > last_s else None
            if sound_s - last_s <= WILD_S:
                return None
        return None

    def _put(self, place_s: Fraction) -> None:
        self.repaired += 1
        self._last_s = place_s

    def _restart(self, given_s: Fraction) -> None:
        place_s = (self._last_s or 0) + self._step_s
        if self._zero_s is None:
            self._put(place_s)
        else:
            self.restarts += 1
        self._zero_s, self._last_s = given_s - place_s, place_s


class _Ahead(Generic[T]):
    """The items in their order, and those that come after the one at hand as far as somebody asks."""

    def __init__(self, items: Iterable[T]) -> None:
        self._coming = iter(items)
        self._held = deque[T]()

    def __iter__(self) -> Iterator[T]:
        while self._hold(1):
            yield self._held.popleft()

    def peek(self) -> Iterator[T]:
        """The next items, `LOOK` at most."""
        for count in range(1, LOOK + 1):
            if not self._hold(count):
                return
            yield self._held[count - 1]

    def _hold(self, count: int) -> bool:
        if len(self._held) < count:
            self._held.extend(islice(self._coming, 1))
        return len(self._held) >= count
