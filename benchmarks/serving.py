"""A real server of a home, for benchmarks and for tests of pages in a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lfr_eval.core.home import Home

START_S = 60
THIS_CODE = (sys.executable, "-c", "from lfr_eval.cli.main import main; main()")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    address: str
    pid: int

    def cpu_s(self) -> float:
        """Processor seconds that it has used; NaN where the system does not tell."""
        try:
            used = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        except OSError:
            return float("nan")
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(home: Home, command: Sequence[str] = THIS_CODE) -> Iterator[Server]:
    """Serve a home by `lfr-eval app`, of this code or of another installation, on a port of its own.

    Raises:
        RuntimeError: It ended, or did not answer in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, "app", "--no-open", "--port", str(port)],
        env=os.environ | {"LFR_EVAL_HOME": str(home.folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}/_stcore/health")
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], health: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(health, timeout=2):  # noqa: S310 (an address of our own)
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer in time")
