"""Whether intervals hold what they are about and guarantees and verdicts err as seldom as they say, in made-up worlds.

Usage: python benchmarks/coverage.py [--samples N] [--only WORD]

In each world the truth is known: people pass several times, those of one person are alike (ICC, or a few "wolves" who
are often taken for somebody), groups are equal or differ by just so much. Every figure stands beside its Monte Carlo
error. Aims: an interval holds the truth in 94 % or more, a guarantee errs in 5.5 % or less, "met", "breached",
"equivalence" and "disparity" are false in 5 % or less, and at the testing called needed the power is 75 to 90 %.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from command_line import simulation
from coverage_anew import NEW_GROUPS, NEW_POWER, NEW_RATES
from coverage_worlds import GROUPS, POWER, RATES, GroupWorld, PowerWorld, RateWorld

from lfr_eval.evaluate.score.policy import State, answer
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.rates import guarantee_of, rate_of
from lfr_eval.metrics.verdicts import Finding, verdicts

SAMPLES = 1_000
AT_LEAST, AT_MOST = {"holds it": 0.94}, {"errs": 0.055, "false": 0.05}
POWER_AIM = 0.75, 0.90


@dataclass(frozen=True, slots=True)
class Share:
    """How often something happened in the samples of a world."""

    what: str
    k: int
    n: int
    aim: tuple[float, float]

    @property
    def value(self) -> float:
        """The share."""
        return self.k / self.n

    @property
    def error(self) -> float:
        """Its Monte Carlo standard error."""
        return math.sqrt(max(self.value * (1 - self.value), 1 / self.n) / self.n)

    @property
    def within(self) -> bool:
        """Whether it lies within its aim, two Monte Carlo errors allowed for."""
        return self.aim[0] - 2 * self.error <= self.value <= self.aim[1] + 2 * self.error

    def __str__(self) -> str:
        flag = "" if self.within else "  <-- misses its aim"
        return f"{self.what} {100 * self.value:5.1f} % ± {100 * self.error:.1f}{flag}"


def of_rates(world: RateWorld, samples: int, seed: int = 0) -> list[Share]:
    """Draw a world and hold the interval, both guarantees, and a limit at the very truth against it."""
    rng = np.random.default_rng(seed)
    held, low, high, met, breached = (0,) * 5
    for _ in range(samples):
        done = Tally.by_person(*world.draw(rng))
        shown, bound = rate_of(done), guarantee_of(done)
        held += shown.low <= world.rate <= shown.high
        low, high = low + (bound.low > world.rate), high + (bound.high < world.rate)
        (said,) = answer(world.policy, [trials_of(world.metric, done)], [])
        met, breached = met + (said.state is State.MET), breached + (said.state is State.BREACHED)
    return [
        Share("interval holds it", held, samples, (0.94, 1)),
        Share("'at least' errs", low, samples, (0, 0.055)),
        Share("'at most' errs", high, samples, (0, 0.055)),
        Share("false met", met, samples, (0, 0.055)),
        Share("false breached", breached, samples, (0, 0.055)),
    ]


def of_groups(world: GroupWorld, samples: int, seed: int = 0) -> list[Share]:
    """Draw groups and count the verdicts that are false in this world."""
    found = findings(world, samples, seed)
    shares = []
    if world.equal:
        shares.append(
            Share("false disparity (any)", sum(Finding.DISPARITY in one for one in found), samples, (0, 0.05))
        )
    if not world.alike:
        shares.append(Share("false equivalence", sum(Finding.EQUIVALENCE in one for one in found), samples, (0, 0.05)))
    return shares


def of_power(world: PowerWorld, samples: int, seed: int = 0) -> list[Share]:
    """Draw groups of the size that was called needed, and count the verdict that it was called needed for."""
    found = findings(world.at_needed, samples, seed)
    return [Share(f"power for {world.wanted}", sum(world.wanted in one for one in found), samples, POWER_AIM)]


def findings(world: GroupWorld, samples: int, seed: int) -> list[list[Finding]]:
    """The findings on every attribute and rate, for each sample."""
    rng = np.random.default_rng(seed)
    return [
        [one.finding for one in verdicts(trials, list(trials[0].columns), margins=world.margins)]
        for trials in (list(world.draw(rng)) for _ in range(samples))
    ]


def trials_of(metric: Metric, done: Tally) -> MetricTrials:
    """Trials again, of people who did so and so much."""
    events = np.repeat(done.events, done.people), np.repeat(done.trials, done.people)
    happened = np.concatenate([np.arange(m) < k for k, m in zip(*events, strict=True)])
    people = np.repeat(np.arange(done.subjects), events[1]).astype(str).astype(object)
    return MetricTrials(metric, happened, people, {})


def report(samples: int, only: str) -> Iterator[Share]:
    """Print every world, and give back its shares."""
    kinds: Sequence[tuple[str, Iterable, Callable[..., list[Share]]]] = (
        ("One rate", (*RATES, *NEW_RATES), of_rates),
        ("Groups", (*GROUPS, *NEW_GROUPS), of_groups),
        ("Power at the testing called needed", (*POWER, *NEW_POWER), of_power),
    )
    for title, worlds, simulate in kinds:
        print(f"\n{title}")
        for world in (one for one in worlds if only in one.name):
            shares = simulate(world, samples)
            print(f"  {world.name:<62} {'; '.join(map(str, shares))}", flush=True)
            yield from shares


def main() -> None:
    """Simulate all worlds, and say how many figures lie within their aims."""
    parser = simulation(__doc__, SAMPLES)
    parser.add_argument("--only", default="", help="worlds whose name holds this")
    asked = parser.parse_args()
    shares = list(report(asked.samples, asked.only))
    within = sum(one.within for one in shares)
    print(f"\n{within} of {len(shares)} figures within their aims, {asked.samples} samples each")


if __name__ == "__main__":
    main()
