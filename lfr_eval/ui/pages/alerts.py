"""The review queue: one alert at a time, decided by people."""

import streamlit as st

from lfr_eval.ui.adjudication import adjudicate, show_quality
from lfr_eval.ui.selection import choice, choose_run, home, number, written, written_path
from lfr_eval.ui.show import empty, guarded, heading

heading("Alerts", "Is each alert about the person whom the system named? People decide, and are measured too.")
with guarded():
    run = choose_run()
    left, middle, right = st.columns(3)
    with left:
        reviewer = written("reviewer", "Your name")
    with middle:
        needed = {"one": 1, "two": 2}[choice("people", "Reviewers per alert", ["one", "two"])]
    with right:
        seeded = int(number("seeded", "Known-false pairs mixed in", 0, min_value=0, max_value=1000))
    where = "Where the footage is, if not under datasets/"
    source = written_path("source", where, "a file, or the folder that holds it")
    if run.alerts().empty:
        empty("This run raised no alert.", "Choose another run, or watch the footage at a lower threshold.")
    else:
        work = adjudicate(home(), run, reviewer, needed, seeded, source)
        show_quality(home(), run, reviewer, work)
