"""How many people, with so many passes each, a question takes: what `Tally` would make of them (METHODOLOGY 2.4).

How alike the passes of one person are is not known before a test, so it is guessed, as an intraclass correlation. The
chances of people are taken to be Beta distributed, so that their events are beta-binomial. Everything here is what is
typical; that the power is what it says: benchmarks/power.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.people import FEW
from lfr_eval.metrics.planning import design_effect

MOST_PEOPLE = 10**10
"""More people than there are; a question that takes more is refused."""
MOST_FOLDED = 10**5
SPREAD, UNSURE = 0.4, 0.25
"""What a plan allows for, so that it holds with a power of about 80 %: standard deviations by which the people with
most events have more than is typical; and, over the root of the people who carry the rarer outcome, the share of
effective trials that is lost because they show only roughly how alike passes are. Chosen by benchmarks/power.py."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A test that shows a limit with a stated power."""

    people: int
    passes: int
    events: int
    """So many may happen: more, and the limit is not shown."""
    power: float


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often each person passes, and how alike their passes are guessed to be."""

    each: int = 1
    """Passes of each person."""
    correlation: float = 0.0
    """Intraclass correlation, from 0 (like passes of strangers) to 1 (all the same)."""

    def __post_init__(self) -> None:
        if not (self.each >= 1 and 0 <= self.correlation <= 1):
            raise ValueError(
                f"passes: expected at least 1 each and a correlation in [0, 1], got {self.each} and {self.correlation}"
            )

    @property
    def design_effect(self) -> float:
        """How many times more passes are needed than if all were of different people."""
        return design_effect(self.each, self.correlation)

    def people_for(self, trials: float, rate: float, quantile: float) -> int:
        """The fewest people whose passes count as so many independent trials.

        Args:
            trials: What a question takes if all passes are of different people (`planning`).
            rate: The probability of the event in a pass.
            quantile: That of the interval which decides, in (0.5, 1).
        """
        return _least(lambda people: self.effective_trials(people, rate, quantile) >= trials)

    def people_to_show(self, limit: float, events: int) -> int:
        """The fewest people with whom a rate of at most `limit` is shown although there are so many events."""
        return _least(lambda people: self._shows(people, events, limit))

    def to_show(self, limit: float, rate: float, power: float = 0.8) -> Shown:
        """The smallest test that shows, with this power, that a rate is at most `limit` if it is truly `rate`.

        A rate of at least L is shown as one of misses of at most 1 - L.

        Raises:
            ValueError: The true rate is not below the limit.
        """
        if not 0 <= rate < limit < 1:
            raise ValueError(f"rates: expected a true rate below the limit, both shares, got {rate:g} and {limit:g}")

        def planned(events: int) -> Shown:
            people = self.people_to_show(limit, events)
            return Shown(people, people * self.each, events, self.chance_of_at_most(events, people, rate))

        return planned(_least(lambda events: planned(events - 1).power >= power) - 1)

    def chance_of_at_most(self, events: int, people: int, rate: float) -> float:
        """The chance that so many people have no more events together.

        Exact, the probabilities of one person folded with themselves; for more than 100,000 passes that of as many
        independent trials as they are worth.
        """
        passes = people * self.each
        if self.each == 1 or passes > MOST_FOLDED:
            trials, allowed = passes / self.design_effect, events / self.design_effect
            return float(special.betaincc(allowed + 1, trials - allowed, rate))
        exactly = -np.diff([1.0, *self._having(rate), 0.0])
        folded = np.fft.irfft(np.fft.rfft(exactly, passes + 1) ** people, passes + 1)
        return float(np.clip(folded[: events + 1].sum(), 0.0, 1.0))

    def effective_trials(self, people: int, rate: float, quantile: float) -> float:
        """What `Tally.effective_trials` comes to."""
        if self.each == 1 or not 0 < rate < 1:
            return float(people)
        few = special.ndtri(quantile) / special.stdtrit(max(people - 1, 1), quantile)
        carriers = people * min(self._having(one)[0] for one in (rate, 1 - rate))
        known = 1 - UNSURE / math.sqrt(max(carriers, 1.0))
        trials = people * self.each / self.design_effect * float(few) ** 2 * known
        return min(trials, people) if carriers < FEW else trials

    def _shows(self, people: int, events: int, limit: float) -> bool:
        """Whether so many events put the bound of `Tally.upper` at or below a limit."""
        passes = people * self.each
        if events >= passes:
            return False
        trials = self.effective_trials(people, events / passes, 0.95)
        bounds = [(events / passes * trials, trials)]
        having = people * self._having(events / passes)
        if self.each > 1 and having[0] >= FEW:
            bounds.append((_of_the_foremost(having) / self.each, float(people)))
        return all(special.betainc(k + 1, n - k, limit) >= 0.95 for k, n in bounds)

    def _having(self, rate: float) -> Numbers:
        """(each,) the chance that a person has at least 1, 2, … events.

        Source: Skellam, J. R. Stat. Soc. B 10 (1948) 257-261 (beta-binomial).
        """
        if self.correlation == 1 or rate in (0, 1):
            return np.full(self.each, rate)
        events = np.arange(1, self.each + 1)
        if self.correlation == 0:
            return np.asarray(special.bdtrc(events - 1, self.each, rate), float)
        weight = (1 - self.correlation) / self.correlation
        a, b = rate * weight, (1 - rate) * weight
        ways = -special.betaln(events + 1, self.each - events + 1) - math.log(self.each + 1)
        exactly = np.exp(ways + special.betaln(events + a, self.each - events + b) - special.betaln(a, b))
        return np.asarray(exactly[::-1].cumsum()[::-1], float)


def _of_the_foremost(having: Numbers) -> float:
    """How many events the nine people with most of them have, if so many people have at least 1, 2, … of them."""
    most = FEW - 1
    beyond = having[np.count_nonzero(having >= most) :]
    squares = (2 * np.arange(1, len(beyond) + 1) - 1) @ beyond
    return float(np.minimum(having, most).sum() + SPREAD * math.sqrt(squares))


def _least(enough: Callable[[int], bool]) -> int:
    """The least number from 1 that is enough, where all greater ones are."""
    high = 1
    while not enough(high):
        high *= 2
        if high > MOST_PEOPLE:
            raise ValueError("plan: it would take more people than there are")
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
