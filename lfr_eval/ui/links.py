"""Links from one page to another, at the choice that they are about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lfr_eval.evaluate.review.check import Proof
from lfr_eval.evaluate.review.review import Review
from lfr_eval.record.header import RunHeader
from lfr_eval.ui.literal import literal
from lfr_eval.ui.navigation import FOLDER, PAGES
from lfr_eval.ui.selection import by_key, choice, key_of
from lfr_eval.ui.views import reviews as view

EVIDENCE = ("run", "threshold", "fairness", "latency", "alerts")
"""Pages of one run."""


def link(proof: Proof) -> None:
    """A link to the page that proves an answer, at the choice that it is about."""
    if any(spec.name == proof.page for specs in PAGES.values() for spec in specs):
        page = FOLDER / f"{proof.page}.py"
        st.page_link(page, label=literal(proof.label), icon=":material/arrow_forward:", query_params=dict(proof.query))


def link_run(runs: Sequence[RunHeader]) -> None:
    """Choose a run, and open it on the pages that show its evidence."""
    named = by_key(runs)
    key = choice("run", "Open a run", list(named), lambda one: named[one].title, lambda given: key_of(given, named))
    titles = {spec.name: spec.title for specs in PAGES.values() for spec in specs}
    with st.container(horizontal=True):
        for page in EVIDENCE:
            link(Proof(page, titles.get(page, page), {"run": key}))


def link_reviews(reviews: Sequence[Review]) -> None:
    """Open a review."""
    for one in reviews:
        link(Proof("reviews", view.title(one), {"review": one.review_id}))
