"""Hold run records against truth: no model runs here, whatever the threshold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lfr_eval.core.collection import without_collection
from lfr_eval.core.errors import InputError, RecordError
from lfr_eval.core.footage_phrases import footage_notes
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.counts import counts_of
from lfr_eval.evaluate.label_sources import with_labels
from lfr_eval.evaluate.observed import observed
from lfr_eval.evaluate.pass_groups import Grouping, group_passes
from lfr_eval.evaluate.policy import Policy, answer
from lfr_eval.evaluate.truth import TruthFiles, TruthOfRun, label_caveats, read_truth
from lfr_eval.metrics.group_comparison import trials_of
from lfr_eval.metrics.pass_scores import PassScores, pool
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.truth import Listed
from lfr_eval.metrics.verdicts import LIMITS
from lfr_eval.record.reader import RunRecord

SCHEMA_VERSION = 1
SCORABLE = ("complete", "stopped")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of runs and truth; every default asks for no more than the rates."""

    threshold: float | None = None
    """None = the one the first run was watched at."""
    by: tuple[str, ...] = ()
    """Attributes and intersections whose groups are compared."""
    within: tuple[str, ...] = ()
    """Conditions to hold fixed while groups are shown."""
    policy: Policy | None = None
    settings: ScoringSettings | None = None
    """None = defaults with the de-duplication window that the first run was watched with."""
    partial: bool = False
    """Score failed and interrupted runs as far as they go."""


@dataclass(frozen=True, slots=True)
class Score:
    """What came of holding runs against truth."""

    scores: PassScores
    stated: dict[str, Any]
    """The object of `score --json`."""


def score_runs(runs: Sequence[RunRecord], files: TruthFiles, question: Question | None = None) -> Score:
    """Score one run, or several pooled.

    Args:
        runs: Records; each is scored against the rows of the truth that name its source.
        files: passes.csv and what belongs to it.
        question: What is asked.

    Raises:
        RecordError: If a run is not whole and partial ones are not asked for, or the threshold is below its floor.
        TableError: If the truth is not what it must be.
        InputError: If the runs do not have one watchlist and one set of models in common.
    """
    asked = question or Question()
    first = runs[0].header
    _require_comparable(runs)
    for run in runs:
        _require_whole(run, asked.partial)
    alerting = first["settings"]["alerting"]
    threshold = float(alerting["threshold"]) if asked.threshold is None else asked.threshold
    settings = asked.settings or ScoringSettings(window_s=alerting["window_s"])
    subjects = files.read_subjects()
    with without_collection():
        truths = [read_truth(run, files, subjects) for run in runs]
        scored = [hold_against(run, rows, threshold, settings) for run, rows in zip(runs, truths, strict=True)]
    scores = pool(scored)
    grouping = _grouping(asked)
    stated = {
        "schema_version": SCHEMA_VERSION,
        "run_id": first["run_id"] if len(runs) == 1 else [run.run_id for run in runs],
        "threshold": threshold,
        "truth_sha256": files.digest(),
        "rows_for_other_sources": sum(rows.elsewhere for rows in truths),
        "passes_not_watched": sum(rows.not_watched for rows in truths),
        "watchlist": {
            key: first["watchlist"][key] for key in ("persons_submitted", "persons_enrolled", "images_enrolled")
        },
        "enrolment": {"submitted": first["watchlist"]["images_submitted"], "failed": first["watchlist"]["failed"]},
        **scores.to_json(),
        "frames": {key: _frames([counts_of(run)[f"frames_{key}"] for run in runs]) for key in ("read", "dropped")},
        "settings": settings.model_dump(),
        **_compare(scores, grouping, asked.policy or Policy(), subjects or Subjects({})),
        "latency": _latency(runs, scores),
        "models": first["models"],
        "caveats": [*_caveats(runs, truths, scores), *label_caveats(subjects, grouping.by)],
    }
    return Score(scores, stated)


def _grouping(asked: Question) -> Grouping:
    """What is compared: what was asked, and what a policy names."""
    policy = asked.policy or Policy()
    return Grouping(
        by=tuple(dict.fromkeys((*policy.equivalence, *asked.by))),
        declared=policy.equivalence,
        within=asked.within,
        margins=policy.all_margins,
        limits={**LIMITS, **policy.limits},
    )


