"""Entry of the front end for `streamlit run app.py`; `lfr-eval app` starts the same pages."""

from lfr_eval.ui.navigation import navigate

navigate()
