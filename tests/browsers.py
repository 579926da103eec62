"""A real browser for the journeys, which keeps to this machine and leaves nothing behind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
INLINE = ("data:", "blob:")


@contextmanager
def browsing(chromium: Path, *flags: str) -> Iterator[Browser]:
    """A browser with further flags, and with a home folder of its own."""
    with TemporaryDirectory() as home, sync_playwright() as playwright:
        env = os.environ | {"HOME": home}
        browser = playwright.chromium.launch(executable_path=str(chromium), args=[*FLAGS, *flags], env=env)
        yield browser
        browser.close()


def watch_requests(page: Page, address: str, errors: list[str]) -> None:
    """Whatever the page asks of anybody but the server at `address` is added to the errors."""
    ours = (f"{address}/", f"{address.replace('http', 'ws')}/", *INLINE)

    def note(asked: str) -> None:
        if not asked.startswith(ours):
            errors.append(f"asked for {asked}")

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
