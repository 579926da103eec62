"""How soon each group is recognised, on the page of latency."""

from __future__ import annotations

import streamlit as st

from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.ui.literal import strong
from lfr_eval.ui.selection import choice
from lfr_eval.ui.show import bullets, empty, figure, prose, table
from lfr_eval.ui.views import fairness, group_latency


def show_groups(run_id: str, scored: ScoredRun, score: KeptScore) -> None:
    """Recognition in time and the delays of each group, with what may be their causes."""
    st.subheader("By group", anchor=False)
    names = fairness.attributes(score)
    if not names:
        empty("No groups were compared in this score.", fairness.how_to_compare(run_id, score))
        return
    attribute = choice("attribute", "Groups by", names)
    bullets(group_latency.verdict(score, attribute))
    in_time = fairness.forest_of(score, Metric.TIMELY, attribute)
    drawn = [group_latency.recognition(scored, score, attribute), in_time]
    for side, one in zip(st.columns(2), drawn, strict=True):
        with side:
            if one:
                prose(strong(one.title))
                figure(one.chart, one.table, one.sentence, one.key)
    table(group_latency.delays(score, attribute), "delays-by-group")
    prose(group_latency.causes(score))
    looks = group_latency.looks(score, attribute)
    if looks is not None:
        table(looks, "faces-by-group")
