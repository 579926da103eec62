"""What the page of alerts says: whose turn which alert is, how far the work has come, and how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.phrases import with_interval
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.alert_queue import QueueItem
from lfr_eval.metrics.groups import Group
from lfr_eval.metrics.reviewers import Agreement, ReviewerErrors
from lfr_eval.report.words import count, rate, seconds

WARNING = "A possible match: check before you act."
NOT_KEPT = "The image was not kept."
DECISIONS = {
    Decision.TRUE: "True: the same person",
    Decision.FALSE: "False: another person",
    Decision.UNSURE: "Unsure: it cannot be told",
}


@dataclass(frozen=True, slots=True)
class Work:
    """How far the queue has been worked off, as one reviewer may know it."""

    next: QueueItem | None
    """What this reviewer has to decide now; None where nothing is left to them."""
    done: int
    total: int
    sentence: str


def work_of(
    queue: Sequence[QueueItem], decisions: Sequence[Adjudication], reviewer: str, people_needed: int, skip: int = 0
) -> Work:
    """Whose turn which alert is.

    Args:
        queue: Everything that is to be decided.
        decisions: Those on the run.
        reviewer: Who asks; their own alerts do not come back.
        people_needed: How many must decide an alert, 1 or 2.
        skip: How many alerts they put off for now; they come again after the others.
    """
    by_key: dict[str, set[str]] = {}
    for one in decisions:
        by_key.setdefault(one.alert_key, set()).add(one.reviewer.casefold())
    me = reviewer.strip().casefold()
    people = {item.key: by_key.get(item.key, set()) for item in queue}
    done = sum(len(who) >= people_needed for who in people.values())
    left = [item for item in queue if len(people[item.key]) < people_needed and me not in people[item.key]]
    mine = sum(me in who for who in people.values())
    return Work(
        left[skip % len(left)] if left else None,
        done,
        len(queue),
        _progress(done, len(queue), mine, len(left), people_needed),
    )


def _progress(done: int, total: int, mine: int, left: int, people_needed: int) -> str:
    by = " by two people" if people_needed == 2 else ""
    waiting = total - done - left
    second = f" {count(waiting, 'alert waits', 'alerts wait')} for another reviewer." if waiting else ""
    return f"{done} of {count(total, 'alert')} decided{by}; you decided {mine}, {left} left to you.{second}"


def card(item: QueueItem, threshold: float) -> str:
    """What the system said of an alert, and when."""
    margin = item.alert.score - threshold
    return (
        f"The system took this face for {item.person}: score {item.alert.score:.3f} against a threshold of "
        f"{threshold:.3f} ({margin:.3f} above), {seconds(item.alert.first_hit_s)} into the footage, "
        f"{count(item.alert.hits, 'hit')}."
    )


def visible(decisions: Sequence[Adjudication], reviewer: str, work: Work) -> list[Adjudication]:
    """The decisions that somebody may see: on alerts that they decided; all of them once all are decided."""
    if work.done == work.total:
        return list(decisions)
    me = reviewer.strip().casefold()
    mine = {one.alert_key for one in decisions if one.reviewer.casefold() == me}
    return [one for one in decisions if one.alert_key in mine]


def decisions_table(decisions: Sequence[Adjudication]) -> pd.DataFrame:
    """One row a decision, in the order in which they were made; it does not tell which pairs were made up."""
    rows = [
        (
            one.alert_key.split(" shown as ")[-1].rsplit("@", 1)[0],
            one.reviewer,
            one.decision.value,
            one.reason,
            f"{one.seconds:.1f}",
            f"{one.decided_utc:%Y-%m-%d %H:%M}",
        )
        for one in decisions
    ]
    return pd.DataFrame(rows, columns=["Shown as", "Reviewer", "Decision", "Reason", "Seconds", "Decided (UTC)"])


def agreement_table(found: Sequence[Agreement]) -> pd.DataFrame:
    """Each two reviewers who have alerts in common."""
    rows = [
        (f"{one.first} and {one.second}", _of(one.agreed), "no value" if one.kappa is None else f"{one.kappa:.2f}")
        for one in found
    ]
    return pd.DataFrame(rows, columns=["Reviewers", "Said the same (95 %)", "Cohen's kappa"])


def errors_table(everybody: ReviewerErrors, groups: Sequence[Group[ReviewerErrors]]) -> pd.DataFrame:
    """Errors against truth: of all alerts, then by group of the people whom they were about."""
    named = [("all", everybody, "")]
    named += [
        (f"{one.attribute} = {one.value or 'not recorded'}", one.result, "too small" if one.too_small else "")
        for one in groups
    ]
    rows = [
        (
            name,
            _of(errors.false_accepted),
            _of(errors.true_rejected),
            _of(errors.unsure),
            str(errors.unconfirmed),
            note,
        )
        for name, errors, note in named
    ]
    headings = ["False alerts accepted (95 %)", "True alerts rejected (95 %)", "Unsure (95 %)", "Truth not known"]
    return pd.DataFrame(rows, columns=["People", *headings, "Note"])


def errors_sentence(errors: ReviewerErrors) -> str:
    """How decisions compare with truth, in words."""
    return (
        f"False alerts accepted: {rate(errors.false_accepted, 'decisions on false alerts')}. "
        f"True alerts rejected: {rate(errors.true_rejected, 'decisions on true alerts')}. "
        "Unsure is no error, but counts in the base. Decisions never change what truth says of the system."
    )


def seeded_sentence(accepted: Rate) -> str:
    """How many known-false pairs were let through, in words."""
    return f"Known-false pairs accepted: {rate(accepted, 'decisions on known-false pairs')}."


def _of(one: Rate) -> str:
    return with_interval(one, "none to decide")
