"""Whether a test of the size that `lfr-eval plan` names succeeds as often as it says.

Usage: python benchmarks/power.py [--samples N]

In each world tests are simulated with as many people as the plan takes, and decided as `score` decides: by
`metrics.verdicts` with Holm's correction over all three rates, or by the bound of `Tally`. About 0.8 should succeed;
it stands beside its Monte Carlo error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from command_line import simulation

from lfr_eval.core.arrays import IntArray
from lfr_eval.evaluate.plan import Aim, Plan, amounts_of
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.repeats import Repeats
from lfr_eval.metrics.verdicts import Finding, verdicts

BESIDE = {Metric.FPIR: 0.05, Metric.TPIR: 0.9, Metric.TIMELY: 0.9}
"""Rates of the metrics that are not asked about: alike in all groups."""
BESIDE_PEOPLE = 200
SHOWN = {
    Aim.FPIR_RATIO: (Metric.FPIR, Finding.DISPARITY),
    Aim.TPIR_DIFFERENCE: (Metric.TPIR, Finding.DISPARITY),
    Aim.FPIR_EQUIVALENCE: (Metric.FPIR, Finding.EQUIVALENCE),
    Aim.TPIR_EQUIVALENCE: (Metric.TPIR, Finding.EQUIVALENCE),
}


@dataclass(frozen=True, slots=True)
class World:
    """A plan whose guesses are true."""

    aim: Aim
    plan: Plan
    repeats: Repeats

    @property
    def people(self) -> int:
        """As the plan takes; of an aim about groups, in each."""
        (amount,) = [one for one in amounts_of(self.plan, [self.repeats]) if one.aim is self.aim]
        return amount.people

    @property
    def rates(self) -> tuple[float, ...]:
        """The true rate of each group, or of everybody."""
        plan, alike = self.plan, self.plan.groups - 1
        return {
            Aim.TPIR_LIMIT: (plan.true_tpir,),
            Aim.FPIR_RATIO: (plan.limit * plan.ratio, *(plan.limit,) * alike),
            Aim.TPIR_DIFFERENCE: (plan.other_tpir, *(plan.true_tpir,) * alike),
            Aim.FPIR_EQUIVALENCE: (plan.limit,) * plan.groups,
            Aim.TPIR_EQUIVALENCE: (plan.true_tpir,) * plan.groups,
        }[self.aim]


def worlds() -> Iterator[World]:
    """What is simulated: each aim with single passes, and with several that are alike."""
    ten = Repeats(10, 0.2)
    for repeats in (Repeats(), ten, Repeats(5, 0.5), Repeats(50, 0.05)):
        yield World(Aim.FPIR_RATIO, Plan(0.01), repeats)
        yield World(Aim.TPIR_DIFFERENCE, Plan(0.01, true_tpir=0.9), repeats)
        yield World(Aim.TPIR_DIFFERENCE, Plan(0.01), repeats)
        yield World(Aim.TPIR_EQUIVALENCE, Plan(0.01, true_tpir=0.9), repeats)
        yield World(Aim.TPIR_EQUIVALENCE, Plan(0.01, true_tpir=0.9, groups=3), repeats)
        yield World(Aim.FPIR_EQUIVALENCE, Plan(0.05), repeats)
    for repeats in (Repeats(), ten):
        yield World(Aim.FPIR_EQUIVALENCE, Plan(0.05, groups=3), repeats)
    for true in (0.9, 0.92, 0.95, 0.98):
        for each, correlation in ((1, 0.0), (3, 0.05), (3, 0.5), (10, 0.05), (10, 0.2), (10, 0.5), (50, 0.2)):
            yield World(Aim.TPIR_LIMIT, Plan(0.01, true_tpir=true), Repeats(each, correlation))


def power_of(world: World, samples: int, seed: int) -> float:
    """Share of simulated tests that show what they were planned for."""
    rng = np.random.default_rng(seed)
    shown, people = _limit_shown if world.aim is Aim.TPIR_LIMIT else _groups_shown, world.people
    return sum(shown(rng, world, people) for _ in range(samples)) / samples


def events(rng: np.random.Generator, people: int, rate: float, repeats: Repeats) -> IntArray:
    """(people,) events of each, whose chances are Beta distributed as alike as is guessed."""
    if repeats.correlation == 1:
        return repeats.each * rng.binomial(1, rate, people)
    if repeats.correlation == 0:
        return rng.binomial(repeats.each, rate, people)
    weight = (1 - repeats.correlation) / repeats.correlation
    return rng.binomial(repeats.each, rng.beta(rate * weight, (1 - rate) * weight, people))


def _limit_shown(rng: np.random.Generator, world: World, people: int) -> bool:
    recognised = events(rng, people, world.plan.true_tpir, world.repeats)
    return Tally.by_person(recognised, np.full(people, world.repeats.each)).lower(0.95) >= world.plan.tpir_limit


def _groups_shown(rng: np.random.Generator, world: World, people: int) -> bool:
    metric, finding = SHOWN[world.aim]
    trials = [
        _trials(rng, one, world.rates, people, world.repeats)
        if one is metric
        else _trials(rng, one, (BESIDE[one],) * world.plan.groups, BESIDE_PEOPLE, Repeats())
        for one in Metric
    ]
    (verdict,) = [one for one in verdicts(trials, ["group"]) if one.metric is metric]
    return verdict.finding is finding


def _trials(
    rng: np.random.Generator, metric: Metric, rates: tuple[float, ...], people: int, repeats: Repeats
) -> MetricTrials:
    happened = np.concatenate([events(rng, people, rate, repeats) for rate in rates])
    passes = np.arange(repeats.each) < happened[:, None]
    whose = np.repeat(np.arange(len(happened)), repeats.each).astype(object)
    groups = np.repeat(np.array([f"g{place}" for place in range(len(rates))], object), people * repeats.each)
    return MetricTrials(metric, passes.ravel(), whose, {"group": groups})


def main() -> None:
    """Simulate and print."""
    samples = simulation(__doc__, 300).parse_args().samples
    print(f"{samples:,} tests each; aimed at 0.8")
    for world in worlds():
        power = power_of(world, samples, seed=0)
        error = np.sqrt(power * (1 - power) / samples)
        rates = " ".join(f"{rate:g}" for rate in world.rates)
        print(
            f"  {world.aim:<17} {rates:<15} {world.repeats.each:>2} each, alike {world.repeats.correlation:<4g} "
            f"{world.people:>6,} people: {power:.3f} ± {error:.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
