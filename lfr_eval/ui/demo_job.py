"""The demo, run beside the pages: real models on real photographs, with how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread

import streamlit as st

from lfr_eval.core.errors import LfrError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.demo.run import run_demo

STEPS = ("filming", "watching", "hiding faces")
"""The notes of the demo's progress, in order."""
DRAWN_S = 0.5


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How far the demo is; replaced as a whole."""

    share: float
    """Of all its steps, in [0, 1]."""
    note: str
    error: str = ""
    done: bool = False


class DemoJob:
    """One demo on a thread of its own."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.snapshot = Snapshot(0.0, "loading the models and enrolling ten people")
        self._thread = Thread(target=self._run, name="demo", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def _run(self) -> None:
        try:
            run_demo(self._home.folder, self._progress)
        except LfrError as error:
            self.snapshot = Snapshot(0.0, "failed", error=" ".join(str(error).split()))
        except Exception as error:
            self.snapshot = Snapshot(0.0, "failed", error=f"the demo failed: {type(error).__name__}: {error}")
            raise
        else:
            self.snapshot = Snapshot(1.0, "done", done=True)

    def _progress(self, done: float, total: float | None, note: str = "") -> None:
        step = STEPS.index(note) if note in STEPS else 0
        self.snapshot = Snapshot((step + (done / total if total else 0.0)) / len(STEPS), note)


@st.cache_resource
def _jobs() -> dict[str, DemoJob]:
    """One demo at most for each home, whoever looks at it."""
    return {}


def show_demo(home: Home) -> None:
    """Show how far the demo is, while it runs; and once why it failed."""
    job = _jobs().get(_place(home))
    if job is None:
        return
    if job.snapshot.error:
        st.error(job.snapshot.error)
        _jobs().pop(_place(home), None)
    else:
        _draw(home)


def offer_demo(home: Home) -> None:
    """Offer to run the demo, unless it runs."""
    if _place(home) not in _jobs():
        st.button("Run the demo", key="demo", type="primary", on_click=_start, args=(home,))


@st.fragment(run_every=DRAWN_S)
def _draw(home: Home) -> None:
    job = _jobs().get(_place(home))
    now = job.snapshot if job else Snapshot(1.0, "done", done=True)
    st.progress(now.share, text=f"The demo is running: {now.note} …")
    if now.done:
        _jobs().pop(_place(home), None)
    if now.done or now.error:
        st.rerun()


def _start(home: Home) -> None:
    if _place(home) not in _jobs():  # somebody else may have begun it
        _jobs()[_place(home)] = job = DemoJob(home)
        job.start()


def _place(home: Home) -> str:
    return str(home.folder.resolve())
