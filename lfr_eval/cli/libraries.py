"""What is missing where something does not import, and what to do about it."""

from __future__ import annotations

import re

DEBIAN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libXext.so.6": "libxext6",
    "libXrender.so.1": "libxrender1",
    "libxcb.so.1": "libxcb1",
    "libstdc++.so.6": "libstdc++6",
}
"""Shared libraries that Python packages expect of the system, and the Debian packages that carry them."""
SHARED = re.compile(r"(lib[\w.+-]+\.so[.\d]*)")


def missing_library(error: ImportError) -> str:
    """One line on an import that failed."""
    said = " ".join(str(error).split())
    if found := SHARED.search(said):
        package = DEBIAN.get(found[1])
        remedy = f"on Debian and Ubuntu: apt install {package}" if package else "install the package that carries it"
        return f"the system library {found[1]} is missing; {remedy}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        name = error.name.partition(".")[0]
        return f"the Python package {name} is not installed; install lfr-eval again: pip install lfr-eval"
    return f"a Python package cannot be used: {said}; install lfr-eval again: pip install --force-reinstall lfr-eval"
