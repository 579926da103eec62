"""How many cores this process may use: fewer than the machine has where it is confined to some, or to a share."""

from __future__ import annotations

import math
import os
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")


def cores(cgroup: Path = CGROUP) -> int:
    """Cores that this process may use, at least 1.

    The fewest of what the machine has, what the process is bound to (affinity), and what its control group grants in
    each period (``docker run --cpus``; a part of a core counts as one).

    Args:
        cgroup: Where the kernel shows the control group of this process, of version 2 or 1.

    Source: cgroups(7), cpu controller: ``cpu.max``; ``cpu.cfs_quota_us`` and ``cpu.cfs_period_us``.
    """
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    granted = _quota(cgroup)
    return max(1, bound if granted is None else min(bound, math.ceil(granted)))


def _quota(cgroup: Path) -> float | None:
    """Cores in each period; None where there is no limit."""
    for quota, period in (_version_2(cgroup), _version_1(cgroup)):
        if quota.isdigit() and period.isdigit() and int(period):
            return int(quota) / int(period)
    return None


def _version_2(cgroup: Path) -> tuple[str, str]:
    quota, _, period = _text(cgroup / "cpu.max").partition(" ")
    return quota, period


def _version_1(cgroup: Path) -> tuple[str, str]:
    return _text(cgroup / "cpu" / "cpu.cfs_quota_us"), _text(cgroup / "cpu" / "cpu.cfs_period_us")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        return ""
