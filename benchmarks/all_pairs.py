"""All pairs of a set of photographs by group, beside the bare float32 matrix product that makes the same scores.

Usage: python benchmarks/all_pairs.py [--repeats N] [--processor-time] [--out FOLDER]

Each pair is made once, which is half of the full product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from command_line import clock_of, measurement, tell

from lfr_eval.core.arrays import FloatArray
from lfr_eval.evaluate.bench.measure import WALL, Clock, Findings, Ratio, in_turn, ratio_of
from lfr_eval.evaluate.bench.search import SEED, random_templates
from lfr_eval.metrics.all_pairs import all_pairs
from lfr_eval.metrics.pair_sides import Templates

SIZES = (2_500, 5_000, 10_000)
GROUPS, IMAGES_EACH = 20, 2
THRESHOLDS = (0.14, 0.2)
"""Reached by 8 in 10,000 and by 3 in a million of these scores."""
STRIP = 2_500
OURS, BARE = "all pairs", "product"


def bench_all_pairs(sizes: Sequence[int] = SIZES, repeats: int = 5, clock: Clock = WALL) -> Findings:
    """Compare everybody with everybody in 20 groups, on all cores.

    Args:
        sizes: Photographs of each set.
        repeats: Runs of each way, in turn.
        clock: What times are taken by.

    Returns:
        Rows with seconds; ratios of the time to that of the full product.
    """
    rows, ratios = list[dict[str, Any]](), list[Ratio]()
    for size in sizes:
        people = crowd_of(size)
        ways: dict[str, Callable[[], object]] = {
            OURS: partial(all_pairs, people, thresholds=THRESHOLDS),
            BARE: partial(_product, people.template),
        }
        seconds = in_turn(ways, repeats, clock=clock)
        rows.append({"photographs": size} | {f"{way}_s": median(values) for way, values in seconds.items()})
        ratios.append(ratio_of(f"all pairs of {size:,}: time / full bare product", seconds, OURS, BARE))
    return Findings("all-pairs", tuple(rows), tuple(ratios))


def crowd_of(size: int) -> Templates:
    """So many photographs of people of 20 groups, two of each."""
    person = np.arange(size) // IMAGES_EACH
    names = np.array([f"s{one}" for one in person], object)
    groups = np.array([f"g{one % GROUPS}" for one in person], object)
    return Templates(random_templates(size, SEED), names, groups)


def _product(templates: FloatArray) -> None:
    """Make every score in strips, and throw it away."""
    strip = np.empty((STRIP, len(templates)), np.float32)
    for start in range(0, len(templates), STRIP):
        part = templates[start : start + STRIP]
        np.matmul(part, templates.T, out=strip[: len(part)])


def main() -> None:
    """Measure and tell."""
    arguments = measurement(__doc__, repeats=5).parse_args()
    tell(bench_all_pairs(repeats=arguments.repeats, clock=clock_of(arguments)), arguments)


if __name__ == "__main__":
    main()
