"""How many processors this process may use: not those of the machine where it is kept to some of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from math import ceil
from pathlib import Path, PurePosixPath

import psutil

MEMBERSHIP = Path("/proc/self/cgroup")
"""Lines of `hierarchy:controllers:path` (cgroups(7)); version 2 names no controllers."""
GROUPS = Path("/sys/fs/cgroup")


def usable_cores() -> int:
    """Processors that this process may run on at once, at least 1.

    The least of its affinity (taskset, cpusets of a container) and of the quotas of its control groups, part of a
    processor counted as one, as Go and Java do.

    Source: the kernel's cgroup-v2.rst (cpu.max) and sched-bwc.rst (cpu.cfs_quota_us, cpu.cfs_period_us).
    """
    return max(1, min((_affinity(), *map(ceil, quotas(MEMBERSHIP, GROUPS)))))


def quotas(membership: Path, groups: Path) -> Iterator[float]:
    """Processors that each control group around a process grants it; groups without a limit are left out.

    Args:
        membership: The groups of the process, as /proc/self/cgroup has them.
        groups: Where the groups are mounted. A container sees its own as the outermost, whatever path it is told.
    """
    for line in _text(membership).splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        group = PurePosixPath(path.lstrip("/"))
        for mount in (groups / controllers, groups / "cpu") if controllers else (groups, groups / "unified"):
            for folder in (mount / group, *(mount / outer for outer in group.parents)):
                if granted := _granted(folder):
                    yield granted


def _affinity() -> int:
    if sys.platform == "darwin":  # where there is none
        return os.cpu_count() or 1
    return len(psutil.Process().cpu_affinity())


def _granted(folder: Path) -> float | None:
    """Quota over period of one group, of either version; None without a limit."""
    quota, _, period = _text(folder / "cpu.max").partition(" ")
    if not quota:
        quota, period = _text(folder / "cpu.cfs_quota_us"), _text(folder / "cpu.cfs_period_us")
    try:
        granted = int(quota) / int(period)
    except (ValueError, ZeroDivisionError):  # "max", and what is not there
        return None
    return granted if granted > 0 else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
