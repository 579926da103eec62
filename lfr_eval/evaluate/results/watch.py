"""What `watch --json` prints."""

from __future__ import annotations

from typing import Literal

from lfr_eval.evaluate.results.base import Result
from lfr_eval.evaluate.results.run import RunCounts, RunLoad
from lfr_eval.evaluate.results.score import ScoreResult


class WatchSummary(Result):
    """What came of watching: the object of `watch --json`."""

    run: str
    """Folder of the run."""
    run_id: str
    """Its id."""
    status: Literal["complete", "stopped"]
    """`stopped` where its operator ended it."""
    alerts: int
    """How many."""
    counts: RunCounts
    """As in `run.json`."""
    load: RunLoad
    """As in `run.json`."""
    score: ScoreResult | None = None
    """The object of `score --json`; only with `--truth`."""
