"""A trial that is read as it goes, and the rule by which it stops (METHODOLOGY 2.6)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from lfr_eval.core.arrays import BoolArray, IntArray
from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.sequential import FREQUENT, Mixture, log_martingale, rate_sequence


class Standing(StrEnum):
    """How a trial stands to what it is to show."""

    OPEN = "open"
    """It goes on."""
    SHOWN = "shown"
    EXCLUDED = "excluded"
    """The rate is shown to lie below the limit."""
    NOT_SHOWN = "not shown"
    """Neither, after the most trials."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a trial came to when somebody looked, or when it had stopped."""

    standing: Standing
    k: int
    n: int
    low: float
    """Ends of `rate_sequence`."""
    high: float

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StoppingRule:
    """When a trial stops: when a rate of at least so much is shown, when it is excluded, or after the most trials.

    It is wrong, whenever anybody looks, with a chance of at most 1 - confidence: see `rate_sequence`.
    """

    at_least: float = 0.85
    """The rate that is to be shown, in (0, 1)."""
    most: int = 150
    """Trials after which it stops in any case."""
    confidence: float = 0.95
    """How sure it is whenever anybody looks."""
    mixture: Mixture = FREQUENT
    """Where rates are looked for."""

    def __post_init__(self) -> None:
        if not (0 < self.at_least < 1 and self.most >= 1):
            raise ValueError(
                f"rule: expected a share in (0, 1) and at least 1 trial, got {self.at_least:g} and {self.most}"
            )

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    def look(self, outcomes: Sequence[bool]) -> Look:
        """How a trial with these outcomes stands, in their order; what came after it had stopped is left out."""
        k = np.cumsum(np.asarray(outcomes[: self.most], np.int64))
        n = np.arange(1, len(k) + 1)
        stops = np.flatnonzero(self._speaks(k, n))
        if len(stops):
            events, trials = int(k[stops[0]]), int(n[stops[0]])
            standing = Standing.SHOWN if events > trials * self.at_least else Standing.EXCLUDED
        else:
            events, trials = int(k[-1]) if len(k) else 0, len(k)
            standing = Standing.NOT_SHOWN if trials == self.most else Standing.OPEN
        return Look(standing, events, trials, *rate_sequence(events, trials, self.mixture, self.confidence))

    def course(self, rate: float) -> Course:
        """What comes of such trials if every one has the event with this probability; exact, by recursion."""
        shown, excluded = self._bounds()
        still = np.zeros(self.most + 1)
        still[0] = 1.0
        ended = np.zeros((2, self.most))
        for n in range(self.most):
            still[1 : n + 2] = still[1 : n + 2] * (1 - rate) + still[: n + 1] * rate
            still[0] *= 1 - rate
            for place, out in enumerate((still[shown[n] : n + 2], still[: excluded[n] + 1])):
                ended[place, n] = out.sum()
                out[:] = 0
        return Course(*ended.cumsum(axis=1))

    def _speaks(self, k: IntArray, n: IntArray) -> BoolArray:
        """Whether k of n lie so far from the limit that the trial stops."""
        return np.asarray(log_martingale(k, n, self.at_least, self.mixture) >= -math.log1p(-self.confidence), bool)

    def _bounds(self) -> tuple[IntArray, IntArray]:
        """(most,) the fewest events that show the limit after 1, 2, … trials, and the most that exclude it (or -1)."""
        n = np.arange(1, self.most + 1)
        shown = _least(lambda k: self._speaks(k, n), np.floor(n * self.at_least).astype(np.int64), n + 1)
        missed = _least(lambda k: self._speaks(n - k, n), np.floor(n * (1 - self.at_least)).astype(np.int64), n + 1)
        return shown, n - missed


USUAL_RULE = StoppingRule()


@dataclass(frozen=True, slots=True)
class Course:
    """How many trials under a rule have come to an end: shares, as arrays of length `most`."""

    shown: Numbers
    """(m,) after 1, 2, … trials, the limit was shown."""
    excluded: Numbers
    """(m,) likewise, excluded."""

    def trials_until_shown(self, share: float) -> int | None:
        """After how many trials so many have shown the limit; None = not within the most."""
        return None if self.shown[-1] < share else int(np.searchsorted(self.shown, share)) + 1


def _least(holds: Callable[[IntArray], BoolArray], above: IntArray, at_most: IntArray) -> IntArray:
    """For each place the least number above one for which something holds; if for none, the greatest."""
    while (at_most - above > 1).any():
        middle = (above + at_most) // 2
        met = holds(middle)
        inside = at_most - above > 1
        at_most, above = np.where(inside & met, middle, at_most), np.where(inside & ~met, middle, above)
    return at_most
