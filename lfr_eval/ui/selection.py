"""What the reader chose; it stands in the address, so that every view has a link."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.core.names import canonical
from lfr_eval.core.thresholds import same
from lfr_eval.evaluate.results.kept import KeptScore, Taken
from lfr_eval.evaluate.score.evidence import kept_scores, scores_of_any_version
from lfr_eval.record.header import RunHeader
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.commands import same_score_command
from lfr_eval.report.literal import code, literal
from lfr_eval.ui.show import empty

SHOWN = ("complete", "stopped")
NEEDED = {"settings", "models", "watchlist", "source"}
"""What the header of a run must hold before it can be shown."""
REMEMBERED = "remembered-"
LARGEST = 2**53 - 1
"""The largest whole number that a browser knows."""


def home() -> Home:
    """Where data stands."""
    return Home.here()


def choice(
    key: str,
    label: str,
    options: Sequence[str],
    format_func: Callable[[str], str] = str,
    meant: Callable[[str], str | None] = lambda given: None,
) -> str:
    """One out of several; an address that names none of them is the first.

    `meant` says which option an address means that calls it otherwise.
    """
    given = _asked(key)
    if given is not None and given not in options:
        alike = (option for option in options if canonical(option) == canonical(given))
        given = next(alike, None) or meant(given)
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


def slider(
    key: str,
    label: str,
    options: Sequence[float],
    default: float,
    format_func: Callable[[float], str] = "{:.2f}".format,
) -> float:
    """One of several figures in a row; an address that names none of them is the one nearest to the default."""
    given = st.session_state.get(key)
    if given not in options:
        wanted = _number(st.query_params.get(key), default, {})
        st.session_state[key] = min(options, key=lambda option: abs(option - wanted))
    chosen = st.select_slider(label, options, key=key, format_func=format_func)
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


def written_path(key: str, label: str, hint: str = "") -> str:
    """The same for a file or folder, or a camera of this machine: the address names none outside of the home.

    Whoever sits at the page may type any path; a link that somebody sent may not name one for them.
    """
    asked = st.query_params.get(key)
    if asked and key not in st.session_state and not _may_be_linked(asked):
        st.warning(literal(f"{label}: the link names something outside of the home folder, which was left out."))
        del st.query_params[key]
    text = written(key, label, hint)
    if text and not _may_be_linked(text):
        del st.query_params[key]
    return text


def _may_be_linked(text: str) -> bool:
    try:
        inside = Path(text).resolve().is_relative_to(home().folder.resolve())
    except (OSError, ValueError, RuntimeError):  # a link that leads to itself
        return False
    return inside or re.fullmatch(r"camera:\d{1,4}", text) is not None


def choose_run(key: str = "run") -> RunRecord:
    """One finished run, the newest first; where there is none the page ends with what to do.

    Where the address names one that cannot be shown, the page says why and ends until another is chosen.

    Raises:
        RecordError: It went away, is damaged, or was altered.
    """
    found = list_runs(home().runs)
    runs = by_key([run for run in found if can_be_shown(run)])
    asked = _asked(key)
    if asked and key_of(asked, runs) is None:
        _choose_instead(key, _why_not(asked, found), "Another run", list(runs), lambda one: _name(runs[one]))
    if not runs:
        empty("No run has been recorded yet.", f"Run {code('lfr-eval demo')}, or start it on the overview page.")
        st.stop()
    chosen = choice(key, "Run", list(runs), lambda one: _name(runs[one]), lambda given: key_of(given, runs))
    run = RunRecord.open(runs[chosen].path)
    run.require_unaltered()
    return run


def by_key(runs: Sequence[RunHeader]) -> dict[str, RunHeader]:
    """Runs by what a link calls them: the id, which outlives a renaming; of copies, which share it, the name."""
    copies = {run_id for run_id, number in Counter(run.run_id for run in runs).items() if number > 1}
    return {run.name if run.run_id in copies else run.run_id: run for run in runs}


def key_of(given: str, runs: Mapping[str, RunHeader]) -> str | None:
    """The key of the one run that is called so, by its name or else by its id; None where none or more than one is."""
    called = canonical(given)
    by_name = [key for key, run in runs.items() if called == run.name]
    found = by_name or [key for key, run in runs.items() if called == run.run_id]
    return found[0] if len(found) == 1 else None


def _choose_instead(key: str, why: str, label: str, options: Sequence[str], format_func: Callable[[str], str]) -> None:
    """Say why what the address names cannot be shown, and end the page unless something else is chosen."""
    st.error(literal(why))
    chosen = st.selectbox(label, options, index=None, key=f"{key}-instead", format_func=format_func)
    if chosen is None:
        st.stop()
    st.session_state.pop(key, None)
    st.query_params[key] = st.session_state[REMEMBERED + key] = chosen
    st.rerun()


def _why_not(run_id: str, found: Sequence[RunHeader]) -> str:
    called = [run for run in found if canonical(run_id) in (run.run_id, run.name, run.path.name)]
    if not called:
        return f"Run {run_id} is not here: it was deleted or given another name, or its folder was moved."
    if len(called) > 1:
        return f"{run_id} is more than one run: {', '.join(run.title for run in called)}."
    header = called[0]
    if header.problem:
        return header.problem
    if header.status in SHOWN:
        return f"Run {run_id} is damaged: its run.json does not say what was watched, with what and for whom."
    return (
        f"Run {run_id} is {header.status}, not whole; {code('lfr-eval score --partial')} scores it as far as it goes."
    )


def choose_score(run: RunRecord) -> KeptScore:
    """One kept score of a run, the newest first; where there is none the page ends with what to do."""
    score = find_score(run)
    if score is None:
        st.stop()
    return score


def find_score(run: RunRecord) -> KeptScore | None:
    """Like `choose_score`; where there is none the page says what to do, and goes on."""
    scores = kept_scores(home(), run.run_id)
    if not scores:
        empty(*_nothing_to_show(run.run_id, scores_of_any_version(home(), run.run_id)))
        return None
    if len(scores) == 1:
        return scores[0]
    labels = {str(place): _score_name(score) for place, score in enumerate(scores)}
    return scores[int(choice("score", "Score", list(labels), lambda place: labels[place]))]


def _nothing_to_show(run_id: str, outdated: Sequence[Taken]) -> tuple[str, str]:
    """Why a run has no score to show, and what to do."""
    if outdated:
        return (
            "This run was held against truth by an earlier version, whose figures meant something else.",
            f"Run {code(same_score_command(run_id, outdated[0]))} to score it again.",
        )
    return (
        "This run has not been held against truth yet.",
        f"Run {code(f'lfr-eval score {run_id} --truth passes.csv')}; {code('--subjects subjects.csv --by sex')} adds "
        "groups.",
    )


def choose_other(run: RunRecord, score: KeptScore) -> tuple[RunRecord, KeptScore]:
    """Another run, or the same at another threshold, that was held against the same truth; else the page ends.

    Raises:
        RecordError: It went away or is damaged.
    """
    found: dict[str, tuple[RunHeader, KeptScore]] = {}
    runs = by_key([header for header in list_runs(home().runs) if can_be_shown(header)])
    for one, header in runs.items():
        for other in kept_scores(home(), header.run_id):
            itself = header.run_id == run.run_id and same(other.threshold, score.threshold)
            if other.truth_sha256 == score.truth_sha256 and not itself:
                found.setdefault(f"{one}@{other.threshold:g}", (header, other))
    if not found:
        empty(
            "There is nothing to compare this run with: no other run was held against the same truth.",
            f"Watch the same footage with another system and {code('lfr-eval score')} it with the same files of truth.",
        )
        st.stop()

    def label(name: str) -> str:
        header, other = found[name]
        return f"{_name(header)} · threshold {other.threshold:g}"

    def meant(given: str) -> str | None:
        called, _, threshold = given.rpartition("@")
        return f"{key_of(called, runs)}@{threshold}"

    asked = _asked("other")
    if asked and meant(asked) not in found and meant(asked) != meant(f"{run.name}@{score.threshold:g}"):
        why = f"{asked} cannot be compared with this run: it is not here, or was held against another truth."
        _choose_instead("other", why, "Compare with", list(found), label)
    chosen = choice("other", "Compared with", list(found), label, meant)
    beside = RunRecord.open(found[chosen][0].path)
    beside.require_unaltered()
    return beside, found[chosen][1]


def _asked(key: str) -> str | None:
    """What this session chose last, else what the address names."""
    return st.session_state.get(key) or st.query_params.get(key) or st.session_state.get(REMEMBERED + key)


def can_be_shown(run: RunHeader) -> bool:
    """Whether a run is whole, and its header says what pages need to know."""
    return run.status in SHOWN and run.content.keys() >= NEEDED


def _name(run: RunHeader) -> str:
    source, listed = run.content["source"]["id"], run.content["watchlist"]
    return f"{run.title} · {source} · {listed['persons_submitted']} listed"


def _score_name(score: KeptScore) -> str:
    by = f" · by {', '.join(score.attributes)}" if score.attributes else ""
    return f"{score.taken.truths[0].passes} · threshold {score.threshold:g}{by}"


def _number(given: str | None, default: float, limits: dict[str, Any]) -> float:
    """What the address says, as the type of the default, held within the limits."""
    try:
        value = type(default)(given if given is not None else default)
    except ValueError:
        return default
    low, high = limits.get("min_value", -LARGEST), limits.get("max_value", LARGEST)
    held = min(max(value, low), high)
    return type(default)(held) if math.isfinite(held) else default
