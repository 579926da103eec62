"""The options by which `score`, `watch` and `search` ask for groups and hold results against a policy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfr_eval.cli.output import within_home
from lfr_eval.core.names import canonical

if TYPE_CHECKING:
    from lfr_eval.evaluate.policy import Policy
    from lfr_eval.evaluate.results.groups import PolicyAnswer
    from lfr_eval.evaluate.score import Question
    from lfr_eval.evaluate.truth import TruthFiles

BREACHED = 1

SubjectFiles = Annotated[
    list[Path] | None, typer.Option("--subjects", help="subjects.csv; may be given several times.")
]
LabelFile = Annotated[
    Path | None, typer.Option("--labels", help="labels.yaml: one scheme for the values of attributes.")
]
AllowMixed = Annotated[bool, typer.Option("--allow-mixed", help="Pool labels of different sources (flagged).")]
By = Annotated[str | None, typer.Option("--by", help="Groups to compare, for example sex,ethnicity,sex*ethnicity.")]
Within = Annotated[str | None, typer.Option("--within", help="Conditions to hold fixed, for example light.")]
PolicyFile = Annotated[Path | None, typer.Option("--policy", help="policy.yaml: limits to be met; exit 1 if not.")]
AllowNotShown = Annotated[
    bool, typer.Option("--allow-not-shown", help="Exit 0 though a limit is not shown to be met (still 1 if breached).")
]


def truth_files(passes: Path, subjects: list[Path] | None, labels: Path | None, allow_mixed: bool) -> TruthFiles:
    """The files of truth that were given."""
    from lfr_eval.evaluate.truth import TruthFiles

    people = tuple(within_home(path) for path in subjects or ())
    return TruthFiles(within_home(passes), people, within_home(labels) if labels else None, allow_mixed)


def question(
    threshold: float | None,
    by: str | None,
    within: str | None,
    policy: Path | None,
    *,
    partial: bool = False,
    repeat_watch: bool = False,
) -> Question:
    """What was asked, in terms of the library."""
    from lfr_eval.core.errors import InputError
    from lfr_eval.evaluate.score import Question

    asked = Question(threshold, names(by), names(within), policy_of(policy), partial=partial, repeat_watch=repeat_watch)
    if asked.within and not (asked.by or (asked.policy and asked.policy.equivalence)):
        raise InputError("--within holds conditions fixed while groups are compared: give --by as well")
    return asked


def policy_of(path: Path | None) -> Policy | None:
    """The limits that were given."""
    from lfr_eval.evaluate.policy import read_policy

    return read_policy(within_home(path)) if path else None


def exit_unless_met(answers: Sequence[PolicyAnswer], allow_not_shown: bool) -> None:
    """Exit 1 if an answer to a policy is breached, or not shown to be met where that matters."""
    from lfr_eval.evaluate.results.groups import State

    accepted = {State.MET, State.NOT_SHOWN} if allow_not_shown else {State.MET}
    if any(answer.state not in accepted for answer in answers):
        raise typer.Exit(BREACHED)


def names(text: str | None) -> tuple[str, ...]:
    """Attributes, and intersections without the spaces around their parts, each once, in canonical form."""
    found = ("*".join(part.strip() for part in name.split("*")) for name in canonical(text or "").split(","))
    return tuple(dict.fromkeys(name for name in found if name))
