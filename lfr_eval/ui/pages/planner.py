"""How much testing a question takes."""

import streamlit as st

from lfr_eval.evaluate.plan import Plan
from lfr_eval.ui.selection import number
from lfr_eval.ui.show import figure, guarded, heading, prose, table
from lfr_eval.ui.views import planner as view

heading("Planner", "How many passes it takes before a test can show what it is meant to show.")
with guarded():
    left, middle, right = st.columns(3)
    with left:
        one_in = number("one_in", "False-positive rate to be shown: 1 in", 1000, min_value=2, max_value=100_000_000)
        events = int(number("events", "False positives that may occur", 0, min_value=0, max_value=1000))
    with middle:
        ratio = number("ratio", "Ratio between two groups to be seen", 2.0, min_value=0.01, max_value=1000.0)
        power = number("power", "With this probability", 0.8, min_value=0.05, max_value=0.999)
    with right:
        each = number("each", "Passes that each volunteer makes", 1.0, min_value=1.0, max_value=10_000.0)
        alike = number("correlation", "How alike they are, from 0 to 1", 1.0, min_value=0.0, max_value=1.0)
    found = view.plan(Plan(1 / one_in, events, ratio, power, each, alike))
    prose("\n".join(f"- {sentence}" for sentence in found.sentences))
    table(found.table, "answers")
    st.subheader("If the limit were stricter, or less so", anchor=False)
    figure(found.chart, found.points, found.caption, "needed")
    st.subheader("The same from the command line", anchor=False)
    st.code(found.command, language="sh", wrap_lines=True)
