"""Where the tests find what is never part of the repository: real faces and footage, and a browser."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

import lfr_eval  # noqa: F401  (before a test loads a library that would report to its maker)

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")

CHROMIUM = Path("/usr/bin/chromium")

# A test run in the background ignores Ctrl-C, and so would the processes that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="Freeze the JSON of tests/golden as it is now.")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real faces and video; in CI a missing one is a failure, elsewhere a skip."""
    given = os.environ.get("LFR_EVAL_TEST_DATA")
    path = Path(given) if given else Path(__file__).parents[2] / "shared" / "data"
    if not path.is_dir():
        message = f"test data not found at {path}; set LFR_EVAL_TEST_DATA"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's browser; in CI a missing one is a failure, elsewhere a skip."""
    if not CHROMIUM.exists():
        message = "no browser: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return CHROMIUM
