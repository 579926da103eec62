"""One question of a checklist, its answer, and the page that proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lfr_eval.core.review import Entry


class CheckState(StrEnum):
    """How a question stands."""

    MET = "met"
    NOT_SHOWN = "not shown"
    BREACHED = "breached"
    NOT_COVERED = "not covered by this evidence"
    OUT_OF_DATE = "out of date"
    PERSON = "needs a person"
    ANSWERED = "answered by a person"


WORST_FIRST = (
    CheckState.BREACHED,
    CheckState.NOT_COVERED,
    CheckState.OUT_OF_DATE,
    CheckState.NOT_SHOWN,
    CheckState.PERSON,
    CheckState.ANSWERED,
    CheckState.MET,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A page of the front end and the choice to open it with."""

    page: str
    label: str
    query: Mapping[str, str] = field(default_factory=dict)


def proof_in(page: str, run_id: str, which: str = "", **query: str) -> Proof:
    """A page of one run; several runs are told apart by the end of their ids and by `which` of them it is."""
    return Proof(page, f"{page.capitalize()} {run_id[-8:]}{which}", {"run": run_id, **query})


@dataclass(frozen=True, slots=True)
class Check:
    """One question and how it stands."""

    topic: str
    section: str
    question: str
    state: CheckState
    because: str
    proof: tuple[Proof, ...] = ()
    obstacle: str = ""
    """Why evidence does not reach this question, or no longer; the same words where the reason is the same."""
    answer: Entry | None = None
    """What a person said last, where the question needs one."""


def worst(states: Sequence[CheckState], otherwise: CheckState) -> CheckState:
    """The state that a board must see first; `otherwise` where there is none."""
    return min(states, key=WORST_FIRST.index, default=otherwise)


def with_answers(checks: Sequence[Check], answers: Mapping[str, Entry]) -> tuple[Check, ...]:
    """Put what people said beside the questions that need a person."""
    return tuple(
        replace(
            one, state=CheckState.ANSWERED if one.state is CheckState.PERSON else one.state, answer=answers[one.topic]
        )
        if one.topic in answers
        else one
        for one in checks
    )
