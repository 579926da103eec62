"""A real server and a real browser; in CI a missing browser is a failure, elsewhere a skip."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import browsing
from playwright.sync_api import Page
from serving import serving

from lfr_eval.core.home import Home

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's browser."""
    if not CHROMIUM.exists():
        message = "no browser: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return CHROMIUM


@pytest.fixture(scope="session")
def server(golden_home: Home) -> Iterator[str]:
    """Address of a server of the golden home."""
    with serving(golden_home) as running:
        yield running.address


@pytest.fixture
def open_page(chromium: Path, server: str) -> Iterator[Callable[[str], Page]]:
    """Open a page of the golden home; an error in the browser's console fails the test."""
    errors: list[str] = []
    with browsing(chromium) as browser:

        def open_at(path: str) -> Page:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{server}/{path}")
            return page

        yield open_at
    assert errors == []
