"""Hold run records against truth: no model runs here, whatever the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lfr_eval.core.errors import RecordError
from lfr_eval.core.footage_phrases import footage_notes
from lfr_eval.core.garbage import without_collection
from lfr_eval.core.phrases import attributed_faces, count, verb
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.results.phrases import silenced
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.score.counts import counts_of
from lfr_eval.evaluate.score.group_latency import Beside, delay_ms, spread
from lfr_eval.evaluate.score.label_sources import with_labels
from lfr_eval.evaluate.score.observed import observed
from lfr_eval.evaluate.score.pass_groups import Grouping, group_passes
from lfr_eval.evaluate.score.policy import Policy, answer
from lfr_eval.evaluate.score.pooling import HeldRun, everybody, footage_of, require_poolable, truth_digest
from lfr_eval.evaluate.score.truth import TruthFiles, TruthOfRun, label_caveats, read_truth
from lfr_eval.metrics.group_comparison import trials_of
from lfr_eval.metrics.pass_scores import PassScores, pool
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.rewatched import Together, count_once, together
from lfr_eval.metrics.truth import Listed
from lfr_eval.metrics.verdicts import LIMITS
from lfr_eval.record.reader import RunRecord

SCHEMA_VERSION = 1
MEANING = 2
"""What the figures of a score mean, raised whenever one comes to mean something else: a score that was kept under
another number is not read. 2: intervals by people, delays by cumulative incidence, recognised in time from entry."""
SCORABLE = ("complete", "stopped")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of runs and truth; every default asks for no more than the rates."""

    threshold: float | None = None
    """None = the one the earliest run was watched at."""
    by: tuple[str, ...] = ()
    """Attributes and intersections whose groups are compared."""
    within: tuple[str, ...] = ()
    """Conditions to hold fixed while groups are shown."""
    policy: Policy | None = None
    settings: ScoringSettings | None = None
    """None = defaults with the de-duplication window that the runs were watched with."""
    partial: bool = False
    """Score failed and interrupted runs as far as they go."""
    repeat_watch: bool = False
    """Take runs that watched the same footage too; for intervals each pass then counts once."""


@dataclass(frozen=True, slots=True)
class Score:
    """What came of holding runs against truth."""

    scores: PassScores
    result: ScoreResult
    """What `score` answers."""
    held: tuple[HeldRun, ...] = ()
    """The runs, in the order of their ids."""


def score_runs(
    runs: Sequence[RunRecord], files: TruthFiles | Sequence[TruthFiles], question: Question | None = None
) -> Score:
    """Score one run, or several pooled; the order in which they are given does not matter.

    Args:
        runs: Records; each is scored against the rows of the truth that name its source.
        files: passes.csv and what belongs to it, for all of them or for each run its own.
        question: What is asked.

    Raises:
        RecordError: If a run is not whole and partial ones are not asked for, or the threshold is below its floor.
        TableError: If the truth is not what it must be.
        InputError: If the runs are not of one system on one watchlist, or watched the same footage unasked.
    """
    asked = question or Question()
    return score_held(hold_runs(runs, files, asked), asked)


def hold_runs(
    runs: Sequence[RunRecord], files: TruthFiles | Sequence[TruthFiles], question: Question
) -> tuple[HeldRun, ...]:
    """Hold runs against truth, in the order of their ids. Args and raises: as `score_runs`."""
    each = [files] * len(runs) if isinstance(files, TruthFiles) else list(files)
    given = sorted(zip(runs, each, strict=True), key=lambda pair: pair[0].run_id)
    for run in runs:
        _require_whole(run, question.partial)
    require_poolable([run for run, _ in given], [its for _, its in given], repeat_watch=question.repeat_watch)
    threshold, settings = _asked_at(given[0][0], question)
    people = {its: its.read_subjects() for its in dict.fromkeys(each)}
    held = []
    with without_collection():
        for run, its in given:
            rows = read_truth(run, its, people[its])
            held.append(HeldRun(run, its, people[its], rows, hold_against(run, rows, threshold, settings)))
    return tuple(held)


