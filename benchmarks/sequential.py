"""Intervals that are read after every trial: how often they are wrong at any time, and how long a trial takes.

Usage: python benchmarks/sequential.py [--samples N]

In each world many trials are run, and read after every walk or pass. Beside the confidence sequence stands the exact
interval for a fixed number of trials, read as often. See docs/methodology.md, "Looking more than once".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from command_line import simulation
from scipy import special

from lfr_eval.core.arrays import IntArray
from lfr_eval.metrics.sequential import FREQUENT, RARE, Mixture, count_sequence, log_martingale
from lfr_eval.metrics.stopping import StoppingRule

LEVEL = 0.05
MINIMUM = 10
"""Trials before which the fixed interval is not read."""


@dataclass(frozen=True, slots=True)
class World:
    """Walkers who take turns, each with a rate of their own."""

    name: str
    rates: tuple[float, ...]
    trials: int
    mixture: Mixture

    @property
    def rate(self) -> float:
        """The rate of these walkers."""
        return float(np.mean(self.rates))


WORLDS = (
    World("TPIR 0.85", (0.85,), 1_000, FREQUENT),
    World("TPIR 0.5", (0.5,), 1_000, FREQUENT),
    World("FPIR 0.01", (0.01,), 5_000, RARE),
    World("FPIR 0.001", (0.001,), 20_000, RARE),
    World("TPIR 0.85 of three walkers: 0.7, 0.9, 0.95", (0.7, 0.9, 0.95), 1_000, FREQUENT),
)


def ever_wrong(world: World, samples: int, seed: int) -> tuple[float, float]:
    """Share of trials in which the confidence sequence, and the fixed 95 % interval, ever leave out the rate."""
    rng = np.random.default_rng(seed)
    n = np.arange(1, world.trials + 1)
    chance = np.resize(world.rates, world.trials)
    whole = n % len(world.rates) == 0
    sequence, fixed = 0, 0
    for _ in range(samples):
        k = np.cumsum(rng.random(world.trials) < chance)
        sequence += bool((log_martingale(k, n, world.rate, world.mixture) >= -math.log(LEVEL))[whole].any())
        fixed += bool(fixed_leaves_out(k, n, world.rate)[whole & (n >= MINIMUM)].any())
    return sequence / samples, fixed / samples


def fixed_leaves_out(k: IntArray, n: IntArray, rate: float) -> np.ndarray:
    """Whether Clopper and Pearson's two-sided 95 % interval leaves out a rate."""
    at_least = np.where(k > 0, special.bdtrc(k - 1, n, rate), 1.0)
    return np.minimum(at_least, special.bdtr(k, n, rate)) < LEVEL / 2


def fixed_says_shown(limit: float, trials: int, samples: int, seed: int) -> float:
    """Share of trials in which the fixed one-sided 95 % bound ever says that the limit itself is met."""
    rng = np.random.default_rng(seed)
    n = np.arange(1, trials + 1)
    shown = 0
    for _ in range(samples):
        k = np.cumsum(rng.random(trials) < limit)
        shown += bool((special.bdtrc(k - 1, n, limit) <= LEVEL)[n >= MINIMUM].any())
    return shown / samples


def counts_ever_wrong(rate: float, days: int, samples: int, seed: int) -> float:
    """Share of registers, read after every day, whose sequence ever leaves out the rate."""
    rng = np.random.default_rng(seed)
    wrong = 0
    for _ in range(samples):
        counts = np.cumsum(rng.poisson(rate, days))
        wrong += any(
            not low <= rate <= high
            for day, k in enumerate(counts.tolist(), start=1)
            for low, high in [count_sequence(k, day, 0.5)]
        )
    return wrong / samples


def main() -> None:
    """Simulate and print."""
    samples = simulation(__doc__, 2_000).parse_args().samples
    print(f"Ever wrong, when read after every trial ({samples:,} trials each; 95 % intervals)")
    for world in WORLDS:
        sequence, fixed = ever_wrong(world, samples, seed=0)
        print(f"  {world.name:<44} to {world.trials:>6,}: sequence {sequence:.3f}, fixed interval {fixed:.3f}")
    days = counts_ever_wrong(0.3, 200, samples // 8, seed=0)
    print(f"  {'0.3 false alerts a day, about 0.5 expected':<44} to    200: sequence {days:.3f}")
    fixed = fixed_says_shown(0.85, 200, samples, seed=0)
    print(f"At a true 0.85, 200 walks: the fixed one-sided bound ever says >= 0.85 in {fixed:.3f}")
    print("Walks until TPIR >= 0.85 is shown, and how often it is said wrongly (exact)")
    rule = StoppingRule(0.85, 5_000)
    for rate in (0.9, 0.95, 0.98, 0.99):
        course = rule.course(rate)
        print(f"  true {rate}: median {course.trials_until_shown(0.5)}, nine of ten {course.trials_until_shown(0.9)}")
    at_limit, below = rule.course(0.85), rule.course(0.8)
    print(f"  true 0.85: said {at_limit.shown[-1]:.3f}, excluded {at_limit.excluded[-1]:.3f}")
    print(f"  true 0.8: said {below.shown[-1]:.4f}")


if __name__ == "__main__":
    main()
