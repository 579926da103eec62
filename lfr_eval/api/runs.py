"""Jobs on footage: watch it, hold runs against truth, compare two of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from lfr_eval.api.given import AnyPath, Names, System, Truth, found, question, system_of, truth_of
from lfr_eval.core.errors import LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.progress import Progress, silent
from lfr_eval.evaluate.score.compare import compare as compare_runs
from lfr_eval.evaluate.score.for_pages import keep_with_tables
from lfr_eval.evaluate.score.score import Question, hold_runs, score_runs
from lfr_eval.evaluate.score.truth import TruthFiles, require_truth
from lfr_eval.evaluate.watch.external import ExternalSystem, record_alerts
from lfr_eval.record.deleting import delete
from lfr_eval.record.listing import resolve
from lfr_eval.record.reader import RunRecord
from lfr_eval.report.notebook.runs import ComparisonReport, ScoreReport, WatchReport


def watch(
    source: AnyPath,
    watchlist: AnyPath,
    *,
    truth: Truth | AnyPath | None = None,
    threshold: float | None = None,
    by: Names = (),
    within: Names = (),
    policy: AnyPath | None = None,
    system: System | AnyPath | None = None,
    duration_s: float | None = None,
    pace: Literal["fast", "live"] = "fast",
    speed: float = 1.0,
    source_id: str | None = None,
    fps: float | None = None,
    stream: int | None = None,
    out: AnyPath | None = None,
    progress: Progress = silent,
) -> WatchReport:
    """Watch footage or a camera for the people of a list, and record everything that scoring needs.

    Ctrl-C ends it; the run is kept as stopped, and a recording of which the rest is unwatched is not scored.

    Args:
        source: A video file, a folder of images, ``camera:0``, or ``rtsp://…``.
        watchlist: The list to watch for.
        truth: passes.csv, or that with what belongs to it: score the run at once.
        threshold: Alert at or above this score; a `System` has its own.
        by: Groups to compare.
        within: Conditions to hold fixed while groups are compared.
        policy: policy.yaml: limits to be met.
        system: The system under test, or its system.yaml; None = defaults.
        duration_s: Stop after so many seconds of the source.
        pace: ``live``: footage comes at its own rate, and late frames are lost and counted.
        speed: With `pace` ``live``, seconds of footage a second.
        source_id: Name of the source; a network camera needs one.
        fps: Frames a second of what has no times: a folder of images (default 1) or a bare stream.
        stream: Number of the video stream, where a file holds several.
        out: Name of the run, or an absolute path to record it elsewhere.
        progress: Told of every frame.

    Raises:
        SourceError: The source cannot be opened.
        WatchlistError: The list is empty, damaged, or of other models.
        RecordError: The name of the run is taken.
        StorageError: The disk refuses a write; what was written before stays readable.
    """
    from lfr_eval.capture.live import paced
    from lfr_eval.capture.source import open_source
    from lfr_eval.evaluate.watch.watch import watch as watch_source
    from lfr_eval.record.naming import place_of
    from lfr_eval.watchlist.store import read_watchlist

    home, tried = Home.here(), system_of(system, threshold)
    place = place_of(home, Path(out)) if out else None
    files = None if truth is None else truth_of(truth)
    asked = question(by=by, within=within, policy=policy)
    listed = read_watchlist(found(watchlist))
    with (
        open_source(home.footage(source), source_id=source_id, fps=fps, stream=stream) as opened,
        paced(opened, pace, speed) as frames,
    ):
        if files:
            require_truth(files, frames.source_id, listed, duration_s=frames.duration_s, fps=frames.nominal_fps)
        engine = tried.engine(threads=1)
        result = watch_source(
            frames,
            listed,
            engine,
            tried.settings,
            root=home.runs,
            out=place,
            duration_s=duration_s,
            progress=progress,
        )
    run = RunRecord.open(result.run)
    cut_short = result.status == "stopped" and not opened.live
    scored = None if files is None or cut_short else _score([run], files, asked)
    return WatchReport(result, run, listed.header.sealed, cut_short, scored)


def score(
    runs: AnyPath | Sequence[AnyPath],
    truth: Truth | AnyPath,
    *,
    threshold: float | None = None,
    by: Names = (),
    within: Names = (),
    policy: AnyPath | None = None,
    partial: bool = False,
    repeat_watch: bool = False,
) -> ScoreReport:
    """Hold recorded runs against truth, at any threshold; no model runs. What comes of it is kept in the home.

    Args:
        runs: One run, or several of one system on one list, which are pooled by person.
        truth: passes.csv, or that with what belongs to it.
        threshold: None = the recorded one.
        by: Groups to compare.
        within: Conditions to hold fixed while groups are compared.
        policy: policy.yaml: limits to be met.
        partial: Score failed and interrupted runs as they are.
        repeat_watch: Runs may have watched the same footage; for intervals each pass counts once.

    Raises:
        RecordError: A run is not there, not whole, or altered.
        TableError: A file is not what it must be.
        InputError: What is asked does not go together.
    """
    each = [runs] if isinstance(runs, str | Path) else runs
    records = [RunRecord.open(resolve(Home.here().runs, str(run))) for run in each]
    asked = question(threshold, by, within, policy, partial=partial, repeat_watch=repeat_watch)
    return _score(records, truth_of(truth), asked)


def score_log(
    log: AnyPath,
    truth: Truth | AnyPath,
    *,
    listed: AnyPath,
    source_id: str,
    duration_s: float,
    name: str = "external",
    distances: bool = False,
    threshold: float | None = None,
    by: Names = (),
    within: Names = (),
    policy: AnyPath | None = None,
) -> ScoreReport:
    """Hold the alert log of a system that cannot be run here against truth; the log becomes a run of its own.

    Args:
        log: CSV with the columns person_id, pts_s, score and, if known, track, entry_id, emitted_s.
        truth: As of `score`.
        listed: CSV of the person_id on its list.
        source_id: The source as passes.csv names it.
        duration_s: How many seconds it watched.
        name: What the system is called.
        distances: Its scores, and `threshold`, are distances.
        threshold: None = that of the log.
        by: As of `score`.
        within: As of `score`.
        policy: As of `score`.

    Raises:
        InputError, TableError, RecordError: As of `score`.
    """
    system = ExternalSystem(name, source_id, duration_s, found(listed))
    at = -threshold if distances and threshold is not None else threshold
    files, asked = truth_of(truth), question(at, by, within, policy)
    run = record_alerts(found(log), system, Home.here().runs, distances=distances, threshold=at)
    try:
        return _score([RunRecord.open(run)], files, asked)
    except LfrError:
        delete(Home.here(), run)  # it was made to be scored
        raise


def compare(
    first: AnyPath,
    second: AnyPath,
    truth: Truth | AnyPath,
    *,
    thresholds: tuple[float | None, float | None] = (None, None),
) -> ComparisonReport:
    """Compare two runs pass by pass on the passes that both watched; every difference is first minus second.

    Args:
        first: A run.
        second: Another one, or the same at another threshold.
        truth: As of `score`.
        thresholds: Of each; None = the recorded one.

    Raises:
        InputError: They have no pass in common.
        RecordError, TableError: As of `score`.
    """
    files, sides = truth_of(truth), []
    for run, threshold in zip((first, second), thresholds, strict=True):
        record = RunRecord.open(resolve(Home.here().runs, str(run)))
        sides += [one.scored for one in hold_runs([record], files, Question(threshold))]
    return ComparisonReport.of(compare_runs(*sides))


def _score(records: Sequence[RunRecord], files: TruthFiles, asked: Question) -> ScoreReport:
    done = score_runs(records, files, asked)
    return ScoreReport.kept(done.result, keep_with_tables(done, records, files, Home.here()))
