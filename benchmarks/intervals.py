"""How often 95 % intervals hold the rate that they are about, when people and list are drawn anew.

Usage: python benchmarks/intervals.py

In each of 300 samples some people resemble many others. The share of the intervals that hold the expected rate should
be about 0.95; it stands beside their mean width. See docs/decisions/0013-resampling-both-sides.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.metrics.bootstrap import Numbers, percentile_interval
from lfr_eval.metrics.pair_rates import pair_rate
from lfr_eval.metrics.proportions import wilson
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.two_way import two_way_fpir

SAMPLES, DRAWS = 300, 500
LOOKALIKES, PLAIN, ALIKE = 0.1, 0.05, 0.6
"""A pair matches with the product of two strengths; this share of people has the greater one."""
PEOPLE = 60
STRANGERS, PASSES, LISTED = 100, 3, 40

Interval = tuple[float | None, float | None]
EXPECTED = ((1 - LOOKALIKES) * PLAIN + LOOKALIKES * ALIKE) ** 2


def strengths(rng: np.random.Generator, people: int) -> Numbers:
    """How much each of some people resembles others."""
    return np.where(rng.random(people) < LOOKALIKES, ALIKE, PLAIN)


def pair_intervals(rng: np.random.Generator) -> dict[str, Interval]:
    """Everybody against everybody: the FMR by each method."""
    own = strengths(rng, PEOPLE)
    upper = np.triu(rng.random((PEOPLE, PEOPLE)) < np.outer(own, own), 1)
    matches = upper | upper.T
    k, n = int(upper.sum()), PEOPLE * (PEOPLE - 1) // 2
    found = pair_rate(k, n, matches.sum(1), np.full(PEOPLE, PEOPLE - 1))
    weights = rng.multinomial(PEOPLE, np.full(PEOPLE, 1 / PEOPLE), DRAWS)
    both = ((weights @ matches) * weights).sum(1) / (weights.sum(1) ** 2 - (weights**2).sum(1))
    one_side = weights @ matches.sum(1) / (weights.sum(1) * (PEOPLE - 1))
    return {
        "comparisons as independent (Wilson)": wilson(k, n),
        "bootstrap of one side": percentile_interval(one_side),
        "bootstrap of people, pairs by both weights": percentile_interval(both),
        "jackknife by person (ours)": (found.low, found.high),
    }


def fpir_intervals(rng: np.random.Generator) -> dict[str, Interval]:
    """Strangers who pass a list several times: the FPIR by each method."""
    own, listed = strengths(rng, STRANGERS), strengths(rng, LISTED)
    chance = np.repeat(np.outer(own, listed), PASSES, axis=0)
    hits: BoolArray = rng.random(chance.shape) < chance
    subjects = np.repeat(np.array([f"s{number}" for number in range(STRANGERS)], object), PASSES)
    events = hits.any(1)
    by_subject = rate(events, subjects)
    two_way = two_way_fpir(subjects, *np.nonzero(hits), LISTED, seed=int(rng.integers(2**31)))
    at_least_once = np.array([redrawn(rng, hits) for _ in range(DRAWS)])
    return {
        "passes as independent (Wilson)": wilson(int(events.sum()), len(events)),
        "bootstrap of strangers (this list only)": (by_subject.low, by_subject.high),
        "both drawn; a hit counts if its person was drawn": percentile_interval(at_least_once),
        "both drawn; a hit is shared and weighed (ours)": (two_way.low, two_way.high),
    }


def redrawn(rng: np.random.Generator, hits: BoolArray) -> float:
    """FPIR of other strangers against those of the list who are drawn at least once."""
    there = np.unique(rng.integers(0, LISTED, LISTED))
    strangers = rng.integers(0, STRANGERS, STRANGERS)
    return float(hits[:, there].any(1).reshape(STRANGERS, PASSES)[strangers].mean())


def expected_fpir() -> float:
    """FPIR over all strangers and lists: nobody of the list matches with the mean of (1 - own x theirs)^N."""
    shares = np.array([1 - LOOKALIKES, LOOKALIKES])
    mean = LOOKALIKES * ALIKE + (1 - LOOKALIKES) * PLAIN
    return float(shares @ (1 - (1 - np.array([PLAIN, ALIKE]) * mean) ** LISTED))


def report(title: str, expected: float, samples: Iterable[dict[str, Interval]]) -> None:
    """Print coverage and width of each method."""
    held, widths = defaultdict[str, list[bool]](list), defaultdict[str, list[float]](list)
    for sample in samples:
        for method, (low, high) in sample.items():
            if low is None or high is None:
                raise SystemExit(f"{method}: no interval in this sample; choose a setting with more events")
            held[method].append(low <= expected <= high)
            widths[method].append(high - low)
    print(f"{title}; expected {expected:.4f}, {SAMPLES} samples")
    for method in held:
        print(f"  {method:<52} holds it {np.mean(held[method]):.3f}  mean width {np.mean(widths[method]):.4f}")


def main() -> None:
    """Simulate both."""
    rng = np.random.default_rng(0)
    report(f"FMR of {PEOPLE} people", EXPECTED, (pair_intervals(rng) for _ in range(SAMPLES)))
    title = f"FPIR of {STRANGERS} strangers, {PASSES} passes each, {LISTED} listed"
    report(title, expected_fpir(), (fpir_intervals(rng) for _ in range(SAMPLES)))


if __name__ == "__main__":
    main()
