"""How much testing a question takes."""

from __future__ import annotations

from lfr_eval.evaluate.plan import Plan, make_plan
from lfr_eval.report.notebook.plan import PlanReport


def plan(asked: Plan) -> PlanReport:
    """Say how much testing it takes to show a limit, to see a difference, or to show that groups are alike.

    Args:
        asked: What should be shown or seen, for example ``Plan(limit=0.001, groups=3)``.

    Raises:
        InputError: A figure is out of its range, or nobody can test so much.
    """
    return PlanReport.answering(asked, make_plan(asked))
