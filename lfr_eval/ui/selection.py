"""What the reader chose; it stands in the address, so that every view has a link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import kept_scores
from lfr_eval.record.header import RunHeader
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord
from lfr_eval.ui.show import empty

SHOWN = ("complete", "stopped")
REMEMBERED = "remembered-"


def home() -> Home:
    """Where data stands."""
    return Home.here()


def choice(key: str, label: str, options: Sequence[str], format_func: Callable[[str], str] = str) -> str:
    """One out of several; an address that names none of them is the first."""
    given = st.session_state.get(key) or st.query_params.get(key) or st.session_state.get(REMEMBERED + key)
    st.session_state[key] = given if given in options else options[0]
    chosen = st.selectbox(label, options, key=key, format_func=format_func)
    st.query_params[key] = st.session_state[REMEMBERED + key] = str(chosen)
    return str(chosen)


def number(key: str, label: str, default: float, **limits: Any) -> float:
    """A figure; an address that names none is the default. `limits` are those of `st.number_input`."""
    if key not in st.session_state:
        st.session_state[key] = _number(st.query_params.get(key), default, limits)
    chosen = st.number_input(label, key=key, **limits)
    st.query_params[key] = f"{chosen:.12g}"
    return float(chosen)


def written(key: str, label: str, hint: str = "") -> str:
    """A text, without spaces around it; an address that names none is empty."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key) or st.session_state.get(REMEMBERED + key, "")
    text = st.text_input(label, key=key, placeholder=hint).strip()
    st.session_state[REMEMBERED + key] = text
    if text:
        st.query_params[key] = text
    elif key in st.query_params:
        del st.query_params[key]
    return text


def choose_run(key: str = "run") -> RunRecord:
    """One finished run, the newest first; where there is none the page ends with what to do.

    Raises:
        RecordError: It went away or is damaged.
    """
    runs = {run.run_id: run for run in list_runs(home().runs) if run.status in SHOWN}
    if not runs:
        empty("No run has been recorded yet.", "Run `lfr-eval demo`, or start it on the overview page.")
        st.stop()
    chosen = choice(key, "Run", list(runs), lambda run_id: _name(runs[run_id]))
    return RunRecord.open(runs[chosen].path)


def choose_score(run: RunRecord) -> dict[str, Any]:
    """One kept score of a run, the newest first; where there is none the page ends with what to do."""
    scores = kept_scores(home(), run.run_id)
    if not scores:
        empty(
            "This run has not been held against truth yet.",
            f"Run `lfr-eval score {run.run_id} --truth passes.csv`; `--subjects subjects.csv --by sex` adds groups.",
        )
        st.stop()
    if len(scores) == 1:
        return scores[0]
    labels = {str(place): _score_name(score) for place, score in enumerate(scores)}
    return scores[int(choice("score", "Score", list(labels), lambda place: labels[place]))]


def _name(run: RunHeader) -> str:
    source, listed = run.content["source"]["id"], run.content["watchlist"]
    return f"{run.run_id} · {source} · {listed['persons_submitted']} listed"


def _score_name(score: dict[str, Any]) -> str:
    groups = ", ".join(dict.fromkeys(group["attribute"] for group in score["groups"]))
    return f"{score['truth_files']['passes']} · threshold {score['threshold']:g}" + (
        f" · by {groups}" if groups else ""
    )


def _number(given: str | None, default: float, limits: dict[str, Any]) -> float:
    """What the address says, as the type of the default, held within the limits."""
    try:
        value = type(default)(given if given is not None else default)
    except ValueError:
        return default
    low, high = limits.get("min_value", value), limits.get("max_value", value)
    return type(default)(min(max(value, low), high))
