"""`lfr-eval annotate`: the footage of a run with alerts marked and everybody else hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import progress, runs_folder, say, within_home


def annotate(
    run: Annotated[str, typer.Argument(help="A run by name or id, the start of one, a folder, or 'latest'.")],
    source: Annotated[Path, typer.Option(help="The footage that the run watched.")],
    out: Annotated[Path, typer.Option(help="The .mp4 to write.")],
) -> None:
    """Write an annotated clip: alerted faces are boxed and named, everybody else is made unrecognisable."""
    from lfr_eval.evaluate.annotate import annotate as write_annotated
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.reader import RunRecord

    record = RunRecord.open(resolve(runs_folder(), run))
    with progress("Hiding faces") as report:
        write_annotated(record, within_home(source), out, report)
    say(f"{out}: written; only faces with an alert can be recognised in it")
