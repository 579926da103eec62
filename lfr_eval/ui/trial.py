"""The parts of the page of live trials: what is to be watched, what is seen, and what was left."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from lfr_eval.capture.network import ADDRESS
from lfr_eval.capture.source import FrameSource, open_source
from lfr_eval.core.errors import InputError, LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.rows import Keep
from lfr_eval.evaluate.system import load_engine, read_system
from lfr_eval.evaluate.trial.snapshot import Snapshot
from lfr_eval.evaluate.trial.worker import Trial
from lfr_eval.metrics.stopping import USUAL_RULE, Standing, StoppingRule
from lfr_eval.report.trial_words import length_line, look_line, rule_line
from lfr_eval.ui.literal import literal, strong
from lfr_eval.ui.selection import choice, home, number, written, written_path
from lfr_eval.ui.show import bullets, empty, prose
from lfr_eval.ui.trial_camera import Relay, show_camera
from lfr_eval.ui.trial_enrol import enrol_yourself
from lfr_eval.ui.views import live as view
from lfr_eval.watchlist.store import HEADER as LIST_HEADER
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.watchlist import Watchlist

TRIAL, RELAY, PLAYED, SETUP = "trial", "trial-relay", "trial-played", "trial-setup"
"""What a session remembers: the trial, the browser's camera, whether it began, what was chosen for the trial."""
ENROL = "Enrol yourself"
BROWSER, MACHINE = "Camera of this browser", "Camera or recording on this machine"
NETWORK = "Network camera (RTSP)"
SOMEBODY = "somebody who is not listed"
DRAWN_S = 0.5


@dataclass(frozen=True, slots=True)
class Setup:
    """What the operator chose."""

    watchlist: Watchlist | None
    """None: there is none yet."""
    settings: SystemSettings
    source: str
    spec: str
    """What to open; empty for the camera of the browser, and while nothing is named."""
    called: str
    """Its name in the record; empty where it has one of its own."""
    keep: Keep
    rule: StoppingRule
    """What walks are to show, and when they stop; stated before they begin."""

    def open(self) -> FrameSource:
        """Open it."""
        return open_source(self.spec, source_id=self.called or None)

    def trial(self, home: Home, open_it: Callable[[], FrameSource]) -> Trial:
        """A trial as chosen."""
        if self.watchlist is None:
            raise ValueError("setup: expected a list")
        load = partial(load_engine, self.settings, threads=1)
        return Trial(open_it, load, self.watchlist, self.settings, home, rule=self.rule, keep=self.keep)


def current() -> Trial | None:
    """The trial of this session; of a page that was loaded anew, the one that runs."""
    if TRIAL not in st.session_state and (found := _trials().get(_place(home()))) and found[0].running:
        st.session_state[TRIAL], st.session_state[SETUP] = found
    trial: Trial | None = st.session_state.get(TRIAL)
    return trial


@st.cache_resource
def _trials() -> dict[str, tuple[Trial, Setup]]:
    """The newest trial of each home with what was chosen for it, whoever looks at it."""
    return {}


def _place(home: Home) -> str:
    return str(home.folder.absolute())


def running() -> bool:
    """Whether the trial of this session is on."""
    trial = current()
    return trial is not None and trial.running


def by_browser(setup: Setup) -> bool:
    """Whether this page is the one whose camera is watched: the trial of a page that is gone is ended by a button."""
    relay: Relay | None = st.session_state.get(RELAY)
    return setup.source == BROWSER and (not running() or (relay is not None and relay.trial is current()))


def set_up(home: Home) -> Setup:
    """Ask what is to be watched for, how and where; while a trial runs, say what was chosen."""
    if running():
        chosen: Setup = st.session_state[SETUP]
        if chosen.watchlist is not None:
            prose(
                view.watching(
                    chosen.watchlist, chosen.settings, chosen.called or chosen.spec or chosen.source, chosen.keep
                )
            )
            prose(rule_line(chosen.rule))
        return chosen
    names = sorted(path.parent.name for path in home.watchlists.glob(f"*/{LIST_HEADER}"))
    left, middle, right = st.columns(3)
    with left:
        name = choice("watchlist", "Watchlist", [*names, ENROL])
        source = choice("camera", "Source", [BROWSER, MACHINE, NETWORK])
    with middle:
        usual = SystemSettings().alerting.threshold
        threshold = number("trial-threshold", "Threshold", usual, min_value=0.0, max_value=1.0, step=0.01)
        spec, called = _named(source)
    with right:
        system = written_path("system", "System", "a system.yaml; empty for the defaults")
        keep = choice("keep", "What is recorded", list(view.KEPT), lambda kept: view.KEPT[kept])
    rule = _rule()
    settings = read_system(Path(system) if system else None, threshold)
    listed = enrol_yourself(home, settings) if name == ENROL else read_watchlist(home.watchlists / name)
    kept: Keep = "everything" if keep == "everything" else "decisions"
    return Setup(listed, settings, source, spec, called, kept, rule)


def _rule() -> StoppingRule:
    """Ask what walks are to show; said in words before the first of them, and fixed when the trial begins."""
    shown, most, guess = st.columns(3)
    with shown:
        least = number(
            "at_least", "Recognition to be shown, %", 100 * USUAL_RULE.at_least, min_value=1.0, max_value=99.9
        )
    with most:
        walks = int(number("most_walks", "Most walks of listed people", USUAL_RULE.most, min_value=1, max_value=5000))
    with guess:
        guessed = number("guess", "Rate that is guessed, %", 95.0, min_value=1.0, max_value=100.0)
    rule = StoppingRule(least / 100, walks)
    prose(f"{rule_line(rule)} {length_line(rule, guessed / 100)}")
    return rule


