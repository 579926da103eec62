"""What each watchlist is made of."""

from datetime import UTC, datetime

import streamlit as st

from lfr_eval.core.settings import SystemSettings
from lfr_eval.ui.list_parts import choose_watchlist, show_people, show_resemblance
from lfr_eval.ui.literal import literal, strong
from lfr_eval.ui.selection import choice, number
from lfr_eval.ui.show import bullets, figure, guarded, heading, prose, table
from lfr_eval.ui.views import watchlists as view

heading("Watchlists", "What a list is made of, how good its photographs are, and who on it resembles whom.")
with guarded():
    left, middle, right = st.columns(3)
    with left:
        listed = choose_watchlist()
    with middle:
        named = choice("reader", "Show", list(view.READERS), view.READERS.__getitem__) == "keeper"
    with right:
        usual = SystemSettings().alerting.threshold
        threshold = number("alike", "Alike from", usual, min_value=0.0, max_value=1.0, step=0.05)
    now = datetime.now(UTC)
    prose(strong(view.answer(listed)))
    bullets(view.reservations(listed))
    st.caption(literal(view.READER_NOTE))

    st.subheader("Who is listed", anchor=False)
    show_people(listed, now)
    st.subheader("Why, and since when", anchor=False)
    table(view.categories(listed, now), "categories")
    left, right = st.columns(2)
    with left:
        table(view.ages(listed, now), "ages")
    with right:
        table(view.times_left(listed, now), "expiry")
    prose(view.expiry(listed, now))
    st.subheader("Quality of the photographs", anchor=False)
    figure(view.size_chart(listed), view.sizes(listed), view.quality(listed, now), "sizes")
    failed = view.failures(listed, now, named)
    if len(failed):
        st.subheader("Failures to enrol", anchor=False)
        table(failed, "failures")
    st.subheader("Look-alikes and photographs that stand on it twice", anchor=False)
    show_resemblance(listed, threshold, named)
