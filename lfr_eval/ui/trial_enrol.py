"""The part of the page of live trials where the operator enrols themself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.trial.stills import StillsEnrolled, enrol_stills
from lfr_eval.ui.literal import literal
from lfr_eval.ui.show import prose
from lfr_eval.ui.views import live as view
from lfr_eval.watchlist.watchlist import Watchlist

YOURSELF, STILLS, SAVED = "trial-yourself", "trial-stills", "trial-saved"
"""What a session remembers: the list in memory, the stills, where the list was saved if it was."""
STILLS_NEEDED = 3


def enrol_yourself(home: Home, settings: SystemSettings) -> Watchlist | None:
    """Ask for stills, and give the list that is made of them; None while there is none."""
    made: StillsEnrolled | None = st.session_state.get(YOURSELF)
    if made is None:
        _take_stills(settings)
        return None
    prose(view.enrolled(made.watchlist, made.enrolment.counts))
    name, save, forget = st.columns([3, 1, 1], vertical_alignment="bottom")
    called = name.text_input("Save it as a list that expires today, named", key="list-name").strip()
    if save.button("Save the list", key="save-list", disabled=not called):
        _save(made, home, called)
    if forget.button("Forget me", key="forget"):
        del st.session_state[YOURSELF]
        st.rerun()
    return made.watchlist


def saved_list() -> Path | None:
    """The list that was saved in this session, while it is there."""
    path: Path | None = st.session_state.get(SAVED)
    return path if path is not None and path.is_dir() else None


def _save(made: StillsEnrolled, home: Home, called: str) -> None:
    if Path(called).name != called:
        st.error("A list is named by one word, without a path.")
        return
    made.save(home.watchlists / called)
    st.session_state[SAVED] = home.watchlists / called
    st.success(literal(f"{called} was saved without the stills; it expires at the end of today (UTC)."))


def _take_stills(settings: SystemSettings) -> None:
    stills: list[bytes] = st.session_state.setdefault(STILLS, [])
    words, camera = st.columns(2)
    with words:
        prose("Three stills of you make a list of one person. They stay in memory: nothing is written unless you ask.")
        given = st.file_uploader(
            "Or photographs of you", ["jpg", "jpeg", "png"], accept_multiple_files=True, key="photographs"
        )
    with camera:
        _next_still(stills)
    if len(stills) >= STILLS_NEEDED or given:
        with words:
            _enrol([*stills, *(one.getvalue() for one in given)], settings)


def _enrol(pictures: list[bytes], settings: SystemSettings) -> None:
    """Ask for a name and enrol; asked last, since a still is lost that is taken while a name is being sent."""
    with st.form("enrol-form", border=False):
        person = st.text_input("Your name, as alerts shall show it", key="person")
        wanted = st.form_submit_button("Enrol", key="enrol", type="primary")
    if wanted:
        with st.spinner("Enrolling"), ThreadPoolExecutor(1) as worker:
            made = worker.submit(lambda: enrol_stills(pictures, person, load_engine(settings), settings)).result()
        st.session_state[YOURSELF] = made
        del st.session_state[STILLS]
        st.rerun()


def _next_still(stills: list[bytes]) -> None:
    if len(stills) >= STILLS_NEEDED:
        prose(f"{STILLS_NEEDED} stills are taken.")
        if st.button("Take them again", key="again"):
            stills.clear()
            st.rerun()
        return
    number = len(stills) + 1
    # each still has a widget of its own, so that the picture of one is not taken for the next
    taken = st.camera_input(literal(f"Still {number} of {STILLS_NEEDED}"), key=f"still-{number}")
    if taken is not None:
        stills.append(taken.getvalue())
        st.rerun()