def score_held(held: Sequence[HeldRun], question: Question) -> Score:
    """Score runs, one or several together, that `hold_runs` gave for the threshold and settings of this question.

    Raises:
        InputError: If labels of different sources would be pooled unasked, or an attribute is not recorded.
    """
    runs, first = [one.run for one in held], held[0].run.header
    threshold, settings = _asked_at(held[0].run, question)
    footage = footage_of(held) if len(held) > 1 else [0]
    scored = count_once([one.scored for one in held], footage) if len(held) > 1 else (held[0].scored,)
    scores, subjects, grouping = pool(scored), everybody(held), _grouping(question)
    shared = together(scored) if len(held) > 1 else None
    beside = Beside.of(scored, live=_live(runs))
    known = beside.faces_attributed()
    stated = {
        "schema_version": SCHEMA_VERSION,
        "meaning": MEANING,
        "run_id": first["run_id"] if len(runs) == 1 else [run.run_id for run in runs],
        "together": None if shared is None else asdict(shared),
        "threshold": threshold,
        "truth_sha256": truth_digest([one.files for one in held]),
        "rows_for_other_sources": sum(one.rows.elsewhere for one in held),
        "passes_not_watched": sum(one.rows.not_watched for one in held),
        "watchlist": {
            key: first["watchlist"][key] for key in ("persons_submitted", "persons_enrolled", "images_enrolled")
        },
        "enrolment": {"submitted": first["watchlist"]["images_submitted"], "failed": first["watchlist"]["failed"]},
        **scores.to_json(),
        "faces_attributed": known,
        "frames": {key: _frames([counts_of(run)[f"frames_{key}"] for run in runs]) for key in ("read", "dropped")},
        "settings": settings.model_dump(),
        **_compare(beside, grouping, question.policy or Policy(), subjects or Subjects({}), _enrolling(runs)),
        "latency": _latency(runs, scores),
        "models": first["models"],
        "caveats": [
            *_caveats(held, scores, shared),
            *silenced(scores.silenced),
            *label_caveats(subjects, grouping.by),
            *([attributed_faces(known)] if grouping.by else []),
        ],
    }
    return Score(scores, ScoreResult.of_json(stated), tuple(held))


def _asked_at(first: RunRecord, question: Question) -> tuple[float, ScoringSettings]:
    """The threshold and the settings that are asked for, else those of the first run."""
    alerting = first.header["settings"]["alerting"]
    threshold = float(alerting["threshold"]) if question.threshold is None else question.threshold
    return threshold, question.settings or ScoringSettings(window_s=alerting["window_s"])


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


def _compare(beside: Beside, grouping: Grouping, policy: Policy, subjects: Subjects, listed: Listed) -> dict[str, Any]:
    """Groups, verdicts on their differences, and the answers to a policy."""
    groups, verdicts = group_passes(beside, grouping, subjects, listed) if grouping.by else ([], [])
    noted = [with_labels(verdict, row) for verdict, row in verdicts]
    return {
        "groups": groups,
        "verdicts": [row for _, row in verdicts],
        "policy": answer(policy, trials_of(beside.records, ()), noted),
    }


def hold_against(run: RunRecord, rows: TruthOfRun, threshold: float, settings: ScoringSettings) -> ScoredRun:
    """What came of every pass and every alert of one run, without rates.

    Raises:
        RecordError: If a table is damaged, or the threshold is below the floor of what was recorded.
        InputError: If a pass's `on_list` contradicts the list.
    """
    return score_run(observed(run, threshold, settings.window_s), rows.truth, _listed([run]), settings)


