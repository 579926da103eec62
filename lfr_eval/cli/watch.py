"""`lfr-eval watch`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, progress, runs_folder, within_home


def watch(
    source: Annotated[str, typer.Argument(help="A video file, a folder of images, or camera:0.")],
    watchlist: Annotated[Path, typer.Option(help="The list to watch for, for example watchlists/market-square.")],
    truth: Annotated[Path | None, typer.Option(help="passes.csv: score the run at once.")] = None,
    system: Annotated[Path | None, typer.Option(help="A system.yaml; without it, the defaults.")] = None,
    threshold: Annotated[float | None, typer.Option(help="Alert at or above this score.")] = None,
    duration: Annotated[float | None, typer.Option(help="Stop after so many seconds of the source.")] = None,
    source_id: Annotated[str | None, typer.Option(help="Name of the source; default: the file's or folder's.")] = None,
    fps: Annotated[float, typer.Option(help="Images per second that a folder stands for.")] = 1.0,
    out: Annotated[Path | None, typer.Option(help="Record the run in this new folder.")] = None,
    as_json: Json = False,
) -> None:
    """Watch footage or a camera for the people of a watchlist, and record everything that scoring needs.

    Ctrl-C stops a camera (the run is kept as stopped) and interrupts a recording (the run is kept as failed).
    """
    from lfr_eval.capture.source import open_source
    from lfr_eval.evaluate.score import score_runs
    from lfr_eval.evaluate.system import load_engine, read_system
    from lfr_eval.evaluate.watch import watch as run_watch
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.report.words import alert_lines, score_lines
    from lfr_eval.watchlist.store import read_watchlist

    settings = read_system(system, threshold)
    listed = read_watchlist(within_home(watchlist))
    with (
        open_source(source, source_id=source_id, fps=fps) as frames,
        progress(f"Watching {frames.source_id}") as report,
    ):
        result = run_watch(
            frames,
            listed,
            load_engine(settings),
            settings,
            root=runs_folder(),
            out=out,
            duration_s=duration,
            progress=report,
        )
    done = score_runs([RunRecord.open(result.run)], within_home(truth)).stated if truth else None
    if as_json:
        stated = {
            "run": str(result.run),
            "status": result.status,
            "alerts": len(result.alerts),
            "counts": result.counts,
        }
        print_json(stated | ({"score": done} if done else {}))
        return
    print(f"Run {result.run.name} is {result.status}: {result.run}")
    print("\n".join(alert_lines(result.alerts, result.counts)))
    if not listed.header.sealed:
        print("The watchlist is not sealed: whoever can read its folder can read its templates and photographs.")
    if done:
        print("\n".join(score_lines(done)))
