"""The forms of a review: its plan, and the record of its deployment. Two people may write at once; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
from pydantic import ValidationError

from lfr_eval.core.errors import InputError, LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.review import Phase
from lfr_eval.core.settings import Section
from lfr_eval.core.wording import plainly
from lfr_eval.evaluate.review.plan import Count, Plan, count_of, plan_of, recount, restate
from lfr_eval.evaluate.review.review import Review, open_review, read_review, state_terms
from lfr_eval.evaluate.score.evidence import scores_of_any_version
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reviews import add_entries
from lfr_eval.report.review import Form
from lfr_eval.ui.reviews.checklist import REFUSED
from lfr_eval.ui.selection import REMEMBERED, can_be_shown
from lfr_eval.watchlist.store import list_watchlists

FORMS = "review-forms"
"""What a session remembers: each form that was begun, as it was shown."""


def begin(home: Home, author: str, *, expanded: bool) -> None:
    """The form that opens a review."""
    with st.expander("Open a new review", expanded=expanded), st.form("open-review", border=False):
        st.text_input("Place", key="new-place", placeholder="where the cameras will look")
        st.text_input("Purpose", key="new-purpose", placeholder="what it is for")
        st.form_submit_button("Open the review", key="open", on_click=_open, args=(home, author), type="primary")


def _open(home: Home, author: str) -> None:
    try:
        opened = open_review(home, st.session_state["new-place"], st.session_state["new-purpose"], author)
    except LfrError as error:
        st.session_state[REFUSED] = str(error)
        return
    st.session_state["new-place"] = st.session_state["new-purpose"] = ""
    st.session_state["review"] = st.session_state[REMEMBERED + "review"] = opened


def edit_plan(home: Home, review: Review, author: str) -> None:
    """The form of what is reviewed."""
    key = _begin(review, Phase.BEFORE, plan_of(review.terms))
    with st.form("plan"):
        st.text_input("Place", key=key("place"))
        st.text_area("Purpose", key=key("purpose"))
        _choose_runs(home, "Evidence: runs that were scored", key("runs"), scored=True)
        st.caption(
            "Choose runs and save: what is left empty below is taken from the first of them. Runs of one system on one "
            "list are held against threshold and policy together; no model runs again."
        )
        left, right = st.columns(2)
        with left:
            _ask_system(home, key)
        with right:
            _ask_policy(key)
        _save_button(home, review, Phase.BEFORE, author)


def _ask_system(home: Home, key: Callable[[str], str]) -> None:
    runs = {run.run_id: run.title for run in list_runs(home.runs) if can_be_shown(run)}
    lists = [path.name for path in list_watchlists(home.watchlists)]
    _choose("System, as it was in run", key("system"), runs, lambda run_id: runs.get(run_id, run_id))
    _choose("Watchlist", key("watchlist"), lists)
    _ask_number("Most people enrolled on the list", key("list_size"), 1, least=1)
    _ask_number("Threshold", key("threshold"), 0.01, least=-1.0, most=1.0)
    _ask_number("People expected to pass in an hour", key("footfall"), 1, least=1)
    _ask_number("False alerts an hour that can be checked", key("false_alerts_an_hour"), 1.0, least=0.0)


def _ask_policy(key: Callable[[str], str]) -> None:
    st.text_input("Policy file, if there is one", placeholder="datasets/suites/policy.yaml", key=key("policy_file"))
    _ask_number("Else: FPIR at most 1 in …", key("false_one_in"), 100.0, least=1.0)
    _ask_number("… TPIR at least … percent", key("found_percent"), 1.0, least=0.0, most=100.0)
    st.text_input("… people treated alike by", placeholder="sex, ethnicity, age", key=key("equivalence"))
    st.date_input("To be reviewed again by", value=None, key=key("review_by"))


def _ask_number(label: str, key: str, step: float, least: float, most: float | None = None) -> None:
    """A number that may be left empty, shown with the digits that it has."""
    whole = isinstance(step, int)
    st.number_input(
        label, value=None, min_value=least, max_value=most, step=step, format="%d" if whole else "%g", key=key
    )


def edit_outcome(home: Home, review: Review, author: str) -> None:
    """The form of what came of a deployment."""
    key = _begin(review, Phase.AFTER, count_of(review.outcome))
    counted = {
        "people_passed": "People who passed",
        "alerts_true": "True alerts",
        "alerts_false": "False alerts",
        "alerts_unresolved": "Unresolved alerts",
    }
    with st.form("outcome"):
        st.date_input("Deployed on", value=None, key=key("held_on"))
        _choose_runs(home, "Runs that were recorded", key("runs"), scored=False)
        for column, (field, label) in zip(st.columns(4), counted.items(), strict=True):
            with column:
                _ask_number(label, key(field), 1, least=0)
        st.text_area("Remarks", key=key("remarks"))
        _save_button(home, review, Phase.AFTER, author)


def _choose_runs(home: Home, label: str, key: str, *, scored: bool) -> None:
    runs = {run.run_id: run for run in list_runs(home.runs) if can_be_shown(run)}
    offered = [run_id for run_id in runs if not scored or scores_of_any_version(home, run_id)]
    gone = [run_id for run_id in st.session_state[key] if run_id not in offered]

    def named(run_id: str) -> str:
        return (
            f"{runs[run_id].title} · {runs[run_id].content['source']['id']}" if run_id in runs else f"{run_id} (gone)"
        )

    st.multiselect(label, [*offered, *gone], format_func=named, key=key, placeholder="Choose runs")


def _choose(label: str, key: str, options: Iterable[str], titled: Callable[[str], str] = str) -> None:
    offered = ["", *options]
    now = st.session_state[key]
    st.selectbox(
        label,
        offered if now in offered else [*offered, now],
        key=key,
        format_func=lambda one: titled(one) if one else "not stated",
    )


def _begin(review: Review, phase: Phase, start: Section) -> Callable[[str], str]:
    """Fill the widgets of a form that was not begun yet; gives the key of each."""
    place = f"{review.review_id}-{phase}"
    forms: dict[str, tuple[int, Form]] = st.session_state.setdefault(FORMS, {})
    round_, form = forms.setdefault(place, (0, Form(review.seen, _values(start))))

    def key(field: str) -> str:
        return f"{field}-{place}-{round_}"

    for field, value in form.shown.items():
        st.session_state.setdefault(key(field), value)
    return key


def _values(content: Section) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in content.model_dump().items()}


def _save_button(home: Home, review: Review, phase: Phase, author: str) -> None:
    st.form_submit_button(
        "Save", key=f"save-{phase}", on_click=_save, args=(home, review, phase, author), type="primary"
    )


def _save(home: Home, review: Review, phase: Phase, author: str) -> None:
    place = f"{review.review_id}-{phase}"
    round_, form = st.session_state[FORMS][place]
    mine = {field: st.session_state[f"{field}-{place}-{round_}"] for field in form.shown}
    try:
        with st.spinner("Holding the runs against threshold and policy …"):
            stated = _stated(home, review, phase, mine, form.touched(mine))
        add_entries(home.reviews, state_terms(stated, review.review_id, phase, author), form.seen)
    except LfrError as error:
        st.session_state[REFUSED] = str(error)
        _rebase(home, review, phase, mine)
    else:
        st.session_state[FORMS].pop(place)
        _forget(form, place, round_)


def _stated(
    home: Home, review: Review, phase: Phase, mine: Mapping[str, Any], touched: Sequence[str]
) -> Mapping[str, Any]:
    try:
        if phase is Phase.BEFORE:
            return restate(home, review.terms, Plan.model_validate(mine), touched)
        return recount(home, review.terms, Count.model_validate(mine), touched)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{first['loc'][0]}: expected {plainly(first['msg'])}, found {first['input']!r:.60}") from None


def _rebase(home: Home, review: Review, phase: Phase, mine: Mapping[str, Any]) -> None:
    """Keep what was typed, on top of what others have stored since; the next save then has read theirs."""
    place = f"{review.review_id}-{phase}"
    round_, form = st.session_state[FORMS][place]
    try:
        now = read_review(home, review.review_id)
    except LfrError:
        return
    theirs = _values(plan_of(now.terms) if phase is Phase.BEFORE else count_of(now.outcome))
    for field, value in form.rebased(mine, theirs).items():
        st.session_state[f"{field}-{place}-{round_}"] = value
    st.session_state[FORMS][place] = (round_, Form(now.seen, theirs))


def _forget(form: Form, place: str, round_: int) -> None:
    for field in form.shown:
        del st.session_state[f"{field}-{place}-{round_}"]
