"""`streamlit run app.py` becomes `lfr-eval app` when its first reader comes."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from browsers import browsing, watch_requests
from command import environment

APP = Path(__file__).parents[3] / "app.py"


def answering(address, end_s=60.0):
    """The headers of a server, once it is there."""
    end = time.monotonic() + end_s
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.headers
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_its_reader_gets_the_pages_that_nobody_else_is_asked_for(chromium, golden_home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["run", str(APP), "--server.headless", "true", "--server.port", str(port)]
    server = subprocess.Popen([sys.executable, "-m", "streamlit", *words], env=environment(golden_home.folder))
    address, errors = f"http://127.0.0.1:{port}", []
    try:
        assert answering(address).get("content-security-policy") is None
        with browsing(chromium) as browser:
            page = browser.new_page()
            watch_requests(page, address, errors)
            page.goto(address)
            page.get_by_role("heading", name="Overview").wait_for(timeout=60_000)
        assert errors == []
        assert "default-src 'self'" in answering(address)["content-security-policy"]
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
    finally:
        server.kill()
