"""How much testing a question takes."""

from lfr_eval.evaluate.plan.amounts import Aim, Amount, amounts_of
from lfr_eval.evaluate.plan.answers import PlanResult, make_plan
from lfr_eval.evaluate.plan.asked import Crowd, Plan

__all__ = ["Aim", "Amount", "Crowd", "Plan", "PlanResult", "amounts_of", "make_plan"]
