"""How often intervals of FPIR hold for other people and other lists: of the same size, and ten times as long.

Usage: python benchmarks/transport.py [--samples N] [--listed N] [--longer N] [--fresh]

In each sample other people are searched on another list. Two people are taken for each other with FMR x the strength of
the one x that of the other; what differs between the worlds is how strengths are spread. The truth is FPIR expected of
people and lists drawn like these. Each share of samples has a standard error of sqrt(p (1 - p) / samples), at 0.95 and
400 samples 0.011. `--fresh` takes worlds that were made up after the method was finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from command_line import simulation

from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.scaling import fpir_from_fmr, rescale_fpir
from lfr_eval.metrics.transport import carried
from lfr_eval.metrics.two_way import FalsePairs, two_way_fpir

LISTED, LONGER, SAMPLES = 100, 1_000, 400
CROWD = 2_000
"""People from whom the truth is taken."""
Strength = Callable[[np.random.Generator, int], Numbers]


def alike(rng: np.random.Generator, n: int) -> Numbers:
    """Nobody resembles others more than anybody else."""
    return np.ones(n)


def gamma(shape: float) -> Strength:
    """Strengths that are gamma distributed."""
    return lambda rng, n: rng.gamma(shape, 1 / shape, n)


def some(share: float, times: float) -> Strength:
    """This share of people is so many times as often taken for others."""
    return lambda rng, n: np.where(rng.random(n) < share, times, 1.0) / (1 + share * (times - 1))


def lognormal(sigma: float) -> Strength:
    """Strengths whose logarithm is normal."""
    return lambda rng, n: np.exp(rng.normal(-(sigma**2) / 2, sigma, n))


def pareto(index: float) -> Strength:
    """Strengths with a heavy tail."""
    return lambda rng, n: (rng.pareto(index, n) + 1) * (index - 1) / index


@dataclass(frozen=True, slots=True)
class World:
    """Who is searched, who is listed, and how often they are taken for each other."""

    searched: Strength
    listed: Strength
    people: int = 1000
    searches: int | tuple[int, ...] = 1
    """Of each person; several = in turn."""
    fmr: float = 1e-3

    def chances(self, own: Numbers, theirs: Numbers) -> Numbers:
        """(a, b) of being taken for each other."""
        return np.minimum(self.fmr * np.outer(own, theirs), 1.0)

    def sample(self, rng: np.random.Generator, listed: int) -> FalsePairs:
        """Search everybody on a new list."""
        times = np.resize(self.searches, self.people)
        who = np.repeat(np.arange(self.people), times)
        chances = self.chances(self.searched(rng, self.people), self.listed(rng, listed))
        search, person = np.nonzero(rng.random((len(who), listed)) < chances[who])
        return FalsePairs(who, np.ones(len(who), bool), search, person, listed)

    def expected(self, rng: np.random.Generator, *listed: int) -> list[float]:
        """FPIR over all people and lists, for each size of list: nobody is named with (1 - mean chance)^N."""
        others = np.sort(self.listed(rng, 200 * CROWD))[100::200]
        f = self.chances(self.searched(rng, CROWD), others).mean(axis=1)
        return [float(np.mean([fpir_from_fmr(one, size) for one in f])) for size in listed]

    def drawn(self, rng: np.random.Generator, listed: int) -> float:
        """FPIR of many people on one list."""
        chances = self.chances(self.searched(rng, 300), self.listed(rng, listed))
        return float(1 - np.exp(np.log1p(-np.minimum(chances, 1 - 1e-12)).sum(axis=1)).mean())


WORLDS: Mapping[str, World] = {
    "alike; alike": World(alike, alike),
    "alike; gamma 1": World(alike, gamma(1)),
    "alike; gamma 0.5": World(alike, gamma(0.5)),
    "alike; a tenth 10 times": World(alike, some(0.1, 10)),
    "gamma 0.5; alike": World(gamma(0.5), alike),
    "gamma 0.5; gamma 0.5": World(gamma(0.5), gamma(0.5)),
    "gamma 0.2; gamma 0.2": World(gamma(0.2), gamma(0.2)),
    "2 % 30 times; alike": World(some(0.02, 30), alike),
    "2 % 30 times; a tenth 10 times": World(some(0.02, 30), some(0.1, 10)),
    "a tenth 12 times; a tenth 12 times": World(some(0.1, 12), some(0.1, 12)),
    "lognormal 1.5; lognormal 1.5": World(lognormal(1.5), lognormal(1.5)),
    "300 people x 3, alike; gamma 0.5": World(alike, gamma(0.5), people=300, searches=3),
    "300 people x 3, gamma 0.5; gamma 0.5": World(gamma(0.5), gamma(0.5), people=300, searches=3),
    "4,000 people, FMR 1e-4, gamma 0.5; gamma 0.5": World(gamma(0.5), gamma(0.5), people=4000, fmr=1e-4),
    "alike; 1 in 100 50 times": World(alike, some(0.01, 50)),
}
"""Named by who is searched; who is listed."""
FRESH: Mapping[str, World] = {
    "pareto 1.5; pareto 2.5": World(pareto(1.5), pareto(2.5)),
    "1 % 100 times; a fifth 8 times": World(some(0.01, 100), some(0.2, 8), fmr=5e-4),
    "half 5 times; half 5 times": World(some(0.5, 5), some(0.5, 5), people=500),
    "lognormal 2; gamma 0.7": World(lognormal(2), gamma(0.7), people=2000, fmr=3e-4),
    "uneven searches 1, 2, 12; gamma 0.4": World(gamma(0.8), gamma(0.4), people=250, searches=(1, 2, 12)),
    "150 people; gamma 1": World(gamma(1), gamma(1), people=150, fmr=2e-3),
    "3,000 people, FMR 2e-4; a twentieth 15 times": World(some(0.05, 8), some(0.05, 15), people=3000, fmr=2e-4),
    "gamma 0.1; alike": World(gamma(0.1), alike, people=1500),
}
"""Made up when the method was finished."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of the samples with an interval, how many hold the truth."""

    held: float
    absent: float
    """Share of the samples without an interval."""
    low: float
    high: float
    """Mean ends."""

    @classmethod
    def of(cls, intervals: Sequence[tuple[float | None, float | None]], truth: float | Sequence[float]) -> Share:
        """Count; the truth may differ from sample to sample."""
        true = np.broadcast_to(truth, len(intervals))
        known = [(*one, at) for one, at in zip(intervals, true, strict=True) if one[0] is not None]
        low, high, at = np.array(known, float).reshape(-1, 3).T
        held = ((low <= at) & (at <= high)).mean() if len(known) else float("nan")
        ends = (float(end.mean()) if len(known) else float("nan") for end in (low, high))
        return cls(float(held), 1 - len(known) / len(intervals), *ends)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one world."""

    truth: tuple[float, float]
    """FPIR here and on the longer list."""
    this_list: Share
    """The interval that holds for the list that was searched, taken for one for other lists."""
    two_way: Share
    plain: Share
    """That of this list carried over as if comparisons were independent (Daugman)."""
    plain_value: float
    ours: Share
    """The longer list, in expectation."""
    value: float
    on_one_list: float
    """How many hold FPIR on one longer list that is drawn."""


def simulate(world: World, samples: int, listed: int, longer: int, seed: int = 0) -> Found:
    """Draw samples and hold the intervals against the truth."""
    rng = np.random.default_rng(seed)
    here, there = world.expected(rng, listed, longer)
    one_list = [world.drawn(rng, longer) for _ in range(50)]
    drawn = [_sample(world.sample(rng, listed), longer) for _ in range(samples)]
    this_list, two_way, plain, ours = ([one[part] for one in drawn] for part in range(4))
    return Found(
        truth=(here, there),
        this_list=Share.of(this_list, here),
        two_way=Share.of(two_way, here),
        plain=Share.of(plain, there),
        plain_value=float(np.mean([one[4] for one in drawn])),
        ours=Share.of(ours, there),
        value=float(np.mean([one[5] for one in drawn])),
        on_one_list=Share.of(ours, rng.choice(one_list, samples).tolist()).held,
    )


Interval = tuple[float | None, float | None]


def _sample(pairs: FalsePairs, longer: int) -> tuple[Interval, Interval, Interval, Interval, float, float]:
    here, two_way, there = rate(pairs.named > 0, pairs.subjects), two_way_fpir(pairs), carried(pairs, longer)
    low, high = (rescale_fpir(end or 0.0, pairs.persons, longer) for end in (here.low, here.high))
    plain = fpir_from_fmr(len(pairs.search) / len(pairs.subjects) / pairs.persons, longer)
    ends = ((one.low, one.high) for one in (here, two_way))
    return *ends, (low, high), (there.low, there.high), plain, there.fpir or 0.0  # type: ignore[return-value]


def lines(worlds: Mapping[str, World], samples: int, listed: int, longer: int) -> Iterator[str]:
    """A table in Markdown."""
    yield (
        f"| searched; listed | FPIR, {listed:,} listed | this list's interval holds it | two-way | absent | "
        f"FPIR, {longer:,} listed | independent: value | holds it | ours: value | holds it | on one list | absent | "
        "from | to |"
    )
    yield "|---" + "|---:" * 13 + "|"
    for name, world in worlds.items():
        one = simulate(world, samples, listed, longer)
        yield (
            f"| {name} | {one.truth[0]:.4f} | {one.this_list.held:.3f} | {one.two_way.held:.3f} | "
            f"{one.two_way.absent:.2f} | {one.truth[1]:.3f} | {one.plain_value:.3f} | {one.plain.held:.3f} | "
            f"{one.value:.3f} | {one.ours.held:.3f} | {one.on_one_list:.3f} | {one.ours.absent:.2f} | "
            f"{one.ours.low:.3f} | {one.ours.high:.3f} |"
        )


def main() -> None:
    """Simulate and print."""
    parser = simulation(__doc__, SAMPLES)
    parser.add_argument("--listed", type=int, default=LISTED)
    parser.add_argument("--longer", type=int, default=LONGER)
    parser.add_argument("--fresh", action="store_true")
    asked = parser.parse_args()
    for line in lines(FRESH if asked.fresh else WORLDS, asked.samples, asked.listed, asked.longer):
        print(line, flush=True)


if __name__ == "__main__":
    main()
