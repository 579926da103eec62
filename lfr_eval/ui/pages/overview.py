"""What has been tested, what the policy says of it, what was reviewed, what is running."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from lfr_eval.evaluate.evidence import kept_scores
from lfr_eval.evaluate.review.currency import changes
from lfr_eval.evaluate.review.review import read_reviews
from lfr_eval.record.listing import list_runs
from lfr_eval.record.remarks import read_remarks
from lfr_eval.ui.demo_job import offer_demo, show_demo
from lfr_eval.ui.links import link_reviews, link_run
from lfr_eval.ui.literal import code, literal, strong
from lfr_eval.ui.selection import can_be_shown, home
from lfr_eval.ui.show import empty, guarded, heading, prose, table
from lfr_eval.ui.views import overview as view

heading("Overview", "What has been tested and deployed, and what the policy says of each.")
with guarded():
    runs, now = list_runs(home().runs), datetime.now(UTC)
    whole = [run for run in runs if can_be_shown(run) and not view.lacking(run)]
    found = [
        replace(view.tested(run, kept_scores(home(), run.run_id)), remarks=read_remarks(home().notes, run.run_id))
        for run in whole
    ]
    reviews = read_reviews(home())
    for sentence in view.running(runs, now):
        st.info(literal(sentence))
    for sentence in view.troubles(runs):
        st.warning(literal(sentence))
    show_demo(home())
    if not found:
        empty(
            "No run has been recorded yet.",
            "The demo enrols ten people, films sixteen of whom one is listed, watches the film and scores it: real "
            f"models, real photographs, about a minute. Or run {code('lfr-eval demo')} yourself.",
        )
        offer_demo(home())
    else:
        prose(strong(view.answer(found, reviews)))
        st.subheader("What was tested", anchor=False)
        table(view.runs_table(found), "runs")
        link_run([one.run for one in found])
        st.subheader("What the policy says", anchor=False)
        limits = view.limits_table(found)
        if limits.empty:
            empty(
                "No run was held against a policy.",
                f"Run {code('lfr-eval score RUN --policy policy.yaml')}, or open a review.",
            )
        else:
            table(limits, "limits")
    if reviews:
        st.subheader("Reviews and deployments", anchor=False)
        table(view.reviews_table([(one, changes(home(), one, now.date())) for one in reviews]), "reviews")
        link_reviews(reviews)
