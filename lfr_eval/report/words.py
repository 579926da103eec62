"""Scores in plain words: every rate with its count, its base and its interval (METHODOLOGY 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from lfr_eval.core.events import Alert
from lfr_eval.core.footage_phrases import footage_notes
from lfr_eval.core.phrases import (
    count,
    delay,
    ends,
    events,
    one_in,
    percent,
    quantile,
    rate,
    seconds,
    share,
    share_of,
    timely,
    verb,
)
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.groups import GroupOf, PolicyAnswer, RatedGroup, VerdictRow
from lfr_eval.evaluate.results.phrases import finding, together
from lfr_eval.evaluate.results.score import GroupRow, ScoreResult
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.record.remarks import Remarks
from lfr_eval.report.label_words import named_by_source

__all__ = [
    "OUTCOMES",
    "acquisition",
    "alert_lines",
    "count",
    "group_lines",
    "list_lines",
    "one_in",
    "percent",
    "policy_lines",
    "rate",
    "remark_lines",
    "score_lines",
    "seconds",
    "share",
    "silenced_errors",
    "stated_rate",
    "verdict_line",
    "verdict_lines",
]

OUTCOMES = {
    "correct_alert": "recognised",
    "wrong_identity": "taken for somebody else",
    "false_alert": "false alert",
    "failure_to_enrol": "not enrolled",
    "failure_to_acquire": "no template",
    "miss": "missed",
    "no_alert": "no alert",
    "undecided": "truth does not tell",
    None: "cannot be judged",
}
"""What came of a pass, in words; None = nothing can be said of it."""


def score_lines(score: ScoreResult) -> list[str]:
    """What a score says, as lines of plain text: the answer first, then what it cannot show."""
    listed, hit = score.watchlist, score.latency.entry_to_hit_s
    lines = [f"{together(score.together)}."] if score.together else []
    lines += [
        f"Threshold {score.threshold:g}, watchlist of {count(listed.persons_enrolled, 'person', 'people')} "
        f"({listed.persons_submitted} submitted).",
        f"Recognised      {rate(score.tpir, 'passes of listed people')}",
        f"In time         {timely(score.timely, score.settings.grace_s)}",
        f"False positives {rate(score.fpir, 'passes of people not listed')}",
        f"Wrong identity  {rate(score.wrong_identity, 'passes of listed people')}",
        f"No template     {acquisition(score)}",
        _alert_line(score),
    ]
    if unknown := score.passes.unknown:
        lines.append(f"{count(unknown, 'pass', 'passes')} of unknown people are in no rate.")
    if hit.n:
        lines.append(f"From entry to first hit: {delay(hit)}.")
    lines += policy_lines(score.policy)
    groups = named_by_source(score.groups)
    lines += verdict_lines(named_by_source(score.verdicts)) + group_lines(groups) + delay_lines(groups)
    return lines + [f"Note: {caveat}" for caveat in score.caveats]


def acquisition(score: ScoreResult) -> str:
    """How many passes gave no template, or that nothing tells."""
    if score.passes.total and not score.fta.n:
        return "not known: no faces are on record"
    return rate(score.fta, "passes")


def stated_rate(stated: Mapping[str, Any], what: str) -> str:
    """A rate of a search or a verification, in words; see `core.phrases.rate`."""
    return rate(Rate.of(stated), what)


def list_lines(sealed: bool) -> list[str]:
    """What must be said of a list that is not sealed."""
    said = "The watchlist is not sealed: whoever can read its folder can read its templates and photographs."
    return [] if sealed else [said]


def policy_lines(answers: Sequence[PolicyAnswer]) -> list[str]:
    """Each limit of a policy: met, not shown or breached."""
    return [f"Policy: {one.limit}: {one.state.value} ({one.because})" for one in answers]


def verdict_lines(verdicts: Sequence[VerdictRow]) -> list[str]:
    """Verdicts in words: first how many could not be concluded, then each with what it would take."""
    if not verdicts:
        return []
    open_ = sum(one.verdict is Finding.INCONCLUSIVE for one in verdicts)
    lines = [f"Differences between groups: {open_} of {len(verdicts)} questions could not be settled by this test."]
    return lines + [verdict_line(one, "passes") for one in verdicts]


def group_lines(groups: Sequence[RatedGroup]) -> list[str]:
    """FPIR and TPIR of each group, as a table; a group too small to conclude from says so."""
    if not groups:
        return []
    lines = ["Groups (one shared threshold; count of base, 95 % interval)"]
    for one in groups:
        small = " [too small]" if one.too_small else ""
        cells = f"FPIR {_cell(one.fpir)}  TPIR {_cell(one.tpir)}"
        lines.append(f"  {_group_name(one):<36} {cells}  {one.subjects} people{small}")
    return lines


def delay_lines(groups: Sequence[GroupRow]) -> list[str]:
    """How soon each group was recognised, and how its faces looked: height, gait and camera may be causes."""
    if not groups:
        return []
    lines = ["How soon, by group (recognised in time; median from entry to first hit; what half had)"]
    for one in groups:
        hit, eyes, faces = one.entry_to_hit_s, one.eye_px, one.embedded_per_pass
        parts = [f"median {quantile(hit, 'median')}" if hit.n else "nobody listed"]
        parts += [f"eyes {eyes['p50']:.0f} px apart"] if eyes else []
        parts += [f"{faces['p50']:g} embedded faces a pass"] if faces else []
        lines.append(f"  {_group_name(one):<36} IN TIME {_cell(one.timely)}  {'; '.join(parts)}")
    return lines


def _group_name(one: GroupOf) -> str:
    held = ", ".join(f"{key} {value}" for key, value in one.condition.items())
    return f"{one.attribute} = {one.value or 'not recorded'}" + (f" in {held}" if held else "")


def _cell(stated: Rate) -> str:
    if not stated.n:
        return "none".ljust(30)
    return f"{events(stated)}/{stated.n} = {share_of(stated)} ({ends(stated)})".ljust(30)


def verdict_line(one: VerdictRow, trials: str) -> str:
    """One verdict: what was found, how far the foremost group is from the rest, and what it would take to know.

    Args:
        one: The verdict.
        trials: What is counted, in the plural: passes or searches.
    """
    notes = f" ({'; '.join(one.notes)})" if one.notes else ""
    explored = " [exploratory]" if one.exploratory else ""
    held = "".join(f" in {key} {value or 'not recorded'}" for key, value in one.condition.items())
    return f"  {one.attribute}{held}, {one.metric.named}: {finding(one, trials)}{notes}{explored}"


def _alert_line(score: ScoreResult) -> str:
    alerts, faces = score.alerts, score.false_alerts_per_face_seen
    text = f"Alerts          {alerts.total}: {alerts.true} true, {alerts.false} false, {alerts.unconfirmed} unconfirmed"
    if faces.high is not None:
        text += f"; false alerts per face seen {faces.k} of {faces.n} (at most {share(faces.high)} at 95 %)"
    return f"{text}.{silenced_errors(score)}"


def silenced_errors(score: ScoreResult) -> str:
    """What passes with an error raised no alert about it, as sentences that follow those on alerts; empty without."""
    kinds = (
        (score.silenced_false_positives, "a false positive"),
        (score.silenced_wrong_identities, "a person taken for somebody else"),
    )
    return "".join(
        f" {count(passes, 'pass', 'passes')} with {what} raised no alert of its own: the system had just alerted "
        "to the same person."
        for passes, what in kinds
        if passes
    )


def remark_lines(written: Remarks) -> list[str]:
    """What people wrote on a run: its tags, its note."""
    lines = [f"Tags: {', '.join(written.tags)}"] if written.tags else []
    lines += [f"Note: {written.note}"] if written.note else []
    return lines + ([f"What was written on it cannot be read: {written.problem}"] if written.problem else [])


def load_lines(load: Mapping[str, Any] | None) -> list[str]:
    """How fast a watch was, how late the results of a live source came, and what memory it took; [] if not told."""
    if load is None:
        return []
    parts = [f"{load['frames_per_s']:.1f} frames and {load['faces_per_s']:.1f} faces a second"]
    if late := load["capture_to_alert_ms"]:
        parts.append(f"from capture to alert {late['p50']:.0f} ms in half of the frames, {late['p95']:.0f} ms in 95 %")
    if memory := load["memory_mib"]:
        parts.append(f"{memory['peak']:.0f} MiB of memory at most")
    return ["; ".join(parts) + "."]


def alert_lines(
    alerts: Sequence[Alert], counts: Mapping[str, Any], source: Mapping[str, Any] = MappingProxyType({})
) -> list[str]:
    """What a watch saw and said, without truth: nothing here says whether an alert was right.

    Args:
        alerts: What it raised.
        counts: What it counted.
        source: What run.json says of the source.
    """
    lines = [
        f"{count(len(alerts), 'alert')} in {count(counts['frames_read'], 'frame')} ({counts['duration_s']:.1f} s), in "
        f"which {count(counts['faces'], 'face')} {verb(counts['faces'], 'was', 'were')} seen and "
        f"{counts['faces_embedded']:,} compared."
    ]
    lines += [
        f"  {alert.first_hit_s:8.2f} s  {alert.person}  best score {alert.score:.2f}  ({count(alert.hits, 'hit')})"
        for alert in alerts
    ]
    if counts["frames_dropped"]:
        lines.append(f"  lost because nobody was ready for them: {count(counts['frames_dropped'], 'frame')}")
    return lines + [f"  {note}" for note in footage_notes(source, counts)]
