"""The parts of the page of watchlists that read files or take time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from lfr_eval.core.garbage import without_collection
from lfr_eval.datasets.subjects import Subjects, read_subjects
from lfr_eval.evaluate.list_people import files_about
from lfr_eval.ui.literal import code, literal
from lfr_eval.ui.selection import choice, home
from lfr_eval.ui.show import empty, figure, prose, table
from lfr_eval.ui.views import watchlists as view
from lfr_eval.watchlist.lookalikes import AT_ONCE, LookAlikes, look_alikes
from lfr_eval.watchlist.store import list_watchlists, read_watchlist
from lfr_eval.watchlist.watchlist import Watchlist


def choose_watchlist(key: str = "list") -> Watchlist:
    """One list, whole and unaltered; where there is none the page ends with what to do.

    Raises:
        WatchlistError: It is sealed, damaged, altered, or newer than this version understands.
    """
    lists = {path.name: path for path in list_watchlists(home().watchlists)}
    if not lists:
        empty(
            "There is no watchlist yet.",
            f"Make one with {code('lfr-eval enrol FOLDER --to watchlists/NAME')}, or run {code('lfr-eval demo')}.",
        )
        st.stop()
    return read_watchlist(lists[choice(key, "Watchlist", list(lists))])


def show_people(listed: Watchlist, at: datetime) -> None:
    """Who is on a list, as far as a file of people among the data sets tells."""
    files, problems = files_about(home(), listed.submitted, _read)
    if not files:
        empty(
            "No file of people tells of anybody on this list.",
            f"Put a {code('subjects.csv')} with sex, ethnicity and age under {code('datasets/')}: without it nobody "
            "can see whether children are listed, or whom a list falls upon.",
        )
    else:
        found = view.people(listed, files[choice("people", "People described in", list(files))], at)
        figure(found.chart, found.table, found.sentence, "people")
    for problem in problems:
        st.warning(literal(f"Left out: {problem}"))


def _read(path: Path) -> Subjects:
    state = path.stat()
    return _read_as_it_is(path, state.st_mtime_ns, state.st_size)


@st.cache_resource(max_entries=16, ttl="1h", show_spinner="Reading who the people are …")
def _read_as_it_is(path: Path, modified_ns: int, size: int) -> Subjects:
    """Kept until the file changes."""
    with without_collection():
        return read_subjects(path)


def show_resemblance(listed: Watchlist, threshold: float, named: bool) -> None:
    """Who on a list resembles whom; for a long list only when asked, because it takes minutes."""
    enrolled = listed.counts.images_enrolled
    question = f"Compare all {enrolled:,} photographs with each other"
    if enrolled > AT_ONCE and not st.toggle(literal(question), key="compare"):
        prose("A list of this length takes minutes, so it is compared when you ask for it.")
        return
    found = _compared(listed.header.list_digest, threshold, listed)
    for sentence in view.resemblance(found, threshold, len(listed.enrolled)):
        prose(sentence)
    rows = view.pairs(listed, found, named)
    if len(rows):
        table(rows, "pairs")


@st.cache_data(max_entries=8, ttl="1h", show_spinner="Comparing everybody on the list with everybody else …")
def _compared(digest: str, threshold: float, _listed: Watchlist) -> LookAlikes:
    """Kept by the list's digest: a list with the same digest has the same pairs."""
    persons = [entry.person_id for entry in _listed.entries if entry.reason is None]
    return look_alikes(persons, _listed.templates, threshold)
