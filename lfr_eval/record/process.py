"""Whether the process that began a run still lives, even if its number has been given to another since."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

PROC = Path("/proc")
BOOT = PROC / "sys/kernel/random/boot_id"
ENDED = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)


def this_process() -> dict[str, Any]:
    """Number of this process and the moment it began, as this machine counts it (None where it does not tell)."""
    return {"pid": os.getpid(), "began": _began(os.getpid())}


def lives(process: Mapping[str, Any]) -> bool:
    """Whether what `this_process` once said is still true of a process on this machine."""
    pid, began = process.get("pid"), process.get("began")
    if not isinstance(pid, int) or pid <= 0:
        return False
    try:
        return psutil.pid_exists(pid) if began is None else _began(pid) == began
    except OverflowError:  # no system has such numbers
        return False


def _began(pid: int) -> str | None:
    """When a process began; None for one that is gone or ending.

    On Linux by the boot and the clock ticks since then (proc(5), field 22): a clock that is set later changes the time
    that psutil tells there. Elsewhere the system keeps the time of day at which it began.
    """
    try:
        process = psutil.Process(pid)
        return None if process.status() in ENDED else _moment(process)
    except (psutil.Error, OSError):
        return None


def _moment(process: psutil.Process) -> str:
    if not BOOT.exists():
        return f"{process.create_time():.3f}"
    stated = (PROC / str(process.pid) / "stat").read_text(encoding="ascii", errors="replace")
    return f"{BOOT.read_text(encoding='ascii').strip()}/{stated.rpartition(')')[2].split()[19]}"
