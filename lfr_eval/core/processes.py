"""Whether the process that began a run still lives, even if its number has been given to another since."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil

MOST = 2**31
"""No process has a number as high."""
PROC = Path("/proc")


def this_process() -> dict[str, Any]:
    """Number of this process and the moment it began, as this machine counts it (None where it does not tell)."""
    return {"pid": os.getpid(), "began": _began(os.getpid()), "namespace": _namespace()}


def lives(process: Mapping[str, Any]) -> bool:
    """Whether what `this_process` once said is still true of a process on this machine."""
    pid, began = process.get("pid"), process.get("began")
    if not isinstance(pid, int) or not 0 < pid < MOST:
        return False
    if process.get("namespace") not in (None, _namespace()):
        return True  # of another container: nobody can tell from here
    if began is not None:
        return bool(_began(pid) == began)
    return pid < MOST and _began_elsewhere(pid) is not None


@cache
def numbering() -> str:
    """Eight digits for where numbers of processes mean those that they mean here: this boot, and this container."""
    return sha256(f"{_boot()}/{_namespace()}".encode()).hexdigest()[:8]


def _boot() -> str | None:
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    except OSError:
        return None


def _namespace() -> str | None:
    """Which numbers of processes count here (pid_namespaces(7)): those of another container mean others."""
    try:
        return os.readlink(PROC / "self/ns/pid")
    except OSError:
        return None


def _began(pid: int) -> str | None:
    """When a process began, as the system keeps it; None for one that is gone or ending.

    On Linux the boot of the machine and clock ticks since then (proc(5), field 22), which no change of the clock
    alters; elsewhere seconds since 1970.
    """
    if (boot := _boot()) is None:
        return _began_elsewhere(pid)
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else f"{boot}/{fields[19]}"


def _began_elsewhere(pid: int) -> str | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.2f}"
    except psutil.AccessDenied:
        return "not told"
    except psutil.Error:
        return None
