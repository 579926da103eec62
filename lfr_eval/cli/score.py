"""`lfr-eval score`: hold recorded runs against truth, at any threshold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, runs_folder, within_home

Truth = Annotated[Path, typer.Option(help="passes.csv: who passed when. A boxes.csv beside it is used too.")]


def score(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Run ids, the start of one, folders or 'latest'.")
    ],
    truth: Truth,
    threshold: Annotated[
        float | None, typer.Option(help="Score at this threshold instead of the recorded one.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Score failed and interrupted runs as far as they go.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Hold recorded runs against truth. No model runs: scores are in the record. Several runs are pooled."""
    from lfr_eval.evaluate.score import score_runs
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.report.words import score_lines

    records = [RunRecord.open(resolve(runs_folder(), run)) for run in runs]
    done = score_runs(records, within_home(truth), threshold=threshold, partial=partial)
    if as_json:
        print_json(done.stated)
    else:
        print("\n".join(score_lines(done.stated)))