def _named(source: str) -> tuple[str, str]:
    """What to open, and its name; the address of a network camera may hold a password, and stays out of the page's."""
    if source == MACHINE:
        return written_path("spec", "Camera or recording", "camera:0, or the path of a file"), ""
    if source == BROWSER:
        return "", ""
    called = written("called", "Name of the camera, for the record", "for example gate")
    address = st.text_input("Address", key="address", placeholder="rtsp://…", type="password").strip()
    if address and not re.match(ADDRESS, address, re.IGNORECASE):
        raise InputError("the address of a network camera begins with rtsp://")
    return address if called else "", called


def run_browser(home: Home, setup: Setup) -> None:
    """Show the browser's camera and, while a trial runs, what is seen; its START and STOP begin and end the trial."""
    if setup.watchlist is None:
        empty("There is nobody to look for yet.", "Enrol yourself above, or choose a watchlist.")
        return
    relay: Relay = st.session_state.setdefault(RELAY, Relay())
    left, right = st.columns([3, 2])
    with left:
        playing = show_camera(relay)
    if playing and not st.session_state.get(PLAYED):
        st.session_state[PLAYED] = True
        _begin(relay.begin(partial(setup.trial, home)), setup)
    elif not playing and st.session_state.pop(PLAYED, False):
        relay.end()
        st.rerun()  # so that what is chosen for the next one is asked again
    with right:
        if running():
            _draw_state()
        elif playing:
            prose("The trial has ended. Press STOP, and START for another one.")
        else:
            prose(f"START begins the trial, STOP ends it. {view.HIDDEN}")
            prose(view.CAMERA_TROUBLE)


def run_machine(home: Home, setup: Setup) -> None:
    """Begin and end a trial on a camera or recording of the machine that serves this page, and show it."""
    if st.session_state.pop(PLAYED, False):
        st.session_state[RELAY].end()
    on = running()
    ready = bool(setup.spec) and setup.watchlist is not None
    buttons = st.container(horizontal=True)
    if buttons.button("Start", key="start", type="primary", disabled=on or not ready):
        trial = setup.trial(home, setup.open)
        trial.start()
        _begin(trial, setup)
    if buttons.button("Stop", key="stop", disabled=not on) and (trial_on := current()) is not None:
        trial_on.stop()
        trial_on.wait(20)
        st.rerun()
    if on:
        _draw_picture_and_state()
    elif not ready:
        empty("There is nothing to watch yet.", "Choose whom to look for, and name a camera or a recording.")


def _begin(trial: Trial, setup: Setup) -> None:
    st.session_state[TRIAL], st.session_state[SETUP] = trial, setup
    _trials()[_place(home())] = trial, setup
    st.rerun()


@st.fragment(run_every=DRAWN_S)
def _draw_state() -> None:
    if (now := _latest()) is not None:
        _state(now)


@st.fragment(run_every=DRAWN_S)
def _draw_picture_and_state() -> None:
    if (now := _latest()) is not None:
        left, right = st.columns([3, 2])
        left.html(view.drawn(now.picture))
        left.caption(literal(view.HIDDEN))
        with right:
            _state(now)


def _latest() -> Snapshot | None:
    trial = current()
    if trial is None or not trial.running:
        st.rerun()
    now = trial.latest()
    if now is None:
        st.info("Loading the models and waiting for the first picture.")
    return now


def _state(now: Snapshot) -> None:
    """Alerts first, then how close it is, how the system keeps up, and the button for walks."""
    trial = current()
    if trial is None:
        return
    _alerts(now)
    _mark(trial)
    prose(view.BEST if now.best else view.NOBODY)
    bullets(view.best_scores(now, trial.settings.alerting.threshold))
    if why := view.why_not_compared(now):
        prose(why)
    bullets(view.figures(now))


def _alerts(now: Snapshot) -> None:
    sentences = view.alert_sentences(now.alerts)
    if sentences:
        st.error(literal(f"{strong('Alert.')} {sentences[0]}"))
        if st.toggle("Sound", value=True, key="sound"):
            st.audio(view.tone(len(now.alerts)), format="audio/wav", autoplay=True)
    else:
        prose("No alert so far.")
    for sentence in sentences[1 : view.SHOWN_ALERTS]:
        prose(sentence)
    if more := view.earlier(len(sentences)):
        prose(more)


def _mark(trial: Trial) -> None:
    person = st.selectbox("Who walks", [*sorted(trial.watchlist.submitted), SOMEBODY], key="walker")
    if st.button("I am walking through now", key="walk", width="stretch"):
        try:
            trial.mark_pass(None if person == SOMEBODY else person)
        except LfrError as error:
            st.error(literal(str(error)))
    look = trial.look()
    if look.standing is not Standing.OPEN:
        st.success(literal(f"{look_line(look, trial.rule)} By the rule, walks of listed people end here."))
    elif look.n:
        prose(look_line(look, trial.rule))
    if trial.marked:
        prose(f"Walks marked: {len(trial.marked)}.")
