"""`lfr-eval watch`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from lfr_eval.cli.output import (
    Interrupted,
    Json,
    footage,
    print_json,
    progress,
    remark,
    runs_folder,
    say,
    within_home,
)
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

Pace = Literal["fast", "live"]
ELSEWHERE = (
    "It lies outside of this home: commands take its path; lists, pages and reviews do not show it until its folder is "
    "moved into reports/runs."
)


def watch(
    source: Annotated[str, typer.Argument(help="A video file, a folder of images, camera:0, or rtsp://…")],
    watchlist: Annotated[Path, typer.Option(help="The list to watch for, for example watchlists/market-square.")],
    truth: Annotated[Path | None, typer.Option(help="passes.csv: score the run at once.")] = None,
    system: Annotated[Path | None, typer.Option(help="A system.yaml; without it, the defaults.")] = None,
    threshold: Annotated[float | None, typer.Option(help="Alert at or above this score.")] = None,
    subjects: SubjectFiles = None,
    labels: LabelFile = None,
    allow_mixed: AllowMixed = False,
    by: By = None,
    within: Within = None,
    policy: PolicyFile = None,
    allow_not_shown: AllowNotShown = False,
    duration: Annotated[float | None, typer.Option(help="Stop after so many seconds of the source.")] = None,
    pace: Annotated[Pace, typer.Option(help="live: footage comes at its own rate, and late frames are lost.")] = "fast",
    speed: Annotated[float, typer.Option(help="With --pace live: seconds of footage per second.")] = 1.0,
    source_id: Annotated[
        str | None,
        typer.Option(help="Name of the source; default: the file's or folder's. A network camera needs one."),
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(help="Frames per second of what has no times: a folder of images (default 1) or a bare stream."),
    ] = None,
    stream: Annotated[int | None, typer.Option(help="Number of the video stream, where a file holds several.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="NAME|DIR", help="What to call the run; or an absolute path to record it elsewhere."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Watch footage or a camera for the people of a watchlist, and record everything that scoring needs.

    After Ctrl-C the run is kept as stopped. A camera is ended in this way (exit 0); of a recording it leaves the rest
    unwatched (exit 130).

    With --pace live a recording comes as a camera would send it: the newest frame wins, and those that came while
    nobody was ready are lost and counted. --speed 2 shows whether the machine would bear twice as much.
    """
    from lfr_eval.capture.live import paced
    from lfr_eval.capture.source import open_source
    from lfr_eval.core.home import Home
    from lfr_eval.evaluate.ahead import keep_with_tables
    from lfr_eval.evaluate.leftovers import sweep
    from lfr_eval.evaluate.score import score_runs
    from lfr_eval.evaluate.system import load_engine, read_system
    from lfr_eval.evaluate.truth import require_truth
    from lfr_eval.evaluate.watch import watch as run_watch
    from lfr_eval.record.naming import is_elsewhere, place_of
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.report.words import alert_lines, list_lines, load_lines, score_lines
    from lfr_eval.watchlist.store import read_watchlist

    sweep(Home.here())
    settings = read_system(system, threshold)
    place = place_of(Home.here(), out) if out else None
    files = truth_files(truth, subjects, labels, allow_mixed) if truth else None
    asked = question(None, by, within, policy)
    listed = read_watchlist(within_home(watchlist))
    with (
        open_source(footage(source), source_id=source_id, fps=fps, stream=stream) as opened,
        paced(opened, pace, speed) as frames,
        progress(f"Watching {frames.source_id}") as report,
    ):
        if files:
            lasts_s, fps = frames.duration_s, frames.nominal_fps
            require_truth(files, frames.source_id, listed, duration_s=lasts_s, fps=fps)
        result = run_watch(
            frames,
            listed,
            load_engine(settings, threads=1),
            settings,
            root=runs_folder(),
            out=place,
            duration_s=duration,
            progress=report,
        )
    if result.status == "stopped" and not opened.live:
        raise Interrupted(
            f"{result.run}: interrupted, and kept as stopped; `lfr-eval score {result.run} --truth passes.csv` "
            "scores what was watched"
        )
    recorded = [RunRecord.open(result.run)]
    done = score_runs(recorded, files, asked) if files else None
    if files and done:
        remark(keep_with_tables(done, recorded, files, Home.here()))
    if as_json:
        stated = {
            "run": str(result.run),
            "run_id": recorded[0].run_id,
            "status": result.status,
            "alerts": len(result.alerts),
            "counts": result.counts,
            "load": result.load,
        }
        print_json(stated | ({"score": done.result.to_json()} if done else {}))
    else:
        lines = [*alert_lines(result.alerts, result.counts, recorded[0].header["source"]), *load_lines(result.load)]
        lines += score_lines(done.result) if done else []
        lines += [*list_lines(listed.header.sealed), f"Run {recorded[0].title} is {result.status}: {result.run}"]
        lines += [ELSEWHERE] if is_elsewhere(Home.here(), result.run) else []
        say("\n".join(lines))
    exit_unless_met(done.result.policy if done else (), allow_not_shown)
