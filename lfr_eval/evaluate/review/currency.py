"""What has changed since a decision was made, and closing a phase with the digests of what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from lfr_eval.core.errors import InputError, LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.evaluate.review.check import Check
from lfr_eval.evaluate.review.evidence import GONE, digests
from lfr_eval.evaluate.review.review import Review, Verdict
from lfr_eval.evaluate.review.terms import Held
from lfr_eval.evaluate.score.policy import read_policy
from lfr_eval.record.reviews import add_entries


def close(home: Home, review: Review, verdict: Verdict, reasons: str, author: str, checks: Sequence[Check]) -> None:
    """Record the decision of the board on the open phase, with the checklist as it stood and what it rests on.

    Raises:
        InputError: No member has given an opinion, no name is given, or somebody has written since.
        RecordError: The file is damaged or newer.
        StorageError: The disk refused.
    """
    phase = review.phase
    if not review.opinions(phase):
        raise InputError("expected the opinion of at least one member before a decision, found none")
    content = {
        "verdict": verdict.value,
        "reasons": reasons,
        "digests": digests(home, review.terms, _held(review, phase)),
        "checklist": [[one.topic, one.state.value, one.because] for one in checks],
    }
    entry = Entry(review.review_id, phase, Kind.CLOSING, "", content, author, datetime.now(UTC))
    add_entries(home.reviews, [entry], review.seen)


def changes(home: Home, review: Review, today: date) -> tuple[str, ...]:
    """Why a review is out of date, as sentences; none where it holds."""
    terms = review.terms
    said = [_policy_changed(home, review)]
    if terms.review_by and today > terms.review_by:
        said.append(f"It was to be reviewed by {terms.review_by.isoformat()}; that date is past.")
    for phase in Phase:
        closing = review.closing(phase)
        was = closing.content["digests"] if closing else {}
        now = digests(home, terms, _held(review, phase), was) if closing else {}
        said += [_since(what, now.get(what, GONE)) for what in was if now.get(what, GONE) != was[what]]
    return tuple(dict.fromkeys(one for one in said if one and not _expected(review, one)))


def _held(review: Review, phase: Phase) -> tuple[Held, ...]:
    return review.terms.evidence if phase is Phase.BEFORE else review.outcome.runs


def _expected(review: Review, sentence: str) -> bool:
    """A list that was deleted after its deployment is as it should be."""
    listed = review.terms.watchlist
    deployed = review.outcome.held_on is not None
    return listed is not None and deployed and sentence == _since(f"watchlist {listed.name}", GONE)


def _since(what: str, now: str) -> str:
    kind, _, name = what.partition(" ")
    changed = "is no longer there" if now == GONE else "was changed"
    return f"Since the decision, the {kind}{f' {name}' if name else ''} {changed}."


def _policy_changed(home: Home, review: Review) -> str:
    named = review.terms.policy_file
    if not named:
        return ""
    try:
        same = read_policy(home.folder / Path(named)) == review.terms.policy
    except LfrError as error:
        return f"The policy can no longer be read: {error}."
    return "" if same else f"The policy in {named} was changed since this review took it over."
