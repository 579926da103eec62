"""The parts of the page of alerts: the two pictures, the decision, and what the decisions so far are worth."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.arrays import Image
from lfr_eval.core.errors import LfrError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.alert_images import (
    alerts_of_run,
    cut_probes,
    find_footage,
    open_list,
    reference_files,
    reference_of,
)
from lfr_eval.evaluate.alert_queue import QueueItem, RunTruth, hold_against_truth, make_queue, truth_of_alerts
from lfr_eval.metrics.reviewers import agreements, reviewer_errors, reviewer_errors_by, seeded_accepts
from lfr_eval.record.adjudications import decide, read_adjudications
from lfr_eval.record.reader import RunRecord
from lfr_eval.ui.literal import literal, strong
from lfr_eval.ui.show import prose, table
from lfr_eval.ui.views import alerts as view

SINCE, PUT_OFF, REFUSED = "shown-since", "put-off", "decision-refused"
"""What a session remembers: when each alert was first shown, how many were put off, why the last was not stored."""


def adjudicate(home: Home, run: RunRecord, reviewer: str, needed: int, seeded: int, source: str) -> view.Work:
    """Show the next alert of a reviewer, and take the decision.

    Args:
        home: Where data stands.
        run: A run that raised alerts.
        reviewer: The name under which decisions are made.
        needed: How many people must decide each alert.
        seeded: How many known-false pairs are mixed in.
        source: Where the footage is; empty = among the data sets.

    Returns:
        How far the queue has been worked off.
    """
    queue, files = _queue(home, run.path, seeded)
    decisions = read_adjudications(home.reviews, run.run_id)
    work = view.work_of(queue, decisions, reviewer, needed, st.session_state.get(PUT_OFF, 0))
    if refused := st.session_state.pop(REFUSED, None):
        st.error(literal(refused))
    st.progress(work.done / work.total, text=literal(work.sentence))
    if work.next is None:
        st.success("Nothing is left to you on this run.")
    elif not reviewer:
        st.info("Give your name to begin: every decision is made under a name, and cannot be taken back.")
    else:
        st.warning(literal(view.WARNING))
        prose(view.card(work.next, run.header["settings"]["alerting"]["threshold"]))
        _pictures(home, run, work.next, source, files.get(work.next.entry))
        _ask(home, run, reviewer, work.next)
    return work


@st.cache_data(max_entries=4, ttl="1m", show_spinner="Reading the alerts …", hash_funcs={Home: repr})
def _queue(home: Home, path: Path, seeded: int) -> tuple[tuple[QueueItem, ...], dict[str, Path]]:
    """What is to be decided on a run, and the reference photograph of each entry that was kept."""
    run = RunRecord.open(path)
    listed = open_list(home, run)
    files = reference_files(listed)
    entries = {one.person_id: one.entry_id for one in (listed.entries if listed else ()) if one.entry_id in files}
    return make_queue(run, alerts_of_run(run), entries, _truth(home, path), seeded), dict(files)


@st.cache_data(max_entries=4, ttl="1m", show_spinner=False, hash_funcs={Home: repr})
def _truth(home: Home, path: Path) -> RunTruth:
    return truth_of_alerts(home, RunRecord.open(path))


def _pictures(home: Home, run: RunRecord, item: QueueItem, source: str, reference: Path | None) -> None:
    probes = _probes(home, run.path, source)
    if not probes:
        _probes.clear()  # the footage may still be put where it is looked for
    left, right = st.columns(2)
    with left:
        _picture("Seen; everybody else is hidden", probes.get(item.alert.key))
    with right:
        _picture(f"On the list: {item.person}", reference_of(reference))


def _picture(caption: str, image: Image | None) -> None:
    prose(strong(caption))
    if image is None:
        st.info(literal(view.NOT_KEPT))
    else:
        st.image(image, channels="BGR", width=320)


@st.cache_data(max_entries=2, ttl="15m", show_spinner="Looking for the faces in the footage …", hash_funcs={Home: repr})
def _probes(home: Home, path: Path, source: str) -> dict[str, Image]:
    """The probes of all alerts of a run, in memory only and for a while."""
    run = RunRecord.open(path)
    footage = find_footage(home, run, Path(source) if source else None)
    return {} if footage is None else cut_probes(run, footage, alerts_of_run(run))


def _ask(home: Home, run: RunRecord, reviewer: str, item: QueueItem) -> None:
    place = f"{run.run_id} {item.key} {reviewer}"
    since = st.session_state.setdefault(SINCE, {}).setdefault(place, time.monotonic())
    with st.form(f"form-{place}", border=False):
        st.radio(
            "Your decision", list(Decision), format_func=view.DECISIONS.__getitem__, index=None, key=f"decision-{place}"
        )
        st.text_input("Reason", key=f"reason-{place}", max_chars=500)
        # a callback has the alert that was shown, even where somebody else has decided it in the meantime
        decided = (home, run.run_id, reviewer, item, place, since)
        st.form_submit_button("Decide", type="primary", key=f"decide-{place}", on_click=_store, args=decided)
    st.button("Put off for now", key=f"later-{place}", on_click=_put_off)


def _store(home: Home, run_id: str, reviewer: str, item: QueueItem, place: str, since: float) -> None:
    chosen, reason = st.session_state[f"decision-{place}"], st.session_state[f"reason-{place}"].strip()
    if chosen is None:
        st.session_state[REFUSED] = "Choose true, false or unsure before you decide."
        return
    taken, now = time.monotonic() - since, datetime.now(UTC)
    try:
        decide(home.reviews, Adjudication(run_id, item.key, reviewer, chosen, reason, taken, now, item.seeded))
    except LfrError as error:
        st.session_state[REFUSED] = str(error)


def _put_off() -> None:
    st.session_state[PUT_OFF] = st.session_state.get(PUT_OFF, 0) + 1


def show_quality(home: Home, run: RunRecord, reviewer: str, work: view.Work) -> None:
    """Show what a reviewer may know of the decisions so far; what they are worth only when their work is done."""
    decisions = view.visible(read_adjudications(home.reviews, run.run_id), reviewer, work)
    if not decisions:
        return
    st.subheader("What was decided", anchor=False)
    st.caption("Decisions of others are hidden until you have decided the alert yourself, or all are decided.")
    table(view.decisions_table(decisions), "decisions")
    if work.next is not None:
        st.caption(
            "Agreement and errors are shown when nothing is left to you: until then they would tell the answers."
        )
        return
    st.subheader("Agreement of reviewers", anchor=False)
    if found := agreements(decisions):
        table(view.agreement_table(found), "agreement")
    else:
        prose("No two reviewers have decided the same alert yet.")
    truth = _truth(home, run.path)
    reviewed = hold_against_truth(decisions, truth)
    errors = reviewer_errors(reviewed)
    st.subheader("Errors of reviewers", anchor=False)
    prose(view.errors_sentence(errors))
    prose(view.seeded_sentence(seeded_accepts(decisions)))
    table(view.errors_table(errors, reviewer_errors_by(reviewed, truth.by)), "errors")
