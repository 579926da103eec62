"""A live trial: pick a list and a camera, see alerts, leave nothing behind about anyone."""

import streamlit as st

from lfr_eval.ui.selection import home
from lfr_eval.ui.show import guarded, heading
from lfr_eval.ui.trial import by_browser, current, run_browser, run_machine, running, set_up
from lfr_eval.ui.trial_result import show_result

heading("Live trial", "Does it recognise the people on the list, on this camera, and how fast?")
with guarded():
    with st.container():  # one place for it all, so that what stands below stays where it is when a trial begins
        setup = set_up(home())
    if by_browser(setup):
        run_browser(home(), setup)
    else:
        run_machine(home(), setup)
    trial = current()
    if trial is not None and not running():
        show_result(home(), trial)
