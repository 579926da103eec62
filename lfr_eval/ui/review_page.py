"""One review on its page: how it stands, and its four parts."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.core.review import Phase
from lfr_eval.evaluate.review import after, before
from lfr_eval.evaluate.review.currency import changes
from lfr_eval.evaluate.review.evidence import gather
from lfr_eval.evaluate.review.review import Review, read_reviews
from lfr_eval.ui.literal import literal, strong
from lfr_eval.ui.review_checklist import show_checklist
from lfr_eval.ui.review_decision import show_decision
from lfr_eval.ui.review_forms import edit_outcome, edit_plan
from lfr_eval.ui.selection import REMEMBERED, choice
from lfr_eval.ui.show import empty, prose, table
from lfr_eval.ui.views import reviews as view

PARTS = {"checklist": "Checklist", "terms": "What is reviewed", "decision": "Decision", "history": "History"}


def choose_review(home: Home) -> Review | None:
    """One review, the newest first; None where there is none yet.

    Raises:
        RecordError: The file of reviews is damaged or newer.
    """
    reviews = {one.review_id: one for one in read_reviews(home)}
    if not reviews:
        empty("No review has been opened yet.", "Give your name, a place and a purpose to open the first.")
        return None
    return reviews[choice("review", "Review", list(reviews), lambda review_id: view.title(reviews[review_id]))]


def show_review(home: Home, review: Review, author: str) -> None:
    """Show one review: first how it stands, then the part that was chosen."""
    changed = changes(home, review, datetime.now(UTC).date())
    standing = view.standing(review, changed)
    prose(strong(f"{standing[:1].upper()}{standing[1:]}."))
    for sentence in changed:
        st.warning(literal(f"Out of date: {sentence}"))
    phase = Phase(_pick("phase", "When", _phases(review), review.phase))
    part = _pick("part", "Part", PARTS, "checklist")
    is_open = review.closing(phase) is None
    held = review.terms.evidence if phase is Phase.BEFORE else review.outcome.runs
    facts = gather(home, review.terms, held)
    checks = before.checklist(review, facts) if phase is Phase.BEFORE else after.checklist(home, review, facts)
    if part == "checklist":
        show_checklist(home, review, checks, author, is_open=is_open)
    elif part == "decision":
        show_decision(home, review, phase, checks, author)
    elif part == "history":
        table(view.history(review.entries), "history")
    elif not is_open:
        prose("This part is decided: what was reviewed can no longer be changed.")
        table(view.stated_table(review, phase), "terms")
    elif phase is Phase.BEFORE:
        edit_plan(home, review, author)
    else:
        edit_outcome(home, review, author)


def _phases(review: Review) -> dict[str, str]:
    """After the decision there is the deployment to look at, whether it was approved or not."""
    shown = [Phase.BEFORE] if review.phase is Phase.BEFORE else list(Phase)
    return {phase.value: view.PHASES[phase] for phase in shown}


def _pick(key: str, label: str, options: dict[str, str], usual: str) -> str:
    """One of few, in a row; it stands in the address."""
    if len(options) == 1:
        return next(iter(options))
    given = st.session_state.get(key) or st.query_params.get(key) or st.session_state.get(REMEMBERED + key)
    st.session_state[key] = given if given in options else str(usual)
    chosen = st.radio(
        label, list(options), format_func=options.__getitem__, key=key, label_visibility="collapsed", horizontal=True
    )
    st.query_params[key] = st.session_state[REMEMBERED + key] = str(chosen)
    return str(chosen)
