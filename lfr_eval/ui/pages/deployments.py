"""The register of deployments: its room, until records can be brought in."""

import streamlit as st

from lfr_eval.ui.show import bullets, empty, heading, prose
from lfr_eval.ui.views import deployments as view

heading("Deployments", "What came of each deployment, and how the rates develop over many of them.")
empty(view.WHAT, view.NOW)
st.subheader("What a record will hold", anchor=False)
bullets(view.record())
st.subheader("How it will be read", anchor=False)
prose(view.READING)
