"""Which pages there are, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lfr_eval.core.private import keep_to_owner
from lfr_eval.ui.server import refuse_foreign_origins

WITHOUT_RAW_CSV = """<style>
[data-testid="stDataFrame"] button[aria-label^="Download as CSV"] { display: none }
</style>"""
"""Streamlit's own download of a table hands formulas over as they are; the button below each table does not."""
FOLDER = Path(__file__).with_name("pages")


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: its file is `pages/<name>.py` and its address `/<name>`."""

    name: str
    title: str


PAGES: dict[str, list[PageSpec]] = {
    "Evidence": [
        PageSpec("overview", "Overview"),
        PageSpec("reviews", "Reviews"),
        PageSpec("run", "Run"),
        PageSpec("fairness", "Fairness"),
        PageSpec("threshold", "Threshold explorer"),
        PageSpec("latency", "Latency"),
        PageSpec("compare", "Compare"),
        PageSpec("alerts", "Alerts"),
    ],
    "Lists and planning": [
        PageSpec("watchlists", "Watchlists"),
        PageSpec("planner", "Planner"),
        PageSpec("deployments", "Deployments"),
    ],
    "Try it": [
        PageSpec("live", "Live trial"),
    ],
    "About": [
        PageSpec("method", "Method"),
    ],
}
"""By section of the menu; the first page is the one that opens."""


def navigate() -> None:
    """Draw the menu and run the page that was chosen."""
    keep_to_owner()
    refuse_foreign_origins()  # as `lfr-eval app` has done already, and whoever runs the entry otherwise has not
    st.set_page_config(page_title="lfr-eval", layout="wide", initial_sidebar_state="auto")
    st.html(WITHOUT_RAW_CSV)
    pages = {section: [_page(spec) for spec in specs] for section, specs in PAGES.items()}
    section, opens = next((section, parts[0]) for section, parts in pages.items())
    # the page that opens has no address of its own in Streamlit, and a link to it by its name shall find it
    bare = st.Page(lambda: st.switch_page(opens), url_path="start", default=True, visibility="hidden")
    pages[section].append(bare)
    st.navigation(pages, expanded=True).run()


def _page(spec: PageSpec) -> StreamlitPage:
    return st.Page(FOLDER / f"{spec.name}.py", title=spec.title, url_path=spec.name)
