"""What would change if the threshold were another one."""

import streamlit as st

from lfr_eval.ui.limits import choose_limits
from lfr_eval.ui.literal import literal
from lfr_eval.ui.selection import choice, choose_run, choose_score, home, number, slider
from lfr_eval.ui.show import bullets, figure, guarded, heading, prose
from lfr_eval.ui.trade_off import drawn, read_trade_off
from lfr_eval.ui.views import threshold as view
from lfr_eval.ui.views import threshold_choices as choices

heading("Threshold explorer", "What a threshold buys and what it costs, from what was recorded; no model runs again.")
with guarded():
    left, right = st.columns(2)
    with left:
        run = choose_run()
    with right:
        score = choose_score(run)
    trade = read_trade_off(home(), run, score)
    enrolled = score.watchlist.persons_enrolled
    chosen = slider("threshold", "Threshold", sorted(trade["threshold"].unique().tolist()), score.threshold)
    sizes = choices.list_sizes(enrolled)
    persons = slider("list", "People on the list", sizes, enrolled, lambda size: choices.size_name(size, enrolled))
    first, second, third = st.columns(3)
    with first:
        footfall = number("footfall", "People passing in a day", 10_000, min_value=1, step=1_000)
    with second:
        listed = number("listed", "Of them listed", 10, min_value=0, max_value=int(footfall), step=1)
    with third:
        by = choice("by", "Compare groups of", choices.attributes(trade))
    limits = choose_limits()
    asked = view.Setting(chosen, int(persons), int(footfall), int(listed), by, limits.fpir, limits.tpir)
    explorer = view.Explorer(trade, enrolled, asked)
    bullets(explorer.answer())
    if limits.fpir or limits.tpir:
        prose(explorer.region_line())
    for place, panel in enumerate(explorer.panels()):
        if place % 2 == 0:
            sides = st.columns(2)
        with sides[place % 2]:
            st.subheader(literal(panel.title), anchor=False)
            figure(drawn(panel), panel.table, panel.sentence, panel.key)
