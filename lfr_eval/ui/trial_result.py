"""The part of the page of live trials that says what a trial found and left, and how to be rid of it."""

from __future__ import annotations

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.evaluate.trial.worker import Trial, TrialResult
from lfr_eval.record.header import HEADER
from lfr_eval.ui.literal import literal
from lfr_eval.ui.navigation import FOLDER
from lfr_eval.ui.show import empty, prose, table
from lfr_eval.ui.trial_enrol import saved_list
from lfr_eval.ui.views import live as view
from lfr_eval.watchlist.leftovers import delete_list


def show_result(home: Home, trial: Trial) -> None:
    """What a trial that has ended found and left."""
    if trial.error:
        st.error(literal(trial.error))
    if trial.result is None:
        return
    if trial.result.ended:
        st.warning(literal(f"{trial.result.ended}; the record was kept as stopped."))
    st.subheader("What was found", anchor=False)
    for line in (*view.what_was_found(trial.result), *view.alert_sentences(trial.result.watched.alerts)):
        prose(line)
    st.subheader("What was kept", anchor=False)
    _kept(home, trial.result)
    _saved_list(home)


def _kept(home: Home, result: TrialResult) -> None:
    if not (result.watched.run / HEADER).is_file():
        empty("Nothing: the record was deleted.", "Start again at any time.")
        return
    prose("The trial wrote these files. There is no picture and no template of anyone in them.")
    table(view.files_kept(result, home), "trial-files")
    choices = st.container(horizontal=True)
    choices.page_link(FOLDER / "run.py", label="Open the record", query_params={"run": result.watched.run.name})
    if choices.button("Delete the record", key="delete-record"):
        result.delete()
        st.rerun()


def _saved_list(home: Home) -> None:
    path = saved_list()
    if path is None:
        return
    prose(f"You also saved a list with your templates: {home.relative(path)}. It is not used after today.")
    if st.button("Delete the list", key="delete-list"):
        delete_list(path)
        st.rerun()
