"""What the reader chose; it stands in the address, so that every view has a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import kept_scores
from lfr_eval.record.header import RunHeader
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord
from lfr_eval.ui.show import empty

SHOWN = ("complete", "stopped")
NEEDED = {"settings", "models", "watchlist", "source"}
"""What the header of a run must hold before it can be shown."""
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


def slider(key: str, label: str, options: Sequence[float], default: float) -> float:
    """One of several figures in a row; an address that names none of them is the one nearest to the default."""
    given = st.session_state.get(key)
    if given not in options:
        wanted = _number(st.query_params.get(key), default, {})
        st.session_state[key] = min(options, key=lambda option: abs(option - wanted))
    chosen = st.select_slider(label, options, key=key, format_func=lambda option: f"{option:.2f}")
    st.query_params[key] = f"{chosen:g}"
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

    Where the address names one that cannot be shown, the page says why and ends until another is chosen.

    Raises:
        RecordError: It went away or is damaged.
    """
    found = list_runs(home().runs)
    runs = {run.run_id: run for run in found if run.status in SHOWN and run.content.keys() >= NEEDED}
    asked = st.session_state.get(key) or st.query_params.get(key) or st.session_state.get(REMEMBERED + key)
    if asked and asked not in runs:
        _choose_instead(key, _why_not(asked, found), runs)
    if not runs:
        empty("No run has been recorded yet.", "Run `lfr-eval demo`, or start it on the overview page.")
        st.stop()
    chosen = choice(key, "Run", list(runs), lambda run_id: _name(runs[run_id]))
    return RunRecord.open(runs[chosen].path)


def _choose_instead(key: str, why: str, runs: Mapping[str, RunHeader]) -> None:
    """Say why a run cannot be shown, and end the page unless another one is chosen."""
    st.error(why)
    chosen = st.selectbox(
        "Another run", list(runs), index=None, key=f"{key}-instead", format_func=lambda run_id: _name(runs[run_id])
    )
    if chosen is None:
        st.stop()
    st.session_state.pop(key, None)
    st.query_params[key] = st.session_state[REMEMBERED + key] = chosen
    st.rerun()


def _why_not(run_id: str, found: Sequence[RunHeader]) -> str:
    header = next((run for run in found if run_id in (run.run_id, run.path.name)), None)
    if header is None:
        return f"Run {run_id} is not here: it was deleted, or its folder was moved."
    if header.problem:
        return header.problem
    if header.status in SHOWN:
        return f"Run {run_id} is damaged: its run.json does not say what was watched, with what and for whom."
    return f"Run {run_id} is {header.status}, not whole; `lfr-eval score --partial` scores it as far as it goes."


def choose_score(run: RunRecord) -> dict[str, Any]:
    """One kept score of a run, the newest first; where there is none the page ends with what to do."""
    score = find_score(run)
    if score is None:
        st.stop()
    return score


def find_score(run: RunRecord) -> dict[str, Any] | None:
    """Like `choose_score`; where there is none the page says what to do, and goes on."""
    scores = kept_scores(home(), run.run_id)
    if not scores:
        empty(
            "This run has not been held against truth yet.",
            f"Run `lfr-eval score {run.run_id} --truth passes.csv`; `--subjects subjects.csv --by sex` adds groups.",
        )
        return None
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
