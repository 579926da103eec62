"""`streamlit run app.py` leads to `lfr-eval app`: only that forbids the browser other servers, and ends trials well."""

import streamlit as st

st.error("These pages are served by `lfr-eval app` alone: end this with Ctrl-C, and start that.")
