"""Opinions of members and the decision of the board on the page of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lfr_eval.core.errors import LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.evaluate.review.check import Check
from lfr_eval.evaluate.review.currency import close
from lfr_eval.evaluate.review.review import Review, Verdict
from lfr_eval.record.reviews import add_entries
from lfr_eval.ui.literal import literal, strong
from lfr_eval.ui.review_checklist import REFUSED
from lfr_eval.ui.show import prose, table
from lfr_eval.ui.views import reviews as view

WRITTEN = {"reasons": "Reasons", "conditions": "Conditions", "dissent": "Dissent from the others, if any"}


def show_decision(home: Home, review: Review, phase: Phase, checks: Sequence[Check], author: str) -> None:
    """Show what members think and what the board decided; take both while the phase is open."""
    closing = review.closing(phase)
    if closing:
        st.info(literal(view.decision_sentence(closing)))
    st.subheader("What members think", anchor=False)
    if review.opinions(phase):
        for one in review.opinions(phase):
            with st.container(border=True):
                prose(strong(f"{one.author}: {view.verdict_words(one)}"))
                prose("\n".join(view.opinion_lines(one)))
                st.caption(literal(view.said_by(one)))
        with st.expander("The same as a table"):
            table(view.opinions_table(review, phase), "opinions")
    else:
        prose("No member has given an opinion.")
    if closing:
        st.subheader("What the decision rests on", anchor=False)
        table(view.digests_table(closing), "digests")
        with st.expander("The checklist as it stood when the board decided"):
            table(view.decided_checks(closing), "decided-checklist")
    elif not author:
        st.info("Give your name above to give an opinion: everything in a review stands under a name.")
    else:
        _ask_opinion(home, review, author)
        if review.opinions(phase):
            _ask_decision(home, review, checks, author)


def _ask_opinion(home: Home, review: Review, author: str) -> None:
    key = f"{review.review_id}-{review.phase}"
    with st.form(f"opinion-{key}"):
        prose(strong(f"Opinion of {author}"))
        _choose("Your opinion", review.phase, f"opinion-verdict-{key}")
        for name, label in WRITTEN.items():
            st.text_area(label, key=f"opinion-{name}-{key}", max_chars=4000)
        said = (home, review, author, key)
        st.form_submit_button("Record my opinion", key="record-opinion", on_click=_give, args=said, type="primary")


def _ask_decision(home: Home, review: Review, checks: Sequence[Check], author: str) -> None:
    key = f"{review.review_id}-{review.phase}"
    with st.form(f"decision-{key}"):
        prose(strong("Decision of the board"))
        st.caption(
            "It freezes this part of the review with the checklist as it stands and the digests of its evidence. It "
            "cannot be taken back; a later change shows the review as out of date."
        )
        _choose("The board's decision", review.phase, f"board-verdict-{key}")
        st.text_area("Reasons of the board", key=f"board-reasons-{key}", max_chars=4000)
        said = (home, review, checks, author, key)
        st.form_submit_button("Decide and freeze", key="decide", on_click=_decide, args=said)


def _choose(label: str, phase: Phase, key: str) -> None:
    names = view.VERDICTS[phase]
    st.radio(label, list(names), format_func=names.__getitem__, index=None, key=key)


def _give(home: Home, review: Review, author: str, key: str) -> None:
    verdict = st.session_state[f"opinion-verdict-{key}"]
    content = {name: st.session_state[f"opinion-{name}-{key}"].strip() for name in WRITTEN}
    if verdict is None:
        st.session_state[REFUSED] = "Choose what you think before you record it."
    elif verdict == Verdict.CONDITIONS and not content["conditions"]:
        st.session_state[REFUSED] = "State the conditions under which you would approve."
    elif not content["reasons"]:
        st.session_state[REFUSED] = "State your reasons: an opinion without reasons cannot be weighed."
    else:
        said = content | {"verdict": str(verdict)}
        entry = Entry(review.review_id, review.phase, Kind.OPINION, "", said, author, datetime.now(UTC))
        try:
            add_entries(home.reviews, [entry], review.seen)
        except LfrError as error:
            st.session_state[REFUSED] = str(error)


def _decide(home: Home, review: Review, checks: Sequence[Check], author: str, key: str) -> None:
    verdict, reasons = st.session_state[f"board-verdict-{key}"], st.session_state[f"board-reasons-{key}"].strip()
    if verdict is None:
        st.session_state[REFUSED] = "Choose the decision of the board before you freeze it."
        return
    try:
        close(home, review, verdict, reasons, author, checks)
    except LfrError as error:
        st.session_state[REFUSED] = str(error)
