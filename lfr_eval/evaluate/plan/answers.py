"""What a plan takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.plan.amounts import Aim, Amount, amounts_of
from lfr_eval.evaluate.plan.asked import Crowd, Plan
from lfr_eval.evaluate.results.base import Result
from lfr_eval.metrics.needed import questions_in
from lfr_eval.metrics.planning import (
    needed_per_group,
    passes_to_show,
    rule_of_30,
    trials_for_one_event,
)
from lfr_eval.metrics.repeats import Repeats
from lfr_eval.metrics.scaling import base_rate_curve
from lfr_eval.metrics.stopping import StoppingRule

GUESSES = (0.05, 0.2, 0.5)
"""Intraclass correlations that stand side by side: nobody knows it before the test."""
RATES = (0.9, 0.95, 0.98, 0.99)
"""True rates of recognition for which the length of a trial is told, beside the one that is guessed."""
MOST_WALKS = 5000


@dataclass(frozen=True, slots=True)
class Walks:
    """How long a trial that is read as it goes takes to show the limit of TPIR."""

    true_tpir: float
    """The rate that is guessed."""
    median: int | None
    """Walks after which half of such trials have shown it; None = more than 5,000."""
    nine_of_ten: int | None
    """Walks after which nine of ten have; None likewise."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Which alerts are to be expected; modelled."""

    listed: int
    """People on the list who pass."""
    true_alerts: float
    """About the person whom they name."""
    false_alerts: float
    """About somebody else than they name."""
    ppv: float | None
    """Share of alerts that are true; None = there are none."""


class PlanResult(Result):
    """How much testing a question takes: the object of `plan --json`."""

    design_effect: float
    """How many times more passes it takes because those of a person are alike, in the textbook figures."""
    passes_to_show: int
    """To show `--limit` with `--events`, as people pass."""
    people_to_show: int
    """Different people, likewise."""
    passes_per_group: int
    """To see `--ratio` in one single test at 5 %, as textbooks have it; `amounts` have what verdicts take."""
    trials_for_one_event: int
    """Passes for a 95 % chance of one false alert."""
    rule_of_30: int
    """Passes for 30 errors, which make a rate good to 30 %."""
    people_for_fpir: int
    """Fewest different people with whom the limit of FPIR can be shown at all, however often they pass."""
    people_for_tpir: int
    """That of TPIR, likewise."""
    questions: int
    """That p is corrected over."""
    amounts: tuple[Amount, ...]
    """What each aim takes, for each way in which people may pass."""
    walks: tuple[Walks, ...]
    """For each true TPIR that is guessed, how long a trial takes that is read as it goes."""
    precision: tuple[Precision, ...]
    """With `--faces`: for each number `--listed`, which alerts are to be expected."""

    def of(self, aim: Aim, repeats: Repeats) -> Amount:
        """What one aim takes with such passes."""
        return next(one for one in self.amounts if (one.aim, one.repeats) == (aim, repeats))


def make_plan(asked: Plan) -> PlanResult:
    """Answer the planning questions, by the procedures that decide (METHODOLOGY 2.4 and 2.6).

    Where a crowd is given, `precision` says for each number of listed people which share of alerts would be true
    (METHODOLOGY 2.1).

    Raises:
        InputError: If a figure is not in its range.
    """
    try:
        return _answers(asked)
    except ValueError as error:
        raise InputError(str(error)) from None


def _answers(asked: Plan) -> PlanResult:
    asked.require_sensible()
    least = passes_to_show(asked.limit)
    effect = asked.repeats.design_effect
    single = needed_per_group(asked.limit, asked.ratio, asked.power)
    each = asked.repeats.each
    guessed = sorted({*GUESSES, asked.correlation}) if each > 1 else []
    amounts = amounts_of(asked, [Repeats(), *(Repeats(each, one) for one in guessed)])
    shown = next(one for one in amounts if (one.aim, one.repeats) == (Aim.FPIR_LIMIT, asked.repeats))
    return PlanResult(
        design_effect=effect,
        passes_to_show=shown.passes,
        people_to_show=shown.people,
        passes_per_group=math.ceil(single * effect),
        trials_for_one_event=math.ceil(trials_for_one_event(asked.limit) * effect),
        rule_of_30=math.ceil(rule_of_30(asked.limit) * effect),
        people_for_fpir=least,
        people_for_tpir=passes_to_show(1 - asked.tpir_limit),
        questions=questions_in(asked.groups, asked.attributes),
        amounts=amounts,
        walks=_walks(asked),
        precision=_precision(asked.crowd) if asked.crowd else (),
    )


def _walks(asked: Plan) -> tuple[Walks, ...]:
    rule = StoppingRule(asked.tpir_limit, MOST_WALKS)
    rates = sorted({asked.true_tpir, *(rate for rate in RATES if rate > asked.tpir_limit)})
    courses = [(rate, rule.course(rate)) for rate in rates]
    return tuple(Walks(rate, one.trials_until_shown(0.5), one.trials_until_shown(0.9)) for rate, one in courses)


def _precision(crowd: Crowd) -> tuple[Precision, ...]:
    return tuple(
        Precision(listed, crowd.tpir * listed, crowd.fpir * (crowd.faces - listed), precision)
        for listed, precision in base_rate_curve(crowd.tpir, crowd.fpir, crowd.faces, crowd.listed)
    )
