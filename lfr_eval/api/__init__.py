"""The front door: one call per job, for notebooks, programs and the command line alike.

Paths are seen from where you are, else from the home (`LFR_EVAL_HOME`, or the current folder). Runs go by their name or
id, the start of one, ``latest``, or a path. Whatever is wrong with what was given is an `lfr_eval.core.errors.LfrError`
of one line: what was expected, what was found, what to do. What a job needs is loaded when it is called.
"""

from lfr_eval.api.given import System, Truth, load_system
from lfr_eval.api.photographs import enrol, search, verify
from lfr_eval.api.planning import plan
from lfr_eval.api.runs import compare, score, score_log, watch
from lfr_eval.evaluate.plan import Crowd, Plan
from lfr_eval.report.notebook import (
    ComparisonReport,
    PlanReport,
    ScoreReport,
    SearchReport,
    VerifyReport,
    WatchReport,
)

__all__ = [
    "ComparisonReport",
    "Crowd",
    "Plan",
    "PlanReport",
    "ScoreReport",
    "SearchReport",
    "System",
    "Truth",
    "VerifyReport",
    "WatchReport",
    "compare",
    "enrol",
    "load_system",
    "plan",
    "score",
    "score_log",
    "search",
    "verify",
    "watch",
]
