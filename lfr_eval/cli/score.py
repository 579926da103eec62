"""`lfr-eval score`: hold recorded runs against truth, at any threshold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, remark, runs_folder, say, within_home
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
    from lfr_eval.core.errors import InputError
    from lfr_eval.core.home import Home
    from lfr_eval.evaluate.ahead import keep_with_tables
    from lfr_eval.evaluate.external import ExternalSystem, record_alerts
    from lfr_eval.evaluate.score import score_runs
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.report.words import score_lines

    if alerts:
        if runs or not (listed and source_id and duration):
            raise InputError("--alerts stands in place of RUN, and needs --listed, --source-id and --duration")
        external = ExternalSystem(system_name, source_id, duration, within_home(listed))
        threshold = -threshold if distances and threshold is not None else threshold
        log = within_home(alerts)
        paths = [record_alerts(log, external, runs_folder(), distances=distances, threshold=threshold)]
    elif distances:
        raise InputError("scores of recorded runs are similarities; --distances goes with --alerts")
    elif listed or source_id or duration is not None or system_name != EXTERNAL:
        raise InputError("--listed, --source-id, --duration and --system-name go with --alerts")
    elif runs:
        paths = [resolve(runs_folder(), run) for run in runs]
    else:
        raise InputError("nothing to score: expected RUN (see `lfr-eval runs list`) or --alerts")
    records = [RunRecord.open(path) for path in paths]
    asked = question(threshold, by, within, policy, partial=partial, repeat_watch=repeat_watch)
    files = truth_files(truth, subjects, labels, allow_mixed)
    done = score_runs(records, files, asked)
    remark(keep_with_tables(done, records, files, Home.here()))
    if as_json:
        print_json(done.result.to_json())
    else:
        say("\n".join(score_lines(done.result)))
    exit_unless_met(done.result.policy, allow_not_shown)
