"""Find out how well, how fast and how fairly a live facial recognition (LFR) system works.

`enrol`, `watch`, `score`, `search`, `verify`, `compare`, `plan` and `load_system` are the front door (`lfr_eval.api`),
loaded when it is first asked for. The rooms behind it, floor by floor (imports run downward only):

* floor 0 ``core``: the words of the project: frozen types, errors, settings.
* floor 1 ``capture``, ``engine``, ``watchlist``, ``datasets``, ``record``, ``metrics``: they do not know each other.
* floor 2 ``evaluate``: where they meet.
* floor 3 ``report``: figures and words for readers; above it ``api``.
* floor 4 ``cli``, ``ui``: one file per command, one per page.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from lfr_eval.core.telemetry import switch_off

if TYPE_CHECKING:
    from lfr_eval.api.given import System, Truth, load_system
    from lfr_eval.api.photographs import enrol, search, verify
    from lfr_eval.api.planning import plan
    from lfr_eval.api.runs import compare, score, score_log, watch
    from lfr_eval.evaluate.plan import Crowd, Plan
    from lfr_eval.report.notebook.photographs import SearchReport, VerifyReport
    from lfr_eval.report.notebook.plan import PlanReport
    from lfr_eval.report.notebook.runs import ComparisonReport, ScoreReport, WatchReport

switch_off()  # every way into this package comes through here, before any library of models is loaded
__version__ = version("lfr-eval")
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


_ROOMS = {
    "lfr_eval.api.given": ("System", "Truth", "load_system"),
    "lfr_eval.api.photographs": ("enrol", "search", "verify"),
    "lfr_eval.api.planning": ("plan",),
    "lfr_eval.api.runs": ("compare", "score", "score_log", "watch"),
    "lfr_eval.evaluate.plan": ("Crowd", "Plan"),
    "lfr_eval.report.notebook.photographs": ("SearchReport", "VerifyReport"),
    "lfr_eval.report.notebook.plan": ("PlanReport",),
    "lfr_eval.report.notebook.runs": ("ComparisonReport", "ScoreReport", "WatchReport"),
}


if not TYPE_CHECKING:  # which would take any name for one of ours

    def __getattr__(name: str) -> Any:
        for room, names in _ROOMS.items():
            if name in names:
                return getattr(import_module(room), name)
        raise AttributeError(f"module 'lfr_eval' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
