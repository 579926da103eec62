"""`lfr-eval score`: hold recorded runs against truth, at any threshold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, remark, say
from lfr_eval.cli.questions import (
    AllowMixed,
    AllowNotShown,
    By,
    LabelFile,
    PolicyFile,
    SubjectFiles,
    Within,
    exit_unless_met,
    truth_of,
)

EXTERNAL = "external"


def score(
    truth: Annotated[Path, typer.Option(help="passes.csv: who passed when. A boxes.csv beside it is used too.")],
    runs: Annotated[
        list[str] | None,
        typer.Argument(metavar="RUN...", help="Runs by name or id, the start of one, folders, or 'latest'."),
    ] = None,
    alerts: Annotated[
        Path | None, typer.Option(help="Alert log of a system that is not run here, in place of RUN.")
    ] = None,
    listed: Annotated[Path | None, typer.Option(help="With --alerts: CSV of the person_id on its list.")] = None,
    source_id: Annotated[str | None, typer.Option(help="With --alerts: the source as passes.csv names it.")] = None,
    duration: Annotated[float | None, typer.Option(help="With --alerts: how many seconds it watched.")] = None,
    system_name: Annotated[str, typer.Option(help="With --alerts: what the system is called.")] = EXTERNAL,
    distances: Annotated[
        bool, typer.Option("--distances", help="With --alerts: its scores, and --threshold, are distances.")
    ] = False,
    threshold: Annotated[float | None, typer.Option(help="Score at this threshold, not the recorded one.")] = None,
    subjects: SubjectFiles = None,
    labels: LabelFile = None,
    allow_mixed: AllowMixed = False,
    by: By = None,
    within: Within = None,
    policy: PolicyFile = None,
    allow_not_shown: AllowNotShown = False,
    partial: Annotated[bool, typer.Option("--partial", help="Score failed and interrupted runs as they are.")] = False,
    repeat_watch: Annotated[
        bool,
        typer.Option(
            "--repeat-watch", help="Runs may have watched the same footage: for intervals each pass counts once."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Hold recorded runs against truth. No model runs: scores are in the record.

    Several runs of one system on one list are pooled: a person in several of them is one person. The same run twice is
    refused, and so are runs of the same footage unless --repeat-watch is given.

    With --alerts, the log of a system that cannot be run here becomes a run of its own, and is scored: columns
    person_id, pts_s, score and, if known, track, entry_id, emitted_s.
    """
    from lfr_eval.api.runs import score as score_runs
    from lfr_eval.api.runs import score_log
    from lfr_eval.core.errors import InputError

    given = truth_of(truth, subjects, labels, allow_mixed)
    if alerts:
        if runs or not (listed and source_id and duration):
            raise InputError("--alerts stands in place of RUN, and needs --listed, --source-id and --duration")
        done = score_log(
            alerts,
            given,
            listed=listed,
            source_id=source_id,
            duration_s=duration,
            name=system_name,
            distances=distances,
            threshold=threshold,
            by=by or (),
            within=within or (),
            policy=policy,
        )
    elif distances:
        raise InputError("scores of recorded runs are similarities; --distances goes with --alerts")
    elif listed or source_id or duration is not None or system_name != EXTERNAL:
        raise InputError("--listed, --source-id, --duration and --system-name go with --alerts")
    elif runs:
        done = score_runs(
            runs,
            given,
            threshold=threshold,
            by=by or (),
            within=within or (),
            policy=policy,
            partial=partial,
            repeat_watch=repeat_watch,
        )
    else:
        raise InputError("nothing to score: expected RUN (see `lfr-eval runs list`) or --alerts")
    remark(done.remark)
    if as_json:
        print_json(done.to_json())
    else:
        say("\n".join(done.lines()))
    exit_unless_met(done.policy, allow_not_shown)