def _compare(scores: PassScores, grouping: Grouping, policy: Policy, subjects: Subjects) -> dict[str, Any]:
    """Groups, verdicts on their differences, and the answers to a policy."""
    records = [record for run in scores.runs for record in run.records]
    groups, verdicts = group_passes(records, grouping, subjects) if grouping.by else ([], [])
    noted = [with_labels(verdict, provenance) for verdict, provenance in verdicts]
    return {
        "groups": groups,
        "verdicts": [verdict.to_json() | provenance for verdict, provenance in verdicts],
        "policy": [one.to_json() for one in answer(policy, trials_of(records, ()), noted)],
    }


def hold_against(run: RunRecord, rows: TruthOfRun, threshold: float, settings: ScoringSettings) -> ScoredRun:
    """What came of every pass and every alert of one run, without rates.

    Raises:
        RecordError: If a table is damaged, or the threshold is below the floor of what was recorded.
        InputError: If a pass's `on_list` contradicts the list.
    """
    listed = run.header["watchlist"]
    return score_run(
        observed(run, threshold, settings.window_s),
        rows.truth,
        Listed(frozenset(listed["persons"]), frozenset(listed["persons_not_enrolled"])),
        settings,
    )


def _latency(runs: Sequence[RunRecord], scores: PassScores) -> dict[str, Any]:
    """Wall times per frame of all runs together, and delays from entry."""
    process_ms = [ms for run in runs for ms in run.timings()["process_ms"].tolist()]
    live = all(run.header["source"]["live"] for run in runs)
    return {
        "process_ms": _percentiles(process_ms),
        "capture_to_alert_ms": _percentiles([ms for run in scores.runs for ms in _alert_delays_ms(run)])
        if live
        else None,
        "entry_to_hit_s": scores.entry_to_hit_s.to_json(),
        "entry_to_alert_s": scores.entry_to_alert_s.to_json(),
    }


def _frames(counts: Sequence[int | None]) -> int | None:
    """The sum over runs; None where one of them does not know."""
    return None if None in counts else sum(count or 0 for count in counts)


def _alert_delays_ms(run: ScoredRun) -> list[float]:
    """Milliseconds from the capture of the first hit of each alert to the alert."""
    return [(one.alert.emitted_s - one.alert.first_hit_s) * 1e3 for one in run.alerts]


def _percentiles(values: Sequence[float]) -> dict[str, float] | None:
    return {f"p{q}": float(np.percentile(values, q)) for q in (50, 95, 99)} if values else None


def _caveats(runs: Sequence[RunRecord], truths: Sequence[TruthOfRun], scores: PassScores) -> list[str]:
    """What a reader must know beside the figures."""
    said = []
    if scores.attribution == "time":
        said.append("attributed by time only: a stranger mistaken for a listed person who is in view stays hidden")
    if scores.ambiguity.hits:
        said.append(
            f"hits that could belong to more than one pass: {scores.ambiguity.hits}; the bounds say what that changes"
        )
    if scores.unboxed:
        said.append(f"{scores.unboxed} passes have no box: they can only count as not acquired")
    if not_watched := sum(rows.not_watched for rows in truths):
        said.append(f"{not_watched} passes begin after the end of what was watched; they are in no rate")
    if not scores.passes.non_mated:
        said.append("no pass of a person who is not listed: nothing is shown about false positives")
    if not scores.passes.mated:
        said.append("no pass of a listed person: nothing is shown about recognition")
    for run in runs:
        run_id, counts = run.run_id, counts_of(run)
        if run.status not in SCORABLE:
            said.append(f"run {run_id} is {run.status}: scored as far as it goes")
        said.extend(f"run {run_id}: {note}" for note in footage_notes(run.header["source"], counts))
    return [*said, "valid only for these models, settings, list and footage"]


def _require_whole(run: RunRecord, partial: bool) -> None:
    if run.status == "running":
        raise RecordError(f"run {run.run_id} is still running; wait for it, or stop it")
    if run.status not in SCORABLE and not partial:
        raise RecordError(f"run {run.run_id} is {run.status}, not whole; score it as far as it goes with --partial")


def _require_comparable(runs: Sequence[RunRecord]) -> None:
    """One list and one set of models: rates over different ones have no meaning together."""
    if len({run.header["watchlist"]["digest"] for run in runs}) > 1:
        raise InputError("runs with different watchlists cannot be pooled; score them one by one")
    if len({json.dumps([run.header["models"][key] for key in ("pack", "files")]) for run in runs}) > 1:
        raise InputError("runs with different models cannot be pooled; score them one by one")
