"""What the overview says: what was tested, what was reviewed, what is running, and what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from lfr_eval.core.phrases import with_interval
from lfr_eval.evaluate.results.groups import State
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.review.review import Review
from lfr_eval.record.header import RunHeader, RunStatus
from lfr_eval.record.remarks import NOTHING_WRITTEN, Remarks
from lfr_eval.report.words import count
from lfr_eval.ui.literal import code
from lfr_eval.ui.views import reviews as review_view

NOT_SCORED, NO_POLICY, NO_PASSES = "not scored", "no policy asked", "no such passes"
WORST_FIRST = (State.BREACHED, State.NOT_SHOWN, State.MET)


@dataclass(frozen=True, slots=True)
class Tested:
    """A finished run with the score that says most about it."""

    run: RunHeader
    score: ScoreResult | None
    """The newest kept score that was held against a policy, else the newest; None where there is none."""
    remarks: Remarks = NOTHING_WRITTEN
    """What people wrote on it."""


def lacking(run: RunHeader) -> str:
    """What the header of a run lacks of what is shown of it; empty where it is whole."""
    needed = ("source", "id"), ("watchlist", "name"), ("watchlist", "persons_enrolled"), ("settings", "alerting")
    lost = [f"{part}.{key}" for part, key in needed if key not in (run.content.get(part) or {})]
    return ", ".join(lost)


def tested(run: RunHeader, scores: Sequence[ScoreResult]) -> Tested:
    """Choose the score that is shown of a run.

    Args:
        run: A finished run.
        scores: Its kept scores, the newest first.
    """
    held = [score for score in scores if score.policy]
    return Tested(run, next(iter(held or scores), None))


def policy_word(score: ScoreResult | None) -> str:
    """What the policy says of a run, in a word or two: its worst answer, and how many limits there are."""
    if score is None:
        return NOT_SCORED
    states = [one.state for one in score.policy]
    if not states:
        return NO_POLICY
    foremost = min(states, key=WORST_FIRST.index)
    return f"{foremost.value} ({states.count(foremost)} of {count(len(states), 'limit')})"


def answer(found: Sequence[Tested], reviews: Sequence[Review]) -> str:
    """What there is, in one sentence."""
    scored = sum(one.score is not None for one in found)
    words = [policy_word(one.score) for one in found]
    by_state = {state: sum(word.startswith(state.value) for word in words) for state in WORST_FIRST}
    policy = ", ".join(f"{state.value} by {number}" for state, number in by_state.items() if number)
    decided = sum(any(one.closing(phase) for phase in review_view.PHASES) for one in reviews)
    return (
        f"{count(len(found), 'run')} recorded, {scored} held against truth. Policy: {policy or 'not asked of any'}. "
        f"{count(len(reviews), 'review')}, {decided} decided."
    )


def runs_table(found: Sequence[Tested]) -> pd.DataFrame:
    """One row a finished run, the newest first; what people wrote on them where they wrote on any."""
    rows = [
        (
            one.run.title,
            policy_word(one.score),
            *_rates(one.score),
            one.run.content["watchlist"]["persons_enrolled"],
            f"{one.score.threshold if one.score else one.run.content['settings']['alerting']['threshold']:g}",
            one.run.content["watchlist"]["name"],
            one.run.content["source"]["id"],
            one.run.status.value,
        )
        for one in found
    ]
    names = ["Run", "Policy", "Recognised (95 %)", "False positives (95 %)", "Listed", "Threshold"]
    frame = pd.DataFrame(rows, columns=[*names, "List", "Footage", "Status"])
    written = {
        "Tags": [", ".join(one.remarks.tags) for one in found],
        "Note": [one.remarks.problem or one.remarks.note for one in found],
    }
    return frame.assign(**{name: column for name, column in written.items() if any(column)})


def limits_table(found: Sequence[Tested]) -> pd.DataFrame:
    """One row a limit that a run was held against, what stands in the way first."""
    limits = [(one.run.title, limit) for one in found if one.score for limit in one.score.policy]
    limits.sort(key=lambda row: WORST_FIRST.index(row[1].state))
    rows = [(title, limit.limit, limit.state.value, limit.because) for title, limit in limits]
    return pd.DataFrame(rows, columns=["Run", "Limit", "State", "Because"])


def reviews_table(reviews: Sequence[tuple[Review, Sequence[str]]]) -> pd.DataFrame:
    """One row a review, with what has changed since it was decided."""
    rows = [
        (
            one.terms.place,
            review_view.standing(one, changes),
            one.outcome.held_on.isoformat() if one.outcome.held_on else "not yet",
            one.terms.review_by.isoformat() if one.terms.review_by else "not stated",
            one.terms.purpose,
            " ".join(changes),
        )
        for one, changes in reviews
    ]
    return pd.DataFrame(rows, columns=["Place", "Standing", "Deployed", "Review by", "Purpose", "What has changed"])


def running(runs: Sequence[RunHeader], now: datetime) -> list[str]:
    """What is being recorded at this moment, a sentence each."""
    return [
        f"{run.title} is watching {run.content['source']['id']}, for {_since(run, now)}."
        for run in runs
        if run.status is RunStatus.RUNNING and not lacking(run)
    ]


def troubles(runs: Sequence[RunHeader]) -> list[str]:
    """Runs that ended badly or cannot be read, a sentence each with what to do."""
    said = []
    for run in runs:
        if run.status is not RunStatus.DAMAGED and (lost := lacking(run)):
            said.append(f"{run.path.name} is damaged: its run.json lacks {lost}.")
        elif run.status is RunStatus.DAMAGED:
            said.append(f"{run.path.name} cannot be read: {' '.join(str(run.problem).split())}.")
        elif run.status is RunStatus.INTERRUPTED:
            said.append(
                f"{run.title} was interrupted: what it had is kept; score it with {code('--partial')}, or delete it "
                f"with {code(f'lfr-eval runs delete {run.run_id}')}."
            )
        elif run.status is RunStatus.FAILED:
            said.append(f"{run.title} failed: {' '.join(str(run.content.get('error')).split())}.")
    return said


def _rates(score: ScoreResult | None) -> tuple[str, str]:
    if score is None:
        return NOT_SCORED, NOT_SCORED
    return with_interval(score.tpir, NO_PASSES), with_interval(score.fpir, NO_PASSES)


def _since(run: RunHeader, now: datetime) -> str:
    minutes = max(0, int((now - datetime.fromisoformat(run.content["started_utc"])).total_seconds() // 60))
    return count(minutes, "minute")
