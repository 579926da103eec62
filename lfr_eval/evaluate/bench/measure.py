"""Measure ways of doing the same work in turn, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from time import perf_counter, process_time
from typing import Any, Literal

import numpy as np
import psutil
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

from lfr_eval.core.progress import Progress, silent
from lfr_eval.evaluate.watch.environment import hardware, thread_variables, versions

SCHEMA_VERSION = 1
Seconds = Mapping[str, tuple[float, ...]]
Clock = Callable[[], float]
WALL: Clock = perf_counter
PROCESSOR: Clock = process_time
"""What all threads of this process used: steadier than wall time where other work runs; waiting costs nothing."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How two ways compare, run by run."""

    name: str
    runs: tuple[float, ...]
    better: Literal["lower", "higher"]
    target: float | None = None
    """What it is meant to reach."""

    @property
    def value(self) -> float:
        """The median."""
        return median(self.runs)

    def to_json(self) -> dict[str, Any]:
        """With the quartiles of the runs as `low` and `high`; `met` is None where there is no target."""
        low, high = (float(edge) for edge in np.percentile(self.runs, (25, 75)))
        stated = {"name": self.name, "value": self.value, "low": low, "high": high}
        met = None if self.target is None else not is_worse(self.value, self.target, self.better)
        return stated | {"runs": len(self.runs), "better": self.better, "target": self.target, "met": met}


@dataclass(frozen=True, slots=True)
class Findings:
    """What one benchmark found."""

    target: str
    """What was measured, as the name of a file: search, throughput-crowd, …"""
    rows: tuple[Mapping[str, Any], ...]
    """One row a case, all with the same keys; durations are medians."""
    ratios: tuple[Ratio, ...]
    notes: tuple[str, ...] = field(default=())
    """What a reader must know of the figures."""


def in_turn(
    works: Mapping[str, Callable[[], object]], repeats: int, progress: Progress = silent, clock: Clock = WALL
) -> Seconds:
    """Seconds of each way, `repeats` times in turn, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(repeats + 1):
        for number, (name, work) in enumerate(works.items()):
            progress(turn * len(works) + number, (repeats + 1) * len(works), name)
            start = clock()
            work()
            taken[name].append(clock() - start)
    return {name: tuple(values[1:]) for name, values in taken.items()}


def ratio_of(
    name: str,
    seconds: Seconds,
    ours: str,
    other: str,
    *,
    better: Literal["lower", "higher"] = "lower",
    target: float | None = None,
) -> Ratio:
    """Our time over the other's where lower is better; the other's over ours (times as fast) where higher is."""
    pairs = zip(seconds[ours], seconds[other], strict=True)
    runs = tuple(one / two if better == "lower" else two / one for one, two in pairs)
    return Ratio(name, runs, better, target)


def in_processor_time(findings: Findings) -> Findings:
    """The same findings, said to be of `PROCESSOR`: their ratios are not to be compared with those of wall time."""
    ratios = tuple(replace(ratio, name=f"{ratio.name} (processor time)") for ratio in findings.ratios)
    note = "all times are processor time of all threads, not wall time"
    return replace(findings, ratios=ratios, notes=(*findings.notes, note))


def is_worse(value: float, than: float, better: Literal["lower", "higher"]) -> bool:
    """Whether `value` lies on the wrong side of `than`."""
    return value > than if better == "lower" else value < than


def stated(findings: Findings) -> dict[str, Any]:
    """Everything as JSON, with the machine, its load, and all that threads and kernels depend on."""
    blas = [{key: pool.get(key) for key in ("internal_api", "version", "num_threads")} for pool in threadpool_info()]
    return {
        "schema_version": SCHEMA_VERSION,
        "target": findings.target,
        "rows": [dict(row) for row in findings.rows],
        "ratios": [ratio.to_json() for ratio in findings.ratios],
        "notes": list(findings.notes),
        "hardware": hardware(),
        "load_average": psutil.getloadavg()[0],
        "versions": versions(),
        "blas": blas,
        "thread_variables": thread_variables(),
    }
