"""Speed of the statistics: all pairs beside a bare matrix product, curves by group, rates by people.

Usage: python benchmarks/metrics_speed.py [--repeat N] [--json FILE]

Everything is measured side by side in one run, each at three sizes so that the cost can be seen to grow with the work;
figures are medians. The bare product makes the same matrix of scores in strips and throws it away. On a busy machine
only the ratio of the two means something.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from itertools import combinations_with_replacement, product
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

import numpy as np
from all_pairs import GROUPS, STRIP, THRESHOLDS, crowd_of
from command_line import parser_of
from threadpoolctl import threadpool_info

from lfr_eval.evaluate.bench.search import WIDTH
from lfr_eval.evaluate.watch.environment import hardware, thread_variables, versions
from lfr_eval.metrics.all_pairs import all_pairs
from lfr_eval.metrics.curves import curves_by_group
from lfr_eval.metrics.rates import rate

PHOTOGRAPHS = (5_000, 10_000, 20_000)
SCORES = (2_500_000, 5_000_000, 10_000_000)
PASSES = (25_000, 50_000, 100_000)
TARGETS = {"all_pairs_ratio": 0.7, "all_pairs_mib": 1024, "curves_s": 3.0, "rate_s": 1.0}
Row = dict[str, float]


def main() -> None:
    """Measure, print and write."""
    parser = parser_of(__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    found = {
        "all_pairs": [pairs_row(n, arguments.repeat) for n in PHOTOGRAPHS],
        "curves_by_group": [curves_row(n, arguments.repeat) for n in SCORES],
        "rate_by_people": [rate_row(n, arguments.repeat) for n in PASSES],
    }
    report(found, arguments.repeat)
    if arguments.json:
        blas = [{key: pool[key] for key in ("internal_api", "version", "num_threads")} for pool in threadpool_info()]
        made_with = {"hardware": hardware(), "versions": versions(), "thread_variables": thread_variables()}
        arguments.json.write_text(json.dumps(found | {"targets": TARGETS, "blas": blas, **made_with}, indent=2))


def timed(work: Callable[[], Any]) -> float:
    """Wall seconds of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


def pairs_row(n: int, repeat: int) -> Row:
    """All pairs of n photographs by group, and the bare product of the same templates, in turn."""
    people = crowd_of(n)
    rows, strip = people.template, np.empty((STRIP, n), np.float32)

    def bare() -> None:
        for start in range(0, n, STRIP):
            np.matmul(rows[start : start + STRIP], rows.T, out=strip)

    with PeakMemory() as memory:
        ours = [timed(lambda: all_pairs(people, thresholds=THRESHOLDS))]
    counts = all_pairs(people, thresholds=THRESHOLDS)
    cells = list(product(THRESHOLDS, combinations_with_replacement(counts.groups, 2)))
    matrix_s = timed(lambda: [counts.fmr(level, one, other) for level, (one, other) in cells])
    bares = [timed(bare)]
    for _ in range(repeat):
        bares.append(timed(bare))
        ours.append(timed(lambda: all_pairs(people, thresholds=THRESHOLDS)))
    # Each pair is made once, so ours is half the products of the bare one (and a little more on the diagonal).
    share = (n - 1) / 2 / n
    ratios = [share * one / other for one, other in zip(bares[1:], ours[1:], strict=True)]
    return {
        "photographs": n,
        "all_pairs_s": median(ours[1:]),
        "bare_product_s": median(bares[1:]),
        "matrix_s": matrix_s,
        "ratio_of_product_rates": median(ratios),
        "lowest_ratio": min(ratios),
        "highest_ratio": max(ratios),
        "process_peak_mib": memory.peak_mib,
        "added_mib": memory.peak_mib - memory.before_mib,
    }


def curves_row(n: int, repeat: int) -> Row:
    """Curves of n scores in 20 groups at every score."""
    rng = np.random.default_rng(0)
    names = np.array([f"g{number}" for number in range(GROUPS)], object)
    mated = rng.random(n) < 0.1
    scores = rng.normal(np.where(mated, 0.6, 0.05), 0.1).astype(np.float32)
    group = names[rng.integers(0, GROUPS, n)]
    given = scores[mated], group[mated], scores[~mated], group[~mated]
    taken = [timed(lambda: curves_by_group(*given)) for _ in range(repeat)]
    return {"scores": n, "seconds": median(taken)}


def rate_row(n: int, repeat: int) -> Row:
    """The rate of n passes of fewer subjects, with its interval by people."""
    rng = np.random.default_rng(0)
    who = np.array([f"s{one}" for one in rng.integers(0, n * 6 // 10, n)], object)
    events = rng.random(n) < 0.01
    taken = [timed(lambda: rate(events, who)) for _ in range(repeat)]
    return {"passes": n, "subjects": len(set(who)), "seconds": median(taken)}


class PeakMemory:
    """Watch the resident memory of this process while a block runs."""

    def __enter__(self) -> PeakMemory:
        self.before_mib = self.peak_mib = resident_mib()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            self.peak_mib = max(self.peak_mib, resident_mib())
            sleep(0.002)


def resident_mib() -> float:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


def report(found: dict[str, list[Row]], repeat: int) -> None:
    """Print what was measured."""
    machine = hardware()
    print(f"{machine['processor']}, {machine['cores']} cores, numpy {versions()['numpy']}; medians of {repeat}")
    print(f"All pairs by {GROUPS} groups, {WIDTH} numbers a template, beside the bare float32 product")
    for row in found["all_pairs"]:
        print(
            f"  {row['photographs']:>10,} photographs {row['all_pairs_s']:7.2f} s "
            f"({row['all_pairs_s'] / row['photographs'] ** 2 * 2e9:.0f} ns a pair), bare full product "
            f"{row['bare_product_s']:6.2f} s; products per second {row['ratio_of_product_rates']:.2f} of the bare rate "
            f"({row['lowest_ratio']:.2f} to {row['highest_ratio']:.2f}); adds {row['added_mib']:.0f} MiB, "
            f"process {row['process_peak_mib']:.0f} MiB"
        )
    print(f"Curves of {GROUPS} groups at every score")
    for row in found["curves_by_group"]:
        print(
            f"  {row['scores']:>10,} scores {row['seconds']:7.2f} s, {row['seconds'] / row['scores'] * 1e9:.0f} ns each"
        )
    print("Rate with its interval by people")
    for row in found["rate_by_people"]:
        print(
            f"  {row['passes']:>10,} passes {row['seconds']:7.3f} s, {row['seconds'] / row['passes'] * 1e6:.1f} µs each"
        )
    print(f"Rates of all pairs of {GROUPS} groups at {len(THRESHOLDS)} thresholds, with their intervals by people")
    for row in found["all_pairs"]:
        print(f"  {row['photographs']:>10,} photographs {row['matrix_s']:7.3f} s")


if __name__ == "__main__":
    main()
