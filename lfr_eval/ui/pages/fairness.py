"""Whether groups of people are treated alike: verdicts first, then every group."""

import streamlit as st

from lfr_eval.ui.fairness import read_fairness, side_by_side
from lfr_eval.ui.literal import literal
from lfr_eval.ui.selection import choice, choose_run, choose_score, home
from lfr_eval.ui.show import bullets, empty, figure, guarded, heading, prose, table
from lfr_eval.ui.trade_off import read_trade_off
from lfr_eval.ui.views import fairness as view
from lfr_eval.ui.views import fairness_figures as figures

heading("Fairness", "Are groups of people treated alike at one threshold, and how much testing would it take to know?")
with guarded():
    left, right = st.columns(2)
    with left:
        run = choose_run()
    with right:
        score = choose_score(run)
    names = view.attributes(score)
    if not names:
        empty("No groups were compared in this score.", view.how_to_compare(run.run_id, score))
        st.stop()
    prose(view.answer(score))
    bullets(view.summary(score))
    above, beside = st.columns(2)
    with above:
        attribute = choice("attribute", "Groups by", names)
    with beside:
        group = choice("group", "Look at", [view.ALL, *view.values(score, attribute)])
    bullets(view.verdict_lines(score.verdicts, attribute))
    for note in view.label_notes(score, attribute):
        st.caption(literal(note))
    if group != view.ALL:
        st.subheader(literal(f"{attribute}: {group}"), anchor=False)
        bullets(view.group_lines(score, attribute, group))
    st.subheader("Rates by group", anchor=False)
    side_by_side(view.forests(score, attribute, group))
    st.subheader("How much testing it takes", anchor=False)
    table(view.needed(score, attribute), "needed")
    st.subheader("Where attributes cross", anchor=False)
    if crossed := figures.intersections(score, attribute, group):
        side_by_side(crossed)
    else:
        empty("No intersections were compared.", view.how_to_cross(run.run_id, score))
    found = read_fairness(home(), run, score)
    if matrix := figures.matrix(found.taken_for, attribute, group):
        st.subheader(literal(matrix.title), anchor=False)
        figure(matrix.chart, matrix.table, matrix.sentence, matrix.key)
    st.subheader("How scores are spread", anchor=False)
    side_by_side(figures.spreads(read_trade_off(home(), run, score), attribute, score.threshold))
    st.subheader("Summary indices", anchor=False)
    prose(figures.indices_line(found.inequality, attribute))
    table(figures.indices(found.inequality, attribute), "indices")
