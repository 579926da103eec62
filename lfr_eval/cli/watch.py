"""`lfr-eval watch`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from lfr_eval.cli.output import Interrupted, Json, print_json, progress, remark, say
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
    from lfr_eval.api.given import load_system
    from lfr_eval.api.runs import watch as watch_source
    from lfr_eval.core.home import Home
    from lfr_eval.evaluate.leftovers import sweep
    from lfr_eval.evaluate.results.watch import WatchSummary
    from lfr_eval.record.naming import is_elsewhere

    sweep(Home.here())
    tried = load_system(system, threshold)
    with progress("Watching") as report:
        done = watch_source(
            source,
            watchlist,
            truth=truth_of(truth, subjects, labels, allow_mixed) if truth else None,
            by=by or (),
            within=within or (),
            policy=policy,
            system=tried,
            duration_s=duration,
            pace=pace,
            speed=speed,
            source_id=source_id,
            fps=fps,
            stream=stream,
            out=out,
            progress=report,
        )
    if done.cut_short:
        raise Interrupted(
            f"{done.run}: interrupted, and kept as stopped; `lfr-eval score {done.run} --truth passes.csv` scores what "
            "was watched"
        )
    remark(done.score.remark if done.score else "")
    if as_json:
        print_json(WatchSummary.of_json(done.to_json()).to_json())
    else:
        say("\n".join([*done.lines(), *([ELSEWHERE] if is_elsewhere(Home.here(), done.run) else [])]))
    exit_unless_met(done.score.policy if done.score else (), allow_not_shown)
