"""How much testing a question takes."""

import streamlit as st

from lfr_eval.evaluate.plan import Plan
from lfr_eval.ui.literal import literal
from lfr_eval.ui.selection import number
from lfr_eval.ui.show import bullets, figure, guarded, heading, prose, table
from lfr_eval.ui.views import planner as view

heading("Planner", "How many people and passes it takes before a test can show what it is meant to show.")
with guarded():
    false, found, groups, people = st.columns(4)
    with false:
        one_in = number("one_in", "FPIR to be shown: 1 in", 1000, min_value=2, max_value=100_000_000)
        events = int(number("events", "False positives that may occur", 0, min_value=0, max_value=1000))
        ratio = number("ratio", "Ratio of two groups to be seen", 2.0, min_value=0.01, max_value=1000.0)
        times = number("margin_fpir", "Alike: within so many times", 1.25, min_value=1.01, max_value=100.0)
    with found:
        shown = number("tpir_limit", "TPIR to be shown, %", 85.0, min_value=1.0, max_value=99.99)
        guessed = number("true_tpir", "TPIR that is guessed, %", 95.0, min_value=1.0, max_value=99.999)
        points = number("margin_tpir", "Alike: within so many points", 5.0, min_value=0.1, max_value=49.0)
    with groups:
        groups_each = int(number("groups", "Groups of each attribute", 2, min_value=2, max_value=100))
        attributes = int(number("attributes", "Attributes declared", 1, min_value=1, max_value=100))
        power = number("power", "With this probability", 0.8, min_value=0.05, max_value=0.999)
    with people:
        each = int(number("each", "Passes that each person makes", 5, min_value=1, max_value=10_000))
        alike = number("correlation", "How alike they are, from 0 to 1", 0.2, min_value=0.0, max_value=1.0)
    planned = view.plan(
        Plan(
            1 / one_in,
            events,
            ratio,
            power,
            each,
            alike,
            tpir_limit=shown / 100,
            true_tpir=guessed / 100,
            margin_fpir=times,
            margin_tpir=points / 100,
            groups=groups_each,
            attributes=attributes,
        )
    )
    for title, sentences in (("To show a limit", planned.limits), ("To compare groups", planned.groups)):
        st.subheader(literal(title), anchor=False)
        bullets(sentences)
    st.subheader("People, by how alike their passes are", anchor=False)
    prose("People, and passes in brackets. How alike the passes of one person are is not known before the test.")
    table(planned.table, "answers")
    st.subheader("If the limit were stricter, or less so", anchor=False)
    figure(planned.chart, planned.points, planned.caption, "needed")
    st.subheader("A trial that is read after every walk", anchor=False)
    figure(planned.walks_chart, planned.walks_points, planned.walks_caption, "walks")
    table(planned.walks, "walks-needed")
    st.subheader("The same from the command line", anchor=False)
    st.code(planned.command, language="sh", wrap_lines=True)
