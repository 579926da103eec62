"""A real server and a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import browsing, watch_requests
from playwright.sync_api import Page
from serving import serving

from lfr_eval.core.home import Home


@pytest.fixture(scope="session")
def server(golden_home: Home) -> Iterator[str]:
    """Address of a server of the golden home."""
    with serving(golden_home) as running:
        yield running.address


@pytest.fixture
def open_page(chromium: Path, server: str) -> Iterator[Callable[[str], Page]]:
    """Open a page of the golden home; an error in the browser, or a request of anybody else, fails the test."""
    errors: list[str] = []
    with browsing(chromium) as browser:

        def open_at(path: str) -> Page:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.on("pageerror", lambda error: errors.append(str(error)))
            watch_requests(page, server, errors)
            page.goto(f"{server}/{path}")
            return page

        yield open_at
    assert errors == []
