"""What to do where a library does not load, for each way in which it may not."""

import pytest

from lfr_eval.core.absent import remedy

LOADER = "{}: cannot open shared object file: No such file or directory"
AGAIN = "install lfr-eval again, with its dependencies"
FAILURES = {
    "a desktop's library": (
        ImportError(LOADER.format("libGL.so.1"), name="cv2"),
        "a library of the system is missing: libGL.so.1; on Debian: apt install libgl1",
    ),
    "another of them": (
        ImportError(LOADER.format("libgthread-2.0.so.0")),
        "a library of the system is missing: libgthread-2.0.so.0; on Debian: apt install libglib2.0-0",
    ),
    "one that nobody knows": (
        ImportError(LOADER.format("libodd+1.so.7")),
        "a library of the system is missing: libodd+1.so.7; install the package of your system that has it",
    ),
    "a package": (
        ModuleNotFoundError("No module named 'cv2.typing'", name="cv2.typing"),
        f"the Python package cv2 is missing; {AGAIN}",
    ),
    "a file of Windows": (
        ImportError("DLL load failed while importing cv2:\nThe specified module could not be found.", name="cv2"),
        "cv2 cannot be loaded (DLL load failed while importing cv2: The specified module could not be found.); "
        + AGAIN,
    ),
    "versions that do not fit": (
        ImportError("numpy.core.multiarray failed to import"),
        f"a Python package cannot be loaded (numpy.core.multiarray failed to import); {AGAIN}",
    ),
    "nothing said": (ImportError(), f"a Python package cannot be loaded (no reason given); {AGAIN}"),
}


@pytest.mark.parametrize(("error", "line"), FAILURES.values(), ids=FAILURES)
def test_remedy(error: ImportError, line: str):
    assert remedy(error) == line
