"""What the page of reviews says: how a review stands, question by question, and who said what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lfr_eval.core.review import Entry, Kind, Phase
from lfr_eval.evaluate.review.check import WORST_FIRST, Check, CheckState
from lfr_eval.evaluate.review.review import Review, Verdict
from lfr_eval.report.words import count

BADGES: Mapping[CheckState, tuple[str, str]] = {
    CheckState.MET: ("green", ":material/check_circle:"),
    CheckState.NOT_SHOWN: ("orange", ":material/help:"),
    CheckState.BREACHED: ("red", ":material/cancel:"),
    CheckState.NOT_COVERED: ("violet", ":material/block:"),
    CheckState.OUT_OF_DATE: ("violet", ":material/update:"),
    CheckState.PERSON: ("blue", ":material/person:"),
    CheckState.ANSWERED: ("gray", ":material/chat:"),
}
"""Colour and sign of each state; its words always stand beside them."""
SHORT = {CheckState.NOT_COVERED: "not covered"}
"""Words of a badge where those of the state are too long for it."""
IN_THE_WAY = (CheckState.BREACHED, CheckState.NOT_COVERED, CheckState.OUT_OF_DATE)
PHASES = {Phase.BEFORE: "Before the deployment", Phase.AFTER: "After the deployment"}
VERDICTS = {
    Phase.BEFORE: {
        Verdict.APPROVE: "Approve",
        Verdict.CONDITIONS: "Approve with conditions",
        Verdict.REFUSE: "Refuse",
    },
    Phase.AFTER: {
        Verdict.APPROVE: "May go on",
        Verdict.CONDITIONS: "May go on with conditions",
        Verdict.REFUSE: "Must not go on",
    },
}
KINDS = {
    Kind.OPENING: "Opened",
    Kind.TERM: "Stated",
    Kind.ANSWER: "Answered",
    Kind.OPINION: "Opinion",
    Kind.CLOSING: "Decision",
}
TERMS = {
    "place": "place",
    "purpose": "purpose",
    "system": "system",
    "watchlist": "watchlist",
    "list_size": "longest list",
    "threshold": "threshold",
    "policy": "policy",
    "policy_file": "policy file",
    "footfall": "people an hour",
    "false_alerts_an_hour": "false alerts an hour that can be checked",
    "evidence": "evidence",
    "review_by": "review by",
    "held_on": "deployed on",
    "runs": "runs of the deployment",
    "people_passed": "people who passed",
    "alerts_true": "true alerts",
    "alerts_false": "false alerts",
    "alerts_unresolved": "unresolved alerts",
    "remarks": "remarks",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody has before them while they write: only what they touch is theirs."""

    seen: int
    """Number of the last entry that they have read."""
    shown: Mapping[str, Any]
    """The values that they were shown."""

    def touched(self, mine: Mapping[str, Any]) -> list[str]:
        """The fields that they changed."""
        return [key for key, value in self.shown.items() if mine.get(key) != value]

    def rebased(self, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
        """What they typed, on top of what somebody else has stored meanwhile."""
        touched = self.touched(mine)
        return {key: mine[key] if key in touched else value for key, value in theirs.items()}


def title(review: Review) -> str:
    """Name of a review in a list."""
    return f"{review.terms.place} · {review.terms.purpose} · {review.opened.at_utc:%Y-%m-%d}"


def standing(review: Review, changes: Sequence[str]) -> str:
    """Whether it is decided, and whether that still holds."""
    said = []
    for phase, name in PHASES.items():
        if closing := review.closing(phase):
            said.append(f"{name}: {verdict_words(closing).lower()}, {closing.at_utc:%Y-%m-%d}")
    if changes and said:
        said.append("out of date")
    return "; ".join(said) or "not decided"


def answer(checks: Sequence[Check]) -> str:
    """The answer first: how many questions stand how."""
    found = Counter(one.state for one in checks)
    parts = [f"{state.value} {found[state]}" for state in WORST_FIRST if found[state]]
    return f"Of {count(len(checks), 'question')}: {', '.join(parts)}."


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What a board must settle before anything else."""

    state: CheckState
    reason: str
    questions: tuple[str, ...]
    """The questions that it leaves open."""


def in_the_way(checks: Sequence[Check]) -> list[Obstacle]:
    """What a board must settle first, the worst first; questions with the same reason together."""
    found: dict[tuple[CheckState, str], list[str]] = {}
    for one in checks:
        if one.state in IN_THE_WAY:
            found.setdefault((one.state, one.obstacle or one.because), []).append(one.question)
    obstacles = [Obstacle(state, reason, tuple(questions)) for (state, reason), questions in found.items()]
    return sorted(obstacles, key=lambda one: IN_THE_WAY.index(one.state))


def by_section(checks: Sequence[Check]) -> dict[str, list[Check]]:
    """Checks by the heading under which they stand, in order."""
    found: dict[str, list[Check]] = {}
    for one in checks:
        found.setdefault(one.section, []).append(one)
    return found


def said_by(entry: Entry) -> str:
    """Who said something, and when."""
    return f"{entry.author}, {entry.at_utc:%Y-%m-%d %H:%M} UTC"


def checklist_table(checks: Sequence[Check]) -> pd.DataFrame:
    """One row a question."""
    rows = [
        (
            one.section,
            one.question,
            one.state.value,
            one.because,
            one.answer.content["text"] if one.answer else "",
            said_by(one.answer) if one.answer else "",
        )
        for one in checks
    ]
    return pd.DataFrame(rows, columns=["Section", "Question", "State", "Because", "Answer", "Answered by"])


def verdict_words(entry: Entry) -> str:
    """What a member or the board decided, in words."""
    return VERDICTS[entry.phase][Verdict(entry.content["verdict"])]


def opinion_lines(entry: Entry) -> list[str]:
    """Reasons, conditions and dissent of a member, as far as they gave any."""
    named = {"reasons": "Reasons", "conditions": "Conditions", "dissent": "Dissent"}
    return [f"{name}: {entry.content[key]}" for key, name in named.items() if entry.content[key]]


def opinions_table(review: Review, phase: Phase) -> pd.DataFrame:
    """One row a member: what they said last."""
    rows = [
        (
            one.author,
            verdict_words(one),
            one.content["conditions"],
            one.content["dissent"],
            one.content["reasons"],
            f"{one.at_utc:%Y-%m-%d %H:%M}",
        )
        for one in review.opinions(phase)
    ]
    return pd.DataFrame(rows, columns=["Member", "Decision", "Conditions", "Dissent", "Reasons", "Said (UTC)"])


def digests_table(closing: Entry) -> pd.DataFrame:
    """What a decision rests on."""
    return pd.DataFrame(sorted(closing.content["digests"].items()), columns=["Evidence", "sha256"])


def decided_checks(closing: Entry) -> pd.DataFrame:
    """The checklist as it stood when the board decided."""
    return pd.DataFrame(closing.content["checklist"], columns=["Question", "State", "Because"])


def decision_sentence(closing: Entry) -> str:
    """The decision of the board in words."""
    verdict, reasons = verdict_words(closing), closing.content["reasons"]
    return (
        f"{verdict}. Recorded by {said_by(closing)}, frozen with the digests of "
        f"{count(len(closing.content['digests']), 'piece')} of evidence." + (f" Reasons: {reasons}" if reasons else "")
    )


def history(entries: Sequence[Entry]) -> pd.DataFrame:
    """Everything that was ever said, the newest first."""
    rows = [
        (
            f"{one.at_utc:%Y-%m-%d %H:%M:%S}",
            one.author,
            f"{KINDS[one.kind]} {TERMS.get(one.topic, one.topic)}".strip(),
            content_words(one),
            PHASES[one.phase],
        )
        for one in reversed(entries)
    ]
    return pd.DataFrame(rows, columns=["When (UTC)", "Who", "What", "Said", "Part"])


def content_words(entry: Entry) -> str:
    """What an entry says, as one text."""
    content = entry.content
    if entry.kind is Kind.TERM:
        return _value(content["value"])
    if entry.kind is Kind.ANSWER:
        return str(content["text"])
    if entry.kind is Kind.OPENING:
        return ""
    more = [f"{key}: {content[key]}" for key in ("conditions", "dissent", "reasons") if content.get(key)]
    return "; ".join([verdict_words(entry), *more])


def _value(value: Any) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, list):
        return ", ".join(one["run_id"] for one in value) or "none"
    if isinstance(value, dict):
        parts = {key: ", ".join(part) if isinstance(part, list) else part for key, part in value.items()}
        shown = {key: part for key, part in parts.items() if not isinstance(part, dict) and part not in (None, "")}
        return "; ".join(f"{key} {part}" for key, part in shown.items()) or "none"
    return str(value) or "not stated"


def stated_table(review: Review, phase: Phase) -> pd.DataFrame:
    """What is stated, with who said it last."""
    last = {one.topic: one for one in review.of(phase, Kind.TERM)}
    rows = [(TERMS.get(topic, topic), content_words(one), said_by(one)) for topic, one in last.items()]
    return pd.DataFrame(rows, columns=["What", "Stated", "By"])
