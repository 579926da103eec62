"""How much testing a question takes."""

from lfr_eval.evaluate.plan.amounts import Aim, Amount, amounts_of
from lfr_eval.evaluate.plan.answers import Answers, make_plan
from lfr_eval.evaluate.plan.asked import Crowd, Plan

__all__ = ["Aim", "Amount", "Answers", "Crowd", "Plan", "amounts_of", "make_plan"]
