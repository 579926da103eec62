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
    from lfr_eval.api import (
        ComparisonReport,
        Crowd,
        Plan,
        PlanReport,
        ScoreReport,
        SearchReport,
        System,
        Truth,
        VerifyReport,
        WatchReport,
        compare,
        enrol,
        load_system,
        plan,
        score,
        score_log,
        search,
        verify,
        watch,
    )

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


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("lfr_eval.api"), name)
    raise AttributeError(f"module 'lfr_eval' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
