"""Runs held against truth once more, kept in memory as long as record and truth are what they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lfr_eval.core.home import Home
from lfr_eval.evaluate.compare import Comparison, compare
from lfr_eval.evaluate.evidence import hold_again, truth_of
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.timeline import Timeline, timeline_of

KEPT = 8
"""How many of each are kept at most."""


def held(home: Home, run: RunRecord, score: KeptScore) -> ScoredRun | None:
    """Every pass and alert behind a score; None where its truth is gone or no longer what it was."""
    if truth_of(home, score.taken) is None:
        return None
    return _held(run.digest(), _name(score), home, run, score)


def timeline(home: Home, run: RunRecord, score: KeptScore | None) -> Timeline:
    """What the timeline of a run shows; without passes where there is no truth any more."""
    if score is None or truth_of(home, score.taken) is None:
        return _timeline(run.digest(), None, home, run, None)
    return _timeline(run.digest(), _name(score), home, run, score)


def compared(home: Home, sides: Sequence[tuple[RunRecord, KeptScore]]) -> Comparison | None:
    """Two runs, each with its score, pass by pass; None where truth is gone or no longer what it was.

    Raises:
        InputError: They have no pass in common.
    """
    if any(truth_of(home, score.taken) is None for _, score in sides):
        return None
    return _compared([(run.digest(), _name(score)) for run, score in sides], home, sides)


def timings(run: RunRecord) -> pd.DataFrame:
    """Milliseconds of each stage, one row a frame, with the number of its faces."""
    return _timings(run.digest(), run)


def _name(score: KeptScore) -> tuple[Any, ...]:
    return score.truth_sha256, score.threshold, tuple(score.settings)


@st.cache_resource(max_entries=KEPT, show_spinner="Holding the run against its truth …")
def _held(digest: str, name: tuple[Any, ...], _home: Home, _run: RunRecord, _score: KeptScore) -> ScoredRun | None:
    return hold_again(_home, _run, _score)


@st.cache_resource(max_entries=KEPT, show_spinner="Comparing pass by pass …")
def _compared(names: list[Any], _home: Home, _sides: Sequence[tuple[RunRecord, KeptScore]]) -> Comparison | None:
    first, second = (held(_home, run, score) for run, score in _sides)
    return None if first is None or second is None else compare(first, second)


@st.cache_data(max_entries=KEPT, show_spinner="Gathering the timeline …")
def _timeline(
    digest: str, name: tuple[Any, ...] | None, _home: Home, _run: RunRecord, _score: KeptScore | None
) -> Timeline:
    return timeline_of(_run, None if _score is None else held(_home, _run, _score))


@st.cache_data(max_entries=KEPT, show_spinner="Reading the times …")
def _timings(digest: str, _run: RunRecord) -> pd.DataFrame:
    faces = _run.table("frames", columns=["frame", "faces"]).to_pandas()
    return _run.timings().merge(faces, on="frame", validate="one_to_one")
