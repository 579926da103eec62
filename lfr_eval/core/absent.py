"""What to do where a library cannot be loaded: one line, with the Debian package of a library of the system."""

from __future__ import annotations

import re

SYSTEM_LIBRARY = re.compile(r"(lib[\w+.-]+?\.so[\d.]*): cannot open shared object file")
"""As the loader of Linux says it."""
DEBIAN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrender.so.1": "libxrender1",
    "libfontconfig.so.1": "libfontconfig1",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
}
"""Library of the system → the package that has it, on Debian and what is made from it."""
AGAIN = "install lfr-eval again, with its dependencies"


def remedy(error: ImportError) -> str:
    """Which library cannot be loaded, and what to do about it, in one line."""
    said = " ".join(str(error).split()) or "no reason given"
    if found := SYSTEM_LIBRARY.search(said):
        library = found[1]
        package = DEBIAN.get(library)
        todo = f"on Debian: apt install {package}" if package else "install the package of your system that has it"
        return f"a library of the system is missing: {library}; {todo}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"the Python package {error.name.partition('.')[0]} is missing; {AGAIN}"
    return f"{error.name or 'a Python package'} cannot be loaded ({said}); {AGAIN}"
