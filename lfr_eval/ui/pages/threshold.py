"""What would change if the threshold were another one."""

import streamlit as st

from lfr_eval.ui.selection import choice, choose_run, choose_score, home, number, slider
from lfr_eval.ui.show import figure, guarded, heading, prose
from lfr_eval.ui.trade_off import drawn, read_trade_off
from lfr_eval.ui.views import threshold as view

NO_LIMIT = "0 = no limit"

heading("Threshold explorer", "What a threshold buys and what it costs, from what was recorded; no model runs again.")
with guarded():
    left, right = st.columns(2)
    with left:
        run = choose_run()
    with right:
        score = choose_score(run)
    trade = read_trade_off(home(), run, score)
    enrolled = int(score["watchlist"]["persons_enrolled"])
    chosen = slider("threshold", "Threshold", sorted(trade["threshold"].unique().tolist()), float(score["threshold"]))
    first, second, third = st.columns(3)
    with first:
        persons = number("list", "People on the list", enrolled, min_value=1, step=1)
        fpir = number("fpir_limit", "False positives at most 1 in", 0, min_value=0, step=100, help=NO_LIMIT)
    with second:
        footfall = number("footfall", "People passing in a day", 10_000, min_value=1, step=1_000)
        tpir = number("tpir_limit", "Recognised at least", 0.0, min_value=0.0, max_value=1.0, step=0.05, help=NO_LIMIT)
    with third:
        listed = number("listed", "Of them listed", 10, min_value=0, max_value=int(footfall), step=1)
        by = choice("by", "Compare groups of", view.attributes(trade))
    asked = view.Setting(chosen, int(persons), int(footfall), int(listed), by, 1 / fpir if fpir else None, tpir or None)
    explorer = view.Explorer(trade, enrolled, asked)
    prose("\n".join(f"- {line}" for line in explorer.answer()))
    if fpir or tpir:
        prose(explorer.region_line())
    for place, panel in enumerate(explorer.panels()):
        if place % 2 == 0:
            sides = st.columns(2)
        with sides[place % 2]:
            st.subheader(panel.title, anchor=False)
            figure(drawn(panel), panel.table, panel.sentence, panel.key)
