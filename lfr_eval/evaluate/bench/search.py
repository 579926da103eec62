"""Exact search of a list beside the bare float32 matrix product and a partition: the least that an answer takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.progress import Progress, silent
from lfr_eval.evaluate.bench.measure import WALL, Clock, Findings, Ratio, Seconds, in_turn, ratio_of
from lfr_eval.watchlist.search import ExactMatcher

WIDTH, K = 512, 10
SIZES = (1_000, 10_000, 100_000, 1_000_000)
PROBES = (1, 8)
TARGET = 1.1
HELD_TO_TARGET = (10_000, 100_000)
SEED = 0
WORK_EACH, MOST_REPEATS = 1_000_000, 101
"""Short searches are repeated more often: so many entries in all, at most so many times."""
OURS, HALF, BARE, READ = "search", "float16", "product", "read"


def bench_search(
    sizes: Sequence[int] = SIZES,
    repeats: int = 9,
    threads: int = 1,
    progress: Progress = silent,
    clock: Clock = WALL,
) -> Findings:
    """Search lists of random templates for one probe, and for eight at once.

    Args:
        sizes: Entries of each list; a million take 5 GB of memory meanwhile.
        repeats: Least runs of each way, in turn.
        threads: Of each way.
        progress: Told of every list.
        clock: What times are taken by.

    Returns:
        Rows with milliseconds of the search, of float16 storage and of the bare product with a partition, the error
        of float16 scores, and how fast the templates went through the processor. "read" sums the templates once: no
        exact answer can be had for less.
    """
    rows, ratios = list[dict[str, Any]](), list[Ratio]()
    for number, size in enumerate(sizes):
        progress(number, len(sizes), f"{size:,} entries")
        for row, found in _of_size(size, repeats, threads, clock):
            rows.append(row)
            ratios.extend(found)
    return Findings("search", tuple(rows), tuple(ratios), (f"random templates of {WIDTH} numbers, {threads} threads",))


def _of_size(size: int, repeats: int, threads: int, clock: Clock) -> Iterator[tuple[dict[str, Any], list[Ratio]]]:
    templates = random_templates(size, SEED)
    names = [str(entry) for entry in range(size)]
    exact = ExactMatcher(names, names, templates, threads=threads)
    half = ExactMatcher(names, names, templates, storage="float16", threads=threads)
    for count in PROBES:
        probes = random_templates(count, SEED + 1)
        ways: dict[str, Callable[[], object]] = {
            OURS: partial(exact.search, probes, K),
            BARE: partial(_product_and_partition, probes, templates),
            HALF: partial(half.search, probes, K),
            READ: templates.sum,
        }
        with threadpool_limits(threads, user_api="blas"):
            seconds = in_turn(ways, max(repeats, min(MOST_REPEATS, WORK_EACH // size)), clock=clock)
        yield _row(size, count, seconds, _error(exact, half, probes)), _ratios(size, count, seconds)


def _product_and_partition(probes: FloatArray, templates: FloatArray) -> FloatArray:
    score = probes @ templates.T
    best = np.argpartition(score, len(templates) - K, axis=1)[:, -K:]
    return np.take_along_axis(score, best, axis=1)


def _row(size: int, count: int, seconds: Seconds, error: float) -> dict[str, Any]:
    milliseconds = {f"{way}_ms": median(values) * 1e3 for way, values in seconds.items()}
    gigabytes = size * WIDTH * 4 / 1e9
    speeds = {f"{way}_gb_s": gigabytes / median(seconds[way]) for way in (OURS, READ)}
    return {"entries": size, "probes": count, **milliseconds, **speeds, "float16_score_error": error}


def _ratios(size: int, count: int, seconds: Seconds) -> list[Ratio]:
    case = f"search {size:,} entries, {count} probe{'s' if count > 1 else ''}"
    target = TARGET if size in HELD_TO_TARGET else None
    found = [
        ratio_of(f"{case}: time / bare product", seconds, OURS, BARE, target=target),
        ratio_of(f"{case}: float16 / float32", seconds, HALF, OURS),
    ]
    if size == max(SIZES) and count == 1:
        found.append(ratio_of(f"{case}: time / reading the templates once", seconds, OURS, READ))
    return found


def _error(exact: ExactMatcher, half: ExactMatcher, probes: FloatArray) -> float:
    """Most that a score of float16 templates is off, over the best candidates."""
    best = exact.search(probes, K)
    rounded = np.stack([half.similarity(probe, entry) for probe, entry in zip(probes, best.entry, strict=True)])
    return float(np.abs(rounded - best.score).max())


def random_templates(count: int, seed: int) -> FloatArray:
    """Rows of length 1 in random directions, made in parts so that nothing else takes memory."""
    rng = np.random.default_rng(seed)
    rows = np.empty((count, WIDTH), np.float32)
    for start in range(0, count, 65_536):
        part = rows[start : start + 65_536]
        rng.standard_normal(dtype=np.float32, out=part)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return rows