def _latency(runs: Sequence[RunRecord], scores: PassScores) -> dict[str, Any]:
    """Wall times per frame of all runs together, and delays from entry."""
    process_ms = [ms for run in runs for ms in run.timings()["process_ms"].tolist()]
    late_ms = [delay_ms(one) for run in scores.runs for one in run.alerts] if _live(runs) else None
    return {
        "process_ms": _percentiles(process_ms),
        "capture_to_alert_ms": spread(late_ms, 50, 95, 99),
        "entry_to_hit_s": scores.entry_to_hit_s.to_json(),
        "entry_to_alert_s": scores.entry_to_alert_s.to_json(),
    }


def _frames(counts: Sequence[int | None]) -> int | None:
    """The sum over runs; None where one of them does not know."""
    return None if None in counts else sum(count or 0 for count in counts)


def _live(runs: Sequence[RunRecord]) -> bool:
    return all(run.header["source"]["live"] for run in runs)


def _listed(runs: Sequence[RunRecord]) -> Listed:
    """Who was on the list of any of the runs while it was watched."""
    lists = [run.header["watchlist"] for run in runs]
    return Listed(*(frozenset().union(*(one[key] for one in lists)) for key in ("persons", "persons_not_enrolled")))


def _percentiles(values: Sequence[float]) -> dict[str, float] | None:
    return {f"p{q}": float(np.percentile(values, q)) for q in (50, 95, 99)} if values else None


def _caveats(held: Sequence[HeldRun], scores: PassScores, shared: Together | None) -> list[str]:
    """What a reader must know beside the figures."""
    said = list(dict.fromkeys(note for one in held for note in one.rows.notes))
    if shared and shared.distinct_passes < shared.passes:
        said.append(
            f"the same footage was watched more than once: {count(shared.passes, 'pass', 'passes')} "
            f"{verb(shared.passes, 'is', 'are')} "
            f"{shared.distinct_passes:,} different ones; for intervals each of these counts once"
        )
    if scores.attribution == "time":
        said.append("attributed by time only: a stranger mistaken for a listed person who is in view stays hidden")
    if scores.ambiguity.hits:
        said.append(
            f"hits that by time could belong to more than one pass: {scores.ambiguity.hits}; "
            + ("rates are ranges where that changes them" if scores.ambiguity.matters else "that changes no rate")
        )
    if scores.unboxed:
        said.append(f"{scores.unboxed} passes have no box: they can only count as not acquired")
    if not_watched := sum(one.rows.not_watched for one in held):
        said.append(f"{not_watched} passes begin after the end of what was watched; they are in no rate")
    if not scores.passes.non_mated:
        said.append("no pass of a person who is not listed: nothing is shown about false positives")
    else:
        said.append("intervals of false-positive rates hold for this list: how far other lists differ is not in them")
    if open_ := sum(record.correct.point is None for one in held for record in one.scored.records):
        said.append(f"{count(open_, 'recognition')} of which truth does not tell: in the delays they count as none")
    if not scores.passes.mated:
        said.append("no pass of a listed person: nothing is shown about recognition")
    for run in (one.run for one in held):
        run_id, counts = run.run_id, counts_of(run)
        if run.status not in SCORABLE:
            said.append(f"run {run_id} is {run.status}: scored as far as it goes")
        said.extend(f"run {run_id}: {note}" for note in footage_notes(run.header["source"], counts))
    return [*said, "valid only for these models, settings, list and footage"]


def _enrolling(runs: Sequence[RunRecord]) -> Listed:
    """Whose enrolment is on record: nobody's, where a system from elsewhere does not tell whom it failed to enrol."""
    return Listed(frozenset()) if any(run.header.get("external") for run in runs) else _listed(runs)


def _require_whole(run: RunRecord, partial: bool) -> None:
    if run.status == "running":
        raise RecordError(f"run {run.run_id} is still running; wait for it, or stop it")
    if run.status not in SCORABLE and not partial:
        raise RecordError(f"run {run.run_id} is {run.status}, not whole; score it as far as it goes with --partial")
