"""Presentation times that never stand still or go back, whatever a file says."""

from __future__ import annotations

from fractions import Fraction

RESTART_S = Fraction(1)
"""A time that goes back by more than this is a new count (files joined together), not a slip."""
SLIP_S = Fraction(1, 1000)
"""How long after the frame before it a frame is put whose time slipped back or stands still."""


class PresentationClock:
    """Turns the times that a file gives its frames into seconds since the first of them.

    Sound times pass unchanged but for their zero. A missing time follows the frame before it by the nominal step; one
    that slipped back or stands still follows by `SLIP_S`, so that later sound times keep their place; after a restart
    the count goes on from the nominal step. Each of these is counted in `repaired`.

    Args:
        step_s: Nominal time from frame to frame.
    """

    def __init__(self, step_s: Fraction) -> None:
        self.repaired = 0
        self._step_s = step_s
        self._zero_s: Fraction | None = None
        self._last_s: Fraction | None = None

    def at(self, given_s: Fraction | None) -> float:
        """Seconds since the first frame of the next frame, to which the file gives the time `given_s`."""
        if self._last_s is None:
            self.repaired += given_s is None
            self._zero_s, self._last_s = given_s, Fraction(0)
            return 0.0
        sound_s = None if given_s is None or self._zero_s is None else given_s - self._zero_s
        if sound_s is None or sound_s <= self._last_s:
            self.repaired += 1
            slipped = sound_s is not None and self._last_s - sound_s <= RESTART_S
            self._last_s += SLIP_S if slipped else self._step_s
            if given_s is not None and not slipped:
                self._zero_s = given_s - self._last_s
        else:
            self._last_s = sound_s
        return float(self._last_s)
