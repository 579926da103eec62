"""A real server and a real browser for the journeys."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from lfr_eval.core.home import Home

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 60


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """Serve a home by `lfr-eval app` on a port of its own; gives the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from lfr_eval.cli.main import main; main()"]
    process = subprocess.Popen(
        [*command, "app", "--no-open", "--port", str(port)],
        env=os.environ | {"LFR_EVAL_HOME": str(home.folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen, health: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the server ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer in time")


@contextmanager
def browsing(chromium: Path, *flags: str) -> Iterator[Browser]:
    """A browser with further flags."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=[*FLAGS, *flags])
        yield browser
        browser.close()
