"""What each figure means, how it is computed, and what it does not show."""

import streamlit as st

from lfr_eval.ui.documents import document
from lfr_eval.ui.literal import literal
from lfr_eval.ui.show import heading, manual
from lfr_eval.ui.views import method as view

heading("Method", "What each figure means, how it is computed, and what it does not show.")
parts = [*view.sections(document("methodology")), view.glossary_section(document("glossary"))]
st.markdown(view.contents(parts))
for part in parts:
    if part.title:
        st.header(literal(part.title), anchor=part.anchor)
    manual(part.text)
