"""The demo beside the pages: real models on real photographs in a process of its own, with how far it is."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.report.literal import code, literal

WORK = [sys.executable, "-m", "lfr_eval.ui.demo.work"]
DRAWN_S = 0.5
BROKE = f"the demo ended before it was done; run {code('lfr-eval demo')} in a terminal to see why"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How far the demo is; replaced as a whole."""

    share: float
    """Of all its steps, in [0, 1]."""
    note: str
    error: str = ""
    done: bool = False

    @property
    def ended(self) -> bool:
        """Whether it is over, one way or the other."""
        return self.done or bool(self.error)


class DemoJob:
    """One demo, begun on construction."""

    def __init__(self, folder: Path) -> None:
        self.snapshot = Snapshot(0.0, "loading the models")
        self._process = subprocess.Popen(  # noqa: S603
            [*WORK, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._listener = Thread(target=self._listen, name="demo", daemon=True)
        self._listener.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """End it; what was recorded of its run is kept."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        self._listener.join()

    def _listen(self) -> None:
        stream = self._process.stdout
        for line in stream or ():
            said = json.loads(line)
            if "error" in said:
                self.snapshot = Snapshot(0.0, "failed", error=said["error"])
            elif said.get("done"):
                self.snapshot = Snapshot(1.0, "done", done=True)
            else:
                self.snapshot = Snapshot(said["share"], said["note"])
        if stream:
            stream.close()
        self._process.wait()
        atexit.unregister(self.stop)
        if not self.snapshot.ended:
            self.snapshot = Snapshot(0.0, "failed", error=BROKE)


@st.cache_resource
def _jobs() -> dict[str, DemoJob]:
    """One demo at most for each home, whoever looks at it."""
    return {}


def show_demo(home: Home) -> None:
    """Show how far the demo is, while it runs; and once why it failed."""
    job = _jobs().get(_place(home))
    if job is None:
        return
    if job.snapshot.ended:
        _jobs().pop(_place(home), None)
        if job.snapshot.error:
            st.error(literal(job.snapshot.error))
    else:
        _draw(home)


def offer_demo(home: Home) -> None:
    """Offer to run the demo, unless it runs."""
    if _place(home) not in _jobs():
        st.button("Run the demo", key="demo", type="primary", on_click=_start, args=(home,))


@st.fragment(run_every=DRAWN_S)
def _draw(home: Home) -> None:
    job = _jobs().get(_place(home))
    if job is None or job.snapshot.ended:
        st.rerun()
    else:
        st.progress(job.snapshot.share, text=literal(f"The demo is running: {job.snapshot.note} …"))


def _start(home: Home) -> None:
    if _place(home) not in _jobs():  # somebody else may have begun it
        _jobs()[_place(home)] = DemoJob(home.folder)


def _place(home: Home) -> str:
    return os.path.realpath(home.folder)
