"""One run: the answer first, then what it cannot show, then what it rests on."""

import streamlit as st

from lfr_eval.record.listing import verify
from lfr_eval.record.remarks import read_remarks
from lfr_eval.report.words import remark_lines
from lfr_eval.ui.held import timeline
from lfr_eval.ui.literal import literal
from lfr_eval.ui.selection import choose_run, find_score, home
from lfr_eval.ui.show import bullets, figure, guarded, heading, prose, table
from lfr_eval.ui.views import run as view

heading("Run", "What one system made of one piece of footage, and how far that can be relied on.")
with guarded():
    run = choose_run()
    for line in remark_lines(read_remarks(home().notes, run.run_id)):
        st.caption(literal(line))
    score = find_score(run)
    if score:
        st.subheader("The answer", anchor=False)
        bullets(view.answer(score))
        st.subheader("What this run cannot show", anchor=False)
        bullets(view.not_shown(score))
    st.subheader("Footage", anchor=False)
    prose(view.seen(run.header))
    drawn = timeline(home(), run, score)
    if rows := drawn.rows():
        figure(rows, drawn.table(), drawn.sentence(), "timeline")
    if at_once := drawn.at_once():
        figure(at_once, drawn.traffic, drawn.at_once_sentence(), "at-once")
    if score:
        st.subheader("Figures", anchor=False)
        table(view.rates(score), "rates")
        table(view.outcomes(score), "outcomes")
    st.subheader("Settings", anchor=False)
    with st.expander("Every setting of the system"):
        table(view.settings(run.header), "settings")
    st.subheader("Provenance", anchor=False)
    with st.expander("Footage, list, models, truth and programs, with their digests"):
        table(view.provenance(run.header, score), "provenance")
    if st.button("Compare the files with their digests", key="verify"):
        st.info(literal(view.untouched(verify(run.path))))
