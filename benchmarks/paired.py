"""How often the interval of a difference of two systems on the same trials holds, when people are drawn anew.

Usage: python benchmarks/paired.py [--samples N]

People differ from each other (the intraclass correlation of the latent scores), partly alike for both systems. The
share of samples whose 95 % interval holds the true difference stands beside the share in which a difference is shown,
which is an error where there is none. A share has a standard error of sqrt(p (1 - p) / samples), at 0.95 and 1,000
samples 0.007.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from command_line import simulation
from scipy import stats

from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.paired import paired_difference

SAMPLES = 1_000
UNEVEN = (1, 1, 2, 3, 5, 8, 20)
"""Passes of people in turn."""
TRIALS = 0.5
"""Correlation of the two systems on one trial, beside what they have in common of a person."""


@dataclass(frozen=True, slots=True)
class World:
    """Two systems on the passes of some people."""

    people: int
    passes: tuple[int, ...]
    first: float
    second: float
    alike: float
    """Intraclass correlation."""
    shared: float
    """Correlation of what the two systems make of a person."""

    def sample(self, rng: np.random.Generator) -> tuple[Numbers, Numbers, Numbers]:
        """Whether the event happened in each trial of both systems, and whose it is."""
        who = np.repeat(np.arange(self.people), np.resize(self.passes, self.people))
        person, trial = _both(rng, self.people, self.shared), _both(rng, len(who), TRIALS)
        latent = np.sqrt(self.alike) * person[:, who] + np.sqrt(1 - self.alike) * trial
        return latent[0] < stats.norm.ppf(self.first), latent[1] < stats.norm.ppf(self.second), who


def _both(rng: np.random.Generator, n: int, correlation: float) -> Numbers:
    """(2, n) standard normal numbers that correlate."""
    one, other = rng.normal(size=(2, n))
    return np.stack([one, correlation * one + np.sqrt(1 - correlation**2) * other])


def worlds() -> Iterator[World]:
    """Few and many people, even and uneven passes, alike or not, with a difference and without."""
    groups = [(3, (10,)), (5, (20,)), (10, (10,)), (20, UNEVEN), (30, (10,)), (60, UNEVEN), (200, (2,))]
    rates = [(0.8, 0.65), (0.9, 0.9), (0.02, 0.005), (0.01, 0.01)]
    for (people, passes), (first, second), alike in product(groups, rates, (0.0, 0.2, 0.5)):
        yield World(people, passes, first, second, alike, 0.8 if alike == 0.2 else 0.0)
    for people, (first, second) in product((30, 100, 300), rates):
        yield World(people, (1,), first, second, 0.0, 0.0)


def row(world: World, samples: int) -> tuple[float, float, float]:
    """Share of intervals that hold the truth, share of differences shown, mean width."""
    rng, true = np.random.default_rng(0), world.first - world.second
    held, shown, width = 0, 0, 0.0
    for _ in range(samples):
        found = paired_difference(*world.sample(rng))
        held, width = held + (found.low <= true <= found.high), width + found.high - found.low
        shown += found.low > 0 or found.high < 0
    return held / samples, shown / samples, width / samples


def main() -> None:
    """Simulate and print."""
    samples = simulation(__doc__, SAMPLES).parse_args().samples
    print("| people | passes each | rates | ICC | shared | holds it | shown | width |")
    print("|---|---|---|---:|---:|---:|---:|---:|")
    for world in worlds():
        passes = "uneven" if len(world.passes) > 1 else world.passes[0]
        held, shown, width = row(world, samples)
        print(
            f"| {world.people} | {passes} | {world.first:g}, {world.second:g} | {world.alike:g} | {world.shared:g} | "
            f"{held:.3f} | {shown:.3f} | {width:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
