"""How soon an alert comes, and what a machine keeps up with."""

import streamlit as st

from lfr_eval.report.charts import latency as charts
from lfr_eval.ui.group_latency import show_groups
from lfr_eval.ui.held import held, timings
from lfr_eval.ui.selection import choose_run, find_score, home
from lfr_eval.ui.show import empty, figure, guarded, heading, prose
from lfr_eval.ui.views import latency as view

heading("Latency", "How soon an alert comes, what each stage takes, and what the machine keeps up with.")
with guarded():
    run = choose_run()
    score = find_score(run)
    if score:
        st.subheader("From entering to alert", anchor=False)
        scored = held(home(), run, score)
        if scored and score.tpir.n:
            prose(view.answer(score))
            waits = view.alert_waits(scored)
            table = view.curve_table(waits)
            chart = charts.time_to_alert(table, view.without(waits))
            figure(chart, table, view.alert_sentence(score), "to-alert")
            show_groups(run.run_id, scored, score)
        elif scored:
            empty("No listed person passed.", "The delay is measured when a listed person walks through the zone.")
        else:
            empty("The truth of this score is gone or was changed since.", "Score the run again to see the curve.")
    prose(view.capture_sentence(run.header))
    times = timings(run)
    if times.empty:
        empty("This run holds no times.", "Only a system that ran here is timed.")
        st.stop()
    st.subheader("Each stage of a frame", anchor=False)
    stages = view.stages(times)
    said = view.stages_sentence(stages, run.header["pace"])
    figure(charts.stage_percentiles(stages), stages, said, "stages")
    st.subheader("Frames lost", anchor=False)
    prose(view.dropped(run.header))
    st.subheader("What the machine keeps up with", anchor=False)
    if whole := view.measured(run.header):
        prose(whole)
    capacity, said = view.capacity(times), view.capacity_sentence(run.header, times)
    if capacity.empty:
        prose(said)
    else:
        figure(charts.capacity(capacity, run.header["source"]["nominal_fps"]), capacity, said, "capacity")
