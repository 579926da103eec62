"""Deployment reviews: the evidence answers what it can, people decide."""

import streamlit as st

from lfr_eval.ui.reviews.checklist import told
from lfr_eval.ui.reviews.forms import begin
from lfr_eval.ui.reviews.page import choose_review, show_review
from lfr_eval.ui.selection import home, written
from lfr_eval.ui.show import guarded, heading

heading("Reviews", "May this system be used, here, for this purpose? Evidence answers what it can; people decide.")
with guarded():
    left, right = st.columns([1, 2])
    with left:
        author = written("reviewer", "Your name")
    with right:
        review = choose_review(home())
    told()
    if review is not None:
        show_review(home(), review, author)
    begin(home(), author, expanded=review is None)
