"""Two systems, or one at two settings, on the same passes."""

import streamlit as st

from lfr_eval.report.charts.compare import difference as difference_chart
from lfr_eval.ui.held import compared
from lfr_eval.ui.literal import literal
from lfr_eval.ui.selection import choose_other, choose_run, choose_score, home
from lfr_eval.ui.show import bullets, empty, figure, guarded, heading, prose, table
from lfr_eval.ui.views import compare as view

heading("Compare", "Two systems, or one at two settings, on the same passes: how far apart are they, and where?")
with guarded():
    left, right = st.columns(2)
    with left:
        run = choose_run()
        score = choose_score(run)
    with right:
        other, other_score = choose_other(run, score)
    both = compared(home(), [(run, score), (other, other_score)])
    if both is None:
        empty("The truth of these scores is gone or was changed since.", "Score both runs again to compare them.")
        st.stop()
    st.subheader("The answer", anchor=False)
    st.caption(literal(view.sides(score, other_score)))
    for found, rate, key in (
        (both.tpir, view.RECOGNISED, "tpir"),
        (both.fpir, view.FALSE_POSITIVES, "fpir"),
        (both.wrong_identity, view.WRONG, "wrong-identity"),
    ):
        shown = view.difference(found, rate)
        if shown.frame.empty:
            prose(shown.sentence)
        else:
            figure(difference_chart(shown.frame), shown.frame, shown.sentence, key)
    if said := view.trade(both):
        st.warning(literal(said))
    st.subheader("What this comparison cannot show", anchor=False)
    bullets(view.reservations(both))
    st.subheader("Side by side", anchor=False)
    table(view.side_by_side(score, other_score), "side-by-side")
    st.subheader("What was changed", anchor=False)
    table(view.changed(run.header, other.header, (score, other_score)), "changed")
    st.subheader("Passes on which they disagree", anchor=False)
    prose(view.disagreements_sentence(both))
    table(view.disagreements(both), "disagreements")
