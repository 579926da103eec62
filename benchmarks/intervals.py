"""How often intervals of rates of comparisons hold, when the people who are compared are drawn anew.

Usage: python benchmarks/intervals.py [--samples N]

Everybody is compared with everybody, or people with other people; some resemble many others. The share of samples whose
95 % interval holds the expected rate stands beside the mean width; for two groups also how often the interval of their
ratio leaves out 1 although they are alike. A share has a standard error of sqrt(p (1 - p) / samples), at 0.95 and 400
samples 0.011. See docs/decisions/0052-pairs-and-other-lists.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from command_line import simulation

from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.comparisons import ratio
from lfr_eval.metrics.pair_rates import PairTally
from lfr_eval.metrics.proportions import clopper_pearson

SAMPLES = 400
Strength = Callable[[np.random.Generator, int], Numbers]
Combine = Callable[[Numbers, Numbers], Numbers]


def some(share: float, plain: float, great: float) -> Strength:
    """This share of people has the greater strength."""
    return lambda rng, n: np.where(rng.random(n) < share, great, plain)


def gamma(shape: float, mean: float) -> Strength:
    """Strengths that are gamma distributed, at most 1."""
    return lambda rng, n: np.minimum(rng.gamma(shape, mean / shape, n), 1)


def product(one: Numbers, other: Numbers) -> Numbers:
    """Two people match with the product of their strengths: look-alikes match look-alikes."""
    return np.outer(one, other)


def either(one: Numbers, other: Numbers) -> Numbers:
    """Either of two people may make them match, each with their own strength: wolves match everybody."""
    return 1 - np.outer(1 - one, 1 - other)


@dataclass(frozen=True, slots=True)
class World:
    """Who is compared."""

    people: int
    strength: Strength
    combine: Combine = product
    against: int | None = None
    """So many other people; None = everybody against everybody."""

    def sample(self, rng: np.random.Generator) -> PairTally:
        """Compare people who are drawn."""
        own = self.strength(rng, self.people)
        if self.against is None:
            upper = np.triu(rng.random((self.people, self.people)) < self.combine(own, own), 1)
            matches = (upper | upper.T).sum(1)
            side = np.stack([matches, np.full(self.people, self.people - 1)], axis=1)
            return PairTally.of(int(upper.sum()), self.people * (self.people - 1) // 2, side)
        found = rng.random((self.people, self.against)) < self.combine(own, self.strength(rng, self.against))
        sides = (np.stack([found.sum(1 - axis), np.full(n, found.shape[1 - axis])], 1) for axis, n in self._axes)
        return PairTally.of(int(found.sum()), found.size, *sides)

    def expected(self, rng: np.random.Generator) -> float:
        """Rate over all people like these."""
        return float(np.mean([self.combine(*(self.strength(rng, 2_000) for _ in range(2))).mean() for _ in range(5)]))

    @property
    def _axes(self) -> tuple[tuple[int, int], ...]:
        return (0, self.people), (1, self.against or 0)


LOOKALIKES, WOLVES, RARE_WOLVES = some(0.1, 0.05, 0.6), some(0.05, 0.005, 0.3), some(0.02, 0.0005, 0.5)
WORLDS: Mapping[str, World] = {
    "10 people, a tenth look-alikes": World(10, LOOKALIKES),
    "60 people, a tenth look-alikes": World(60, LOOKALIKES),
    "150 people, a tenth look-alikes": World(150, LOOKALIKES),
    "20 people, 5 % wolves": World(20, WOLVES, either),
    "60 people, 5 % wolves": World(60, WOLVES, either),
    "200 people, 5 % wolves": World(200, WOLVES, either),
    "60 people, 2 % strong wolves": World(60, RARE_WOLVES, either),
    "200 people, 2 % strong wolves": World(200, RARE_WOLVES, either),
    "200 people, gamma 0.3": World(200, gamma(0.3, 0.1)),
    "100 people, all alike, 1 %": World(100, some(0, 0.1, 0)),
    "100 people, all alike, 1 in 1,000": World(100, some(0, 0.001**0.5, 0)),
    "40 people, 90 %": World(40, lambda rng, n: rng.beta(8, 0.4, n)),
    "300 against 5, a tenth look-alikes": World(300, LOOKALIKES, against=5),
    "100 against 10, a tenth look-alikes": World(100, LOOKALIKES, against=10),
    "50 against 50, a tenth look-alikes": World(50, LOOKALIKES, against=50),
    "200 against 100, 5 % wolves": World(200, WOLVES, either, against=100),
    "300 against 5, 5 % wolves": World(300, WOLVES, either, against=5),
    "200 against 20, 5 % wolves": World(200, WOLVES, either, against=20),
}
RATIOS: Mapping[str, tuple[World, World]] = {
    "60 and 60 people, a tenth look-alikes": (World(60, LOOKALIKES), World(60, LOOKALIKES)),
    "150 and 40 people, a tenth look-alikes": (World(150, LOOKALIKES), World(40, LOOKALIKES)),
    "100 and 100 people, 5 % wolves": (World(100, WOLVES, either), World(100, WOLVES, either)),
    "150 and 150 people, gamma 0.3, twice": (World(150, gamma(0.3, 0.14)), World(150, gamma(0.3, 0.1))),
}


def rate_row(world: World, samples: int) -> str:
    """Coverage and width of ours, and of the interval that takes comparisons as independent."""
    rng = np.random.default_rng(0)
    expected, held, alone, width = world.expected(rng), 0, 0, 0.0
    for _ in range(samples):
        found = world.sample(rng)
        low, high = found.interval()
        held, width = held + (low <= expected <= high), width + high - low
        low, high = clopper_pearson(found.k, found.n)
        alone += low <= expected <= high
    return f"{expected:.4f} | {alone / samples:.3f} | {held / samples:.3f} | {width / samples:.4f}"


def ratio_row(first: World, second: World, samples: int) -> str:
    """Coverage of the interval of the ratio, and how often it leaves out 1."""
    rng = np.random.default_rng(0)
    expected, held, apart = first.expected(rng) / second.expected(rng), 0, 0
    for _ in range(samples):
        found = ratio(first.sample(rng), second.sample(rng))
        held += found.low <= expected <= found.high
        apart += not found.low <= 1 <= found.high
    return f"{expected:.2f} | {held / samples:.3f} | {apart / samples:.3f}"


def main() -> None:
    """Simulate and print."""
    samples = simulation(__doc__, SAMPLES).parse_args().samples
    print("| rate of comparisons | expected | independent: holds it | ours: holds it | width |")
    print("|---|---:|---:|---:|---:|")
    for name, world in WORLDS.items():
        print(f"| {name} | {rate_row(world, samples)} |", flush=True)
    print("\n| ratio of two groups | expected | holds it | leaves out 1 |\n|---|---:|---:|---:|")
    for name, (first, second) in RATIOS.items():
        print(f"| {name} | {ratio_row(first, second, samples)} |", flush=True)


if __name__ == "__main__":
    main()
