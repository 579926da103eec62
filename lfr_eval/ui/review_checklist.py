"""The checklist of a review on its page: each question with its state, why, the page that proves it, and an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lfr_eval.core.errors import LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.review import Entry, Kind
from lfr_eval.evaluate.review.check import Check, CheckState
from lfr_eval.evaluate.review.review import Review
from lfr_eval.record.reviews import add_entries
from lfr_eval.ui.links import link
from lfr_eval.ui.literal import literal, strong
from lfr_eval.ui.show import bullets, prose, table
from lfr_eval.ui.views import reviews as view

REFUSED = "review-refused"
"""What a session remembers: why the last entry was not stored."""
ASKED = (CheckState.PERSON, CheckState.ANSWERED)


def show_checklist(home: Home, review: Review, checks: Sequence[Check], author: str, *, is_open: bool) -> None:
    """Show every question: first what stands in the way, then all of them by section.

    Args:
        home: Where the review stands.
        review: As it was read.
        checks: Of the phase that is looked at.
        author: Under whose name answers are given; empty = nobody can answer yet.
        is_open: Whether that phase still takes answers.
    """
    prose(strong(view.answer(checks)))
    if blocking := view.in_the_way(checks):
        st.subheader("What stands in the way", anchor=False)
        for obstacle in blocking:
            with st.container(border=True):
                _badge(obstacle.state)
                prose(strong(_sentence(obstacle.reason)))
                bullets(obstacle.questions)
    for section, questions in view.by_section(checks).items():
        st.subheader(literal(section), anchor=False)
        for one in questions:
            _question(home, review, one, author, is_open)
    with st.expander("The same as a table"):
        table(view.checklist_table(checks), "checklist")


def told() -> None:
    """Say why the last entry was not stored, once."""
    if refused := st.session_state.pop(REFUSED, None):
        st.error(literal(refused))


def _question(home: Home, review: Review, one: Check, author: str, is_open: bool) -> None:
    with st.container(border=True):
        left, right = st.columns([3, 1])
        with left:
            prose(strong(one.question))
            prose(_sentence(one.because))
            if one.answer:
                prose(f"“{one.answer.content['text']}”")
                st.caption(literal(view.said_by(one.answer)))
        with right:
            _badge(one.state)
            for proof in one.proof:
                link(proof)
        if is_open and one.state in ASKED:
            _ask(home, review, one, author)


def _ask(home: Home, review: Review, one: Check, author: str) -> None:
    key = f"answer-{review.review_id}-{review.phase}-{one.topic}"
    with st.expander("Answer again" if one.answer else "Answer"):
        if not author:
            st.caption("Give your name above first: every answer stands under a name.")
            return
        with st.form(f"form-{key}", border=False):
            st.text_area("Your answer", key=key, max_chars=4000)
            said = (home, review, one.topic, author, key)
            st.form_submit_button("Record the answer", key=f"say-{one.topic}", on_click=_say, args=said, type="primary")


def _say(home: Home, review: Review, topic: str, author: str, key: str) -> None:
    text = st.session_state[key].strip()
    if not text:
        st.session_state[REFUSED] = "Write an answer before you record it."
        return
    entry = Entry(review.review_id, review.phase, Kind.ANSWER, topic, {"text": text}, author, datetime.now(UTC))
    try:
        add_entries(home.reviews, [entry], review.seen)
    except LfrError as error:
        st.session_state[REFUSED] = str(error)
    else:
        st.session_state[key] = ""


def _badge(state: CheckState) -> None:
    colour, sign = view.BADGES[state]
    st.badge(view.SHORT.get(state, state.value), color=colour, icon=sign)  # type: ignore[arg-type]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
