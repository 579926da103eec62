"""What the demo showed, and what so small a test cannot show."""

from __future__ import annotations

from pathlib import Path

from lfr_eval.core.phrases import events
from lfr_eval.evaluate.demo.run import DemoResult
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.report.timeline import draw_run
from lfr_eval.report.words import count, rate, seconds, share


def draw(result: DemoResult) -> Path:
    """Write the timeline of the demo beside its clip and return the path.

    Raises:
        StorageError: If the disk refuses it.
    """
    picture = result.clip.with_name("timeline.png")
    draw_run(result.watch.run, result.score.scores.runs[0], headline(result.score.result), picture)
    return picture


def headline(score: ScoreResult) -> str:
    """The answer in one sentence."""
    persons, recognised = score.passes.mated, events(score.tpir)
    listed = f"{count(persons, 'listed person', 'listed people')} passed"
    if recognised == "1" and persons == 1:
        listed += f" and was recognised {seconds(score.latency.entry_to_hit_s.median)} after entering"
    else:
        listed += f", {recognised} recognised"
    wrong = events(score.fpir)
    others = "none of the others" if wrong == "0" else f"{wrong} of the others"
    return f"{listed}; {others} ({score.passes.non_mated}) raised an alert."


def demo_lines(result: DemoResult) -> list[str]:
    """The demo in plain words: what happened, the figures, and what they cannot show."""
    score, counts = result.score.result, result.watch.counts
    fpir, models = score.fpir, score.models
    crowd = score.alerts.false - fpir.k
    return [
        headline(score),
        "",
        f"Watched {counts['duration_s']:.1f} s of film ({count(counts['frames_read'], 'frame')}, "
        f"{count(counts['faces'], 'face')} seen) for a list of {score.watchlist.persons_enrolled} people at threshold "
        f"{score.threshold:g}.",
        f"  Recognised       {rate(score.tpir, 'passes of listed people')}",
        f"  False positives  {rate(fpir, 'passes of people not listed')}",
        f"  No template      {rate(score.fta, 'passes')}",
        f"  In the audience behind them, {count(max(crowd, 0), 'false alert')}.",
        "",
        "What so small a test cannot show:",
        f"  - {count(score.tpir.n, 'pass', 'passes')} of a listed person says next to nothing about how often "
        "others would be recognised.",
        f"  - {events(fpir)} false positives in {fpir.n} passes are compatible with any rate up to "
        f"{share(fpir.high or 1.0)}; a rate of 1 in 1,000 takes some 3,000 passes without one to show.",
        "  - Nothing about differences between groups of people, and nothing about a street: this is a camera moving "
        "over one photograph.",
        "",
        *([f"Models: {models.pack}, {models.licence}."] if models else []),
        "The watchlist is not sealed: whoever can read its folder can read its templates and photographs.",
    ]
