"""The options by which `score`, `watch` and `search` ask for groups and hold results against a policy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from lfr_eval.api.given import Truth
    from lfr_eval.evaluate.results.groups import PolicyAnswer

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


def truth_of(passes: Path, subjects: list[Path] | None, labels: Path | None, allow_mixed: bool) -> Truth:
    """The files of truth that were given."""
    from lfr_eval.api.given import Truth

    return Truth(passes, subjects or (), labels, allow_mixed)


def exit_unless_met(answers: Sequence[PolicyAnswer], allow_not_shown: bool) -> None:
    """Exit 1 if an answer to a policy is breached, or not shown to be met where that matters."""
    from lfr_eval.evaluate.results.groups import State

    accepted = {State.MET, State.NOT_SHOWN} if allow_not_shown else {State.MET}
    if any(answer.state not in accepted for answer in answers):
        raise typer.Exit(BREACHED)
