"""`lfr-eval score`: hold recorded runs against truth, at any threshold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, runs_folder
from lfr_eval.cli.questions import (
    AllowMixed,
    AllowNotShown,
    By,
    LabelFile,
    PolicyFile,
    SubjectFiles,
    Within,
    exit_unless_met,
    question,
    truth_files,
)


def score(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Run ids, the start of one, folders or 'latest'.")
    ],
    truth: Annotated[Path, typer.Option(help="passes.csv: who passed when. A boxes.csv beside it is used too.")],
    threshold: Annotated[float | None, typer.Option(help="Score at this threshold, not the recorded one.")] = None,
    subjects: SubjectFiles = None,
    labels: LabelFile = None,
    allow_mixed: AllowMixed = False,
    by: By = None,
    within: Within = None,
    policy: PolicyFile = None,
    allow_not_shown: AllowNotShown = False,
    partial: Annotated[bool, typer.Option("--partial", help="Score failed and interrupted runs as they are.")] = False,
    as_json: Json = False,
) -> None:
    """Hold recorded runs against truth. No model runs: scores are in the record. Several runs are pooled.

    The alert log of a system that cannot be run here becomes a run with `lfr-eval import-alerts`.
    """
    from lfr_eval.evaluate.score import score_runs
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.report.words import score_lines

    records = [RunRecord.open(resolve(runs_folder(), run)) for run in runs]
    asked = question(threshold, by, within, policy, partial=partial)
    done = score_runs(records, truth_files(truth, subjects, labels, allow_mixed), asked)
    if as_json:
        print_json(done.stated)
    else:
        print("\n".join(score_lines(done.stated)))
    exit_unless_met(done.answers, allow_not_shown)
